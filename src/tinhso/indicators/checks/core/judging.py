"""Whether the figures of one place and period stand before a rule, and what it finds when they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from tinhso.indicators.checks.core.robust import Spread, usual
from tinhso.indicators.checks.core.rules import (
    Below,
    Children,
    Jump,
    Pair,
    Parts,
    Range,
    Rule,
    Stated,
    operands,
)
from tinhso.indicators.formula.arithmetic import CONTEXT
from tinhso.indicators.formula.dependencies import references
from tinhso.indicators.formula.evaluation import Run, Value, compile_formula
from tinhso.indicators.formula.nodes import Reference
from tinhso.indicators.formula.parser import parse

_ZERO = Decimal(0)


class Inside(NamedTuple):
    """What the places inside tell: their sum, how many told it, how many there are."""

    total: Decimal
    told: int
    of: int


class Told(Protocol):
    """The figures around one place and period."""

    def value(self, operand: str) -> Decimal | None:
        """The figure at hand; None where nothing is told."""

    def looked_up(self, reference: Reference) -> Value:
        """What a formula's reference stands for."""

    def earlier(self, operand: str, last: int, *, seasonal: bool) -> Sequence[Decimal]:
        """At most `last` figures of the same place before this period, the newest first."""

    def inside(self, operand: str) -> Inside | None:
        """What the places inside tell of this period; None where there are none."""


@dataclass(frozen=True)
class Fallen:
    """What a rule found: the figure, what it was held against, and how far it is off.

    `off` is the distance to what would stand (a difference; of a formula none). `low`–`high` is what would
    stand, or is usual; `middle` and `score` belong to jumps. `missing` are operands without a figure.
    """

    value: Decimal | None = None
    off: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    middle: Decimal | None = None
    score: Decimal | None = None
    missing: tuple[str, ...] = ()
    among: int = 0
    told: tuple[tuple[str, Decimal | None], ...] = field(default=())


def judge(rule: Rule, told: Told) -> Fallen | None:
    """What the rule finds; None where it holds, or where too little is told to judge."""
    match rule:
        case Pair():
            return _pair(rule, told)
        case Range():
            return _range(rule, told)
        case Jump():
            return _jump(rule, told)
        case Below():
            return _below(rule, told)
        case Parts():
            return _parts(rule, told)
        case Children():
            return _children(rule, told)
        case Stated():
            return _stated(rule, told)


def _pair(rule: Pair, told: Told) -> Fallen | None:
    value = told.value(rule.first)
    if value is None:
        return None
    missing = tuple(other for other in rule.others if told.value(other) is None)
    return Fallen(value=value, missing=missing) if missing else None


def _range(rule: Range, told: Told) -> Fallen | None:
    value = told.value(rule.indicator)
    if value is None:
        return None
    if rule.least is not None and value < rule.least:
        return Fallen(value=value, off=value - rule.least, low=rule.least, high=rule.most)
    if rule.most is not None and value > rule.most:
        return Fallen(value=value, off=value - rule.most, low=rule.least, high=rule.most)
    return None


def _jump(rule: Jump, told: Told) -> Fallen | None:
    value = told.value(rule.indicator)
    if value is None:
        return None
    before = told.earlier(rule.indicator, rule.last, seasonal=rule.seasonal)
    if len(before) < rule.needed:
        return None
    spread = Spread.of(before)
    if not spread.beyond(value, rule.threshold, rule.smallest):
        return None
    low, high = usual(before, spread, rule.threshold)
    return Fallen(
        value=value,
        off=value - spread.middle,
        low=low,
        high=high,
        middle=spread.middle,
        score=spread.score(value),
        among=len(before),
    )


def _below(rule: Below, told: Told) -> Fallen | None:
    lesser, greater = told.value(rule.lesser), told.value(rule.greater)
    if lesser is None or greater is None or lesser <= greater:
        return None
    return Fallen(
        value=lesser,
        off=lesser - greater,
        high=greater,
        told=((rule.lesser, lesser), (rule.greater, greater)),
    )


def _parts(rule: Parts, told: Told) -> Fallen | None:
    total = told.value(rule.total)
    parts = [(part, told.value(part)) for part in rule.parts]
    known = [value for _part, value in parts if value is not None]
    if total is None or len(known) < len(parts):
        return None
    made = _sum(known)
    if abs(total - made) <= rule.tolerance:
        return None
    return Fallen(value=total, off=total - made, low=made, high=made, told=((rule.total, total), *parts))


def _sum(values: Sequence[Decimal]) -> Decimal:
    """Exact whatever their order: figures have 24 digits, 34 are kept."""
    made = _ZERO
    for value in sorted(values):
        made = CONTEXT.add(made, value)
    return made


def _children(rule: Children, told: Told) -> Fallen | None:
    """Judged where every place inside has told; or where those that have already make more."""
    total, inside = told.value(rule.indicator), told.inside(rule.indicator)
    if total is None or inside is None or not inside.told:
        return None
    too_much = inside.total > total + rule.tolerance
    if abs(total - inside.total) <= rule.tolerance or (inside.told < inside.of and not too_much):
        return None
    return Fallen(
        value=total,
        off=total - inside.total,
        low=inside.total,
        high=inside.total,
        among=inside.told,
    )


@lru_cache(maxsize=512)
def _compiled(formula: str) -> tuple[Run, tuple[Reference, ...]]:
    tree = parse(formula)
    return compile_formula(tree), references(tree)


def _stated(rule: Stated, told: Told) -> Fallen | None:
    run, named = _compiled(rule.formula)
    if run({one.key: told.looked_up(one) for one in named}) is not False:
        return None
    named_values = tuple((operand, told.value(operand)) for operand in operands(rule))
    first = next((value for _operand, value in named_values if value is not None), None)
    return Fallen(value=first, told=named_values)
