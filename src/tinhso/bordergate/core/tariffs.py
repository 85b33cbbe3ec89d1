"""Fees of a crossing, to the đồng (phí sử dụng công trình tại cửa khẩu). Pure.

A tariff is data with the days it is in force. The first rule that fits a line of goods gives its base amount,
factors multiply it exactly, and it is rounded once; of mixed goods the highest counts. What no rule covers is
a fault, never 0. Every line says by which rule, with which factors and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final

from tinhso.base.clock import TZ
from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.tariff_terms import (
    Certainty,
    Exemption,
    Factor,
    FeeFacts,
    FeeGoods,
    Mixed,
    Reason,
    Rule,
    Tariff,
)


@dataclass(frozen=True)
class Applied:
    """A factor that was applied, and why."""

    factor: Factor
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Line:
    """What one line of goods would cost, and by which rule; `counted` where it is the one that is charged."""

    goods: FeeGoods
    rule: Rule
    why: tuple[Reason, ...]
    factors: tuple[Applied, ...]
    amount: int
    counted: bool = False


@dataclass(frozen=True)
class Assessment:
    """A fee as it was laid (kết quả tính phí). `gross` is before exemption, `split` adds up to `total`."""

    tariff: Tariff
    on: datetime
    lines: tuple[Line, ...]
    gross: int
    exemption: Exemption | None
    total: int
    split: tuple[tuple[str, int], ...]
    certainty: Certainty


NOTHING: Final = FeeGoods("")
"""Stands for the goods of an empty vehicle."""
_SURE: Final = tuple(Certainty)


def half_up(value: Fraction) -> int:
    """The nearest whole number, halves up; for values from 0."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def tariff_on(tariffs: Iterable[Tariff], on: datetime) -> Tariff:
    """The version in force on a moment's day here. Raises GateFault (`TARIFF_NONE`, `TARIFF_TWICE`)."""
    if on.tzinfo is None:
        raise ValueError("A moment without a time zone is on no day.")
    day = on.astimezone(TZ).date()
    found = [tariff for tariff in tariffs if tariff.is_valid_on(day)]
    if len(found) != 1:
        code = "TARIFF_TWICE" if found else "TARIFF_NONE"
        codes = [tariff.code for tariff in found]
        raise GateFault(code, f"{len(found)} tariffs on {day}.", extra={"day": str(day), "tariffs": codes})
    return found[0]


def assess(tariffs: Iterable[Tariff], facts: FeeFacts, on: datetime) -> Assessment:
    """What a crossing costs by the tariff in force at the moment `on`.

    Raises GateFault: `TARIFF_NONE`, `TARIFF_TWICE`, `TARIFF_NO_RULE` (with the goods that no rule covers).
    """
    tariff = tariff_on(tariffs, on)
    lines = _counted(tariff, [_line(tariff, facts, goods) for goods in facts.goods or (NOTHING,)])
    gross = sum(line.amount for line in lines if line.counted)
    if tariff.ceiling is not None:
        gross = min(gross, tariff.ceiling)
    exemption = _exemption(tariff, facts)
    total = half_up(gross * (1 - exemption.share)) if exemption else gross
    return Assessment(
        tariff, on, lines, gross, exemption, total, shares(total, tariff.split), _surety(tariff, lines)
    )


def _line(tariff: Tariff, facts: FeeFacts, goods: FeeGoods) -> Line:
    for rule in tariff.rules:
        why = rule.when.reasons(facts, goods)
        if why is not None:
            break
    else:
        said = {"tariff": tariff.code, "hs": goods.hs, "declaration": goods.declaration}
        raise GateFault("TARIFF_NO_RULE", f"No rule of {tariff.code} covers {goods.hs!r}.", extra=said)
    amount, applied, taken = Fraction(rule.amount), [], set()
    for factor in tariff.factors:
        reasons = factor.when.reasons(facts, goods)
        if reasons is None or (factor.group and factor.group in taken):
            continue
        taken.add(factor.group)
        amount *= factor.factor
        applied.append(Applied(factor, reasons))
    return Line(goods, rule, why, tuple(applied), half_up(amount))


def _counted(tariff: Tariff, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Mark what is charged: the highest line of all, or of each customs declaration; of equals the first."""
    best: dict[str, int] = {}
    for place, line in enumerate(lines):
        group = line.goods.declaration if tariff.mixed is Mixed.BY_DECLARATION else ""
        if group not in best or line.amount > lines[best[group]].amount:
            best[group] = place
    marked = set(best.values())
    return tuple(replace(line, counted=place in marked) for place, line in enumerate(lines))


def _exemption(tariff: Tariff, facts: FeeFacts) -> Exemption | None:
    found = [one for one in tariff.exemptions if one.ground in facts.grounds]
    return max(found, key=lambda one: one.share, default=None)


def shares(total: int, split: Sequence[tuple[str, Fraction]]) -> tuple[tuple[str, int], ...]:
    """`total` divided by shares that add up to 1, rounded where each ends: nothing is lost or below 0."""
    parts, share, given = [], Fraction(0), 0
    for name, part in split:
        share += part
        until = half_up(total * share)
        parts.append((name, until - given))
        given = until
    return tuple(parts)


def _surety(tariff: Tariff, lines: Sequence[Line]) -> Certainty:
    """How sure the least sure figure is that made the amount."""
    used = [tariff.certainty]
    for line in lines:
        used += [line.rule.certainty, *(applied.factor.certainty for applied in line.factors)]
    return max(used, key=_SURE.index)


def as_data(found: Assessment) -> dict[str, object]:
    """An assessment in JSON values: what is frozen with the fee, and shown to who asks why."""
    exemption = found.exemption
    return {
        "tariff": found.tariff.code,
        "name": found.tariff.name,
        "legal_reference": found.tariff.legal_reference,
        "on": found.on.astimezone(TZ).isoformat(),
        "gross": found.gross,
        "exemption": exemption
        and {
            "code": exemption.code,
            "name": exemption.name,
            "share": _plain(exemption.share),
            "legal_reference": exemption.legal_reference,
        },
        "total": found.total,
        "split": dict(found.split),
        "certainty": found.certainty.value,
        "lines": [_line_as_data(line) for line in found.lines],
    }


def _plain(value: Fraction) -> str:
    """A factor as it was written: `1.3`."""
    return format((Decimal(value.numerator) / value.denominator).normalize(), "f")


def _line_as_data(line: Line) -> dict[str, object]:
    return {
        "hs": line.goods.hs,
        "declaration": line.goods.declaration,
        "rule": line.rule.code,
        "name": line.rule.name,
        "legal_reference": line.rule.legal_reference,
        "base": line.rule.amount,
        "why": dict(line.why),
        "factors": [
            {
                "code": applied.factor.code,
                "name": applied.factor.name,
                "factor": _plain(applied.factor.factor),
                "why": dict(applied.why),
            }
            for applied in line.factors
        ],
        "amount": line.amount,
        "counted": line.counted,
    }
