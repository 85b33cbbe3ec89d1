"""A longer period's figures from those of shorter ones, place by place, under any boundaries. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.indicators.aggregation import Part
from tinhso.indicators.boundaries.flowed import Flowed, Input, Made
from tinhso.indicators.boundaries.pieces import Gathered
from tinhso.indicators.boundaries.readings import Amount, How, Portions, Reading, Why
from tinhso.indicators.derivation.over_time import Rhythm, inside, over_time
from tinhso.indicators.derivation.stored import Gap
from tinhso.indicators.models import Indicator, OverTime
from tinhso.places.models import Place

NOWHERE = Gathered(frozenset(), frozenset(), ())
_FROM_WORST = (How.NOT_COMPARABLE, How.APPORTIONED, How.MEASURED)


def rhythm_of(indicator: Indicator) -> Rhythm:
    """How often it is told today."""
    frequency = PeriodKind(indicator.frequency) if indicator.frequency else None
    return Rhythm(frequency, indicator.cut_off, OverTime(indicator.over_time))


def speaking_for(indicator: Indicator, period: Period) -> set[str]:
    """The codes of the periods whose figures may speak for that one."""
    rhythm = rhythm_of(indicator)
    return {period.code, *(one.code for one in inside(rhythm.calendar(period), rhythm.shortest))}


def part(found: Flowed) -> Part | None:
    """What a reading contributes; None where it is not comparable."""
    if found.reading.amount is None:
        return None
    return Part(*found.reading.amount.decimals(), found.indicator.factor)


def worst(found: Iterable[Flowed]) -> How:
    """The least that can be said of all of them."""
    return min((one.reading.how for one in found), key=_FROM_WORST.index, default=How.MEASURED)


def portions(found: Iterable[Flowed]) -> Portions:
    """How much is measured at least, and not comparable at most; the rest is apportioned."""
    told = [one.reading.portions for one in found if any(vars(one.reading.portions).values())]
    if not told:
        return Portions(measured=Fraction(1))
    measured = min(one.measured for one in told)
    apart = max(one.not_comparable for one in told)
    return Portions(measured, 1 - measured - apart, apart)


def of_period(indicator: Indicator, period: Period, found: Iterable[Flowed]) -> list[Flowed]:
    """The figures of `period` at every place: told for it where somebody did, else from shorter periods."""
    by_place: dict[Place, dict[str, Flowed]] = {}
    for one in found:
        by_place.setdefault(one.place, {})[one.period.code] = one
    return list(_each(indicator, period, by_place))


def _each(
    indicator: Indicator, period: Period, by_place: Mapping[Place, Mapping[str, Flowed]]
) -> Iterator[Flowed]:
    rhythm = rhythm_of(indicator)
    for place, told in by_place.items():
        own = told.get(period.code)
        made = None
        if own is None or own.reading.amount is None:
            made = _made(indicator, rhythm, rhythm.calendar(period), place, told)
        found = made or own
        if found:
            yield found


def _made(
    indicator: Indicator, rhythm: Rhythm, period: Period, place: Place, told: Mapping[str, Flowed]
) -> Flowed | None:
    parts = {code: given for code, one in told.items() if (given := part(one)) is not None}
    over = over_time(rhythm, period, parts)
    if over.part is None:
        return None
    used = tuple(told[one.code] for one in over.used)
    if not over.is_aggregated:
        return used[0]
    covered = {one.code for piece in over.used for one in piece.split(over.base)}
    gaps = (Gap(indicator.code, one.code) for one in period.split(over.base) if one.code not in covered)
    inputs = Input(
        indicator.code, indicator.name, None, tuple(one.code for one in over.used), tuple(gaps), used
    )
    amount = Amount(
        *(
            None if one is None else Fraction(one)
            for one in (over.part.value, over.part.numerator, over.part.denominator)
        )
    )
    reading = Reading(worst(used), Why.NOTHING, amount, amount, portions(used), (), NOWHERE)
    made = Made((inputs,), told=over.told, expected=over.expected, base=over.base)
    return Flowed(indicator, place, period, used[0].boundaries, reading, made=made)
