"""Figures of shorter periods made into that of a longer one, by the indicator's rule. Pure and exact.

What was told for the period itself speaks; else what was told for the longest periods inside it that do not
overlap. Whoever asks is told how many of the shortest periods that covers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from tinhso.base.calendar.periods import ND_09_2019, Period, PeriodKind
from tinhso.indicators.aggregation import CannotAggregate, Part, aggregate, decimal_of
from tinhso.indicators.models import Adding, OverTime

ORDER: Final = (
    PeriodKind.DAY,
    PeriodKind.MONTH,
    PeriodKind.QUARTER,
    PeriodKind.HALF,
    PeriodKind.YEAR,
    PeriodKind.SPAN,
)
"""From the shortest; periods of each kind are made of whole ones of every kind before."""
_USUAL: Final = PeriodKind.MONTH
"""The shortest periods that are looked for where an indicator does not say how often it is told."""
_ADDED: Final = {OverTime.SUM: Adding.SUM, OverTime.RATIO_OF_SUMS: Adding.RATIO_OF_SUMS}


@dataclass(frozen=True)
class Rhythm:
    """How often an indicator is told, by which calendar, and how its periods add up."""

    frequency: PeriodKind | None = None
    cut_off: bool = False
    rule: OverTime = OverTime.NONE

    def own(self, period: Period) -> Period:
        """The period at hand (kỳ đang xét): of the indicator's own calendar, and not shorter than its own.

        Of a yearly figure the year that holds a month asked for; of a monthly one the quarter asked for.
        """
        found = period
        if self.frequency and _length(self.frequency) > _length(period.kind):
            found = Period.of(self.frequency, period.nominal.end)
        return self.calendar(found)

    def calendar(self, period: Period) -> Period:
        """The period of that name in the indicator's own calendar; days and spans have but one."""
        if self.cut_off == period.is_reporting or period.kind not in ORDER[1:5]:
            return period
        return period.nominal if period.is_reporting else Period.parse(f"R{period.code}", ND_09_2019)

    @property
    def shortest(self) -> PeriodKind:
        """The shortest periods in which it may be told."""
        return self.frequency or _USUAL


def _length(kind: PeriodKind) -> int:
    return ORDER.index(kind)


def inside(period: Period, shortest: PeriodKind) -> Iterator[Period]:
    """The period, and every one inside it of the kinds down to `shortest`: whose figures may speak for it."""
    yield period
    for kind in ORDER[_length(shortest) : _length(period.kind)]:
        yield from period.split(kind)


def year_to_date(period: Period) -> list[Period]:
    """The periods of that kind from the first of its year to itself. Reporting years begin as they do."""
    if period.kind not in ORDER[:5]:
        return [period]
    nominal = period.nominal
    parts = Period.of(PeriodKind.YEAR, nominal.start).split(period.kind)
    told = [part for part in parts if part.end <= nominal.end] or [nominal]
    return [Period.parse(f"R{part.code}", period.cut_off) for part in told] if period.cut_off else told


@dataclass(frozen=True)
class Over:
    """What the periods inside one make together: `told` of `expected` periods of the kind `base`.

    `part` None: nothing, or no rule. `used` are the periods whose figures went in, in order.
    """

    part: Part | None
    told: int
    expected: int
    base: PeriodKind
    used: tuple[Period, ...] = ()
    refused: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether every period told something, and the rule made a whole of it."""
        return self.part is not None and self.told == self.expected

    @property
    def is_aggregated(self) -> bool:
        """Whether more than the period's own figure went in."""
        return len(self.used) != 1 or self.told != 1 or self.expected != 1


def _cover(period: Period, told: Mapping[str, Part], shortest: PeriodKind) -> Iterator[Period]:
    if period.code in told:
        yield period
        return
    for kind in reversed(ORDER[_length(shortest) : _length(period.kind)]):
        for part in period.split(kind):
            yield from _cover(part, told, shortest)
        return


def over_time(rhythm: Rhythm, period: Period, told: Mapping[str, Part]) -> Over:
    """The figure of `period` from what was told, by codes of periods; the order of telling plays no part."""
    if period.code in told:
        return Over(told[period.code], 1, 1, period.kind, (period,))
    shortest = min(rhythm.shortest, period.kind, key=_length)
    used = tuple(_cover(period, told, shortest))
    kinds = [one.kind for one in used] + ([rhythm.frequency] if rhythm.frequency else [])
    base = min((kind for kind in kinds if _length(kind) <= _length(period.kind)), key=_length, default=None)
    if base is None:
        return Over(None, 0, 1, period.kind)
    sizes = [len(one.split(base)) for one in used]
    expected = len(period.split(base))
    if not used or rhythm.rule is OverTime.NONE:
        return Over(None, 0, expected, base, refused=bool(used))
    parts = [told[one.code] for one in used]
    try:
        whole = _together(rhythm.rule, parts, sizes)
    except CannotAggregate:
        return Over(None, 0, expected, base, refused=True)
    return Over(whole, sum(sizes), expected, base, used)


def added_up(parts: Sequence[Part]) -> Part | None:
    """Year to date: ratios by their sums, all else added; None where it cannot be."""
    ratios = all(part.numerator is not None for part in parts)
    try:
        return _together(OverTime.RATIO_OF_SUMS if ratios else OverTime.SUM, parts, [1] * len(parts))
    except CannotAggregate:
        return None


def _together(rule: OverTime, parts: Sequence[Part], sizes: Sequence[int]) -> Part | None:
    """The whole of parts in the order of time; a mean weighs longer periods more."""
    if rule in {OverTime.LAST, OverTime.FIRST}:
        return parts[-1 if rule is OverTime.LAST else 0]
    if rule in _ADDED:
        found = aggregate(_ADDED[rule], parts)
        if not found.counted:
            return None
        return Part(found.value, found.numerator, found.denominator, parts[0].factor)
    measured = [
        (measure, size, part)
        for part, size in zip(parts, sizes, strict=True)
        if (measure := part.measure) is not None
    ]
    if not measured:
        return None
    if rule is OverTime.AVERAGE:
        weight = sum(size for _measure, size, _part in measured)
        whole = sum((measure * size for measure, size, _part in measured), Fraction(0))
        return Part(decimal_of(whole / weight))
    choose = max if rule is OverTime.MAX else min
    return choose(measured, key=lambda one: one[0])[2]
