"""What a place's figure is under other boundaries, by the indicator's rule, and how far to trust it. Pure.

Counts go by their shares, ratios by the shares of numerator and denominator, means are means of the members
weighted by what of them lies inside, greatest and least need whole members. What no rule adds stands only for
a unit that did not change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final
from uuid import UUID

from tinhso.indicators.aggregation import Part, decimal_of
from tinhso.indicators.boundaries.pieces import ONE, Gathered, Member
from tinhso.indicators.models import Adding


class How(StrEnum):
    """How a value under other boundaries came about (đo, phân bổ, không so sánh được)."""

    MEASURED = "measured"
    APPORTIONED = "apportioned"
    NOT_COMPARABLE = "not_comparable"


class Why(StrEnum):
    """Why there is no comparable value."""

    NOTHING = ""
    SHARE_UNKNOWN = "share_unknown"
    MISSING = "missing"
    RULE = "rule"
    NO_RESULT = "no_result"


@dataclass(frozen=True)
class Amount:
    """A value, or a ratio's two parts; exact."""

    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None

    def decimals(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """The three, half up to six decimals where they do not end before."""
        told = (self.value, self.numerator, self.denominator)
        value, numerator, denominator = (None if one is None else decimal_of(one) for one in told)
        return value, numerator, denominator


@dataclass(frozen=True)
class Portions:
    """How much of the undivided total is measured, apportioned, not comparable; they make one."""

    measured: Fraction = Fraction(0)
    apportioned: Fraction = Fraction(0)
    not_comparable: Fraction = Fraction(0)


@dataclass(frozen=True)
class Reading:
    """A place's figure under the boundaries of a date.

    `amount` is None where it is not comparable; `total` is then what the members of the group have
    together, never divided, and `missing` names the members without a figure.
    """

    how: How
    why: Why
    amount: Amount | None
    total: Amount | None
    portions: Portions
    missing: tuple[UUID, ...]
    gathered: Gathered

    @property
    def counted(self) -> int:
        """How many members have a figure."""
        return len(self.gathered.members) - len(self.missing)


_Weighted = Sequence[tuple[Part, Fraction]]


def _sum(parts: _Weighted) -> Amount | None:
    if any(part.value is None for part, _weight in parts):
        return None
    return Amount(value=sum((Fraction(part.value or 0) * weight for part, weight in parts), Fraction(0)))


def _ratio_of_sums(parts: _Weighted) -> Amount | None:
    if any(part.numerator is None or part.denominator is None for part, _weight in parts):
        return None
    return Amount(
        numerator=sum((Fraction(part.numerator or 0) * weight for part, weight in parts), Fraction(0)),
        denominator=sum((Fraction(part.denominator or 0) * weight for part, weight in parts), Fraction(0)),
    )


def _measures(parts: _Weighted) -> list[tuple[Fraction, Fraction]]:
    return [(measure, weight) for part, weight in parts if (measure := part.measure) is not None]


def _mean(parts: _Weighted) -> Amount | None:
    given = _measures(parts)
    weight = sum((weight for _measure, weight in given), Fraction(0))
    if not weight:
        return None
    return Amount(value=sum((measure * share for measure, share in given), Fraction(0)) / weight)


def _extreme(choose: Callable[[Sequence[Fraction]], Fraction]) -> Callable[[_Weighted], Amount | None]:
    def chosen(parts: _Weighted) -> Amount | None:
        if any(weight != ONE for _part, weight in parts):
            return None
        given = _measures(parts)
        return Amount(value=choose([measure for measure, _weight in given])) if given else None

    return chosen


def _only(parts: _Weighted) -> Amount | None:
    if len(parts) != 1 or parts[0][1] != ONE:
        return None
    return _as_told(parts[0][0])


def _as_told(part: Part) -> Amount:
    return Amount(
        *(None if one is None else Fraction(one) for one in (part.value, part.numerator, part.denominator))
    )


_RULES: Final[Mapping[Adding, Callable[[_Weighted], Amount | None]]] = MappingProxyType(
    {
        Adding.SUM: _sum,
        Adding.RATIO_OF_SUMS: _ratio_of_sums,
        Adding.AVERAGE: _mean,
        Adding.MAX: _extreme(max),
        Adding.MIN: _extreme(min),
        Adding.NONE: _only,
    }
)


def _combine(rule: Adding, parts: _Weighted) -> Amount | None:
    """The whole of `parts`; one whole part alone is itself. None where the rule makes none."""
    if len(parts) == 1 and parts[0][1] == ONE:
        return _as_told(parts[0][0])
    return _RULES[rule](parts) if parts else None


def _sizes(rule: Adding, given: Sequence[tuple[Member, Part]]) -> list[Fraction]:
    """By what the portions are counted: the value, the denominator, else the members themselves."""
    told = {Adding.SUM: "value", Adding.RATIO_OF_SUMS: "denominator"}.get(rule)
    sizes = [abs(Fraction(getattr(part, told) or 0)) if told else ONE for _member, part in given]
    return sizes if any(sizes) else [ONE for _size in sizes]


def _portions(rule: Adding, given: Sequence[tuple[Member, Part]]) -> Portions:
    measured = apportioned = divided = Fraction(0)
    for (member, _part), size in zip(given, _sizes(rule, given), strict=True):
        divided += (member.grouped - member.inside) * size
        if member.inside == ONE:
            measured += size
        else:
            apportioned += member.inside * size
    whole = measured + apportioned + divided
    if not whole:
        return Portions()
    return Portions(measured / whole, apportioned / whole, divided / whole)


def read(rule: Adding, gathered: Gathered, figures: Mapping[UUID, Part]) -> Reading:
    """The target's figure from those of its members; members that `figures` lacks are missing."""
    given = [(member, figures[member.unit]) for member in gathered.members if member.unit in figures]
    missing = tuple(member.unit for member in gathered.members if member.unit not in figures)
    portions = _portions(rule, given)
    total = _combine(rule, [(part, member.grouped) for member, part in given])
    if not gathered.is_divisible:
        return Reading(How.NOT_COMPARABLE, Why.SHARE_UNKNOWN, None, total, portions, missing, gathered)
    if missing or not given:
        return Reading(How.NOT_COMPARABLE, Why.MISSING, None, total, portions, missing, gathered)
    if total is None:
        return Reading(How.NOT_COMPARABLE, Why.RULE, None, None, portions, (), gathered)
    how = How.APPORTIONED if portions.apportioned else How.MEASURED
    return Reading(how, Why.NOTHING, total, total, portions, (), gathered)
