"""Values of derived indicators for places and periods.

Each input is read under the boundaries asked for, first over places, then over time; then the formula is
applied: a parent's value is that of the parent's inputs, never a mean of values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from tinhso.base.calendar.periods import Period
from tinhso.indicators.boundaries.flowed import Flowed, Input, Made
from tinhso.indicators.boundaries.flowing import Ground
from tinhso.indicators.boundaries.over_time import NOWHERE, part, portions, worst
from tinhso.indicators.boundaries.readings import Amount, How, Reading, Why
from tinhso.indicators.derivation.over_time import ORDER
from tinhso.indicators.derivation.sources import Laid, Source
from tinhso.indicators.derivation.stored import Cell, Stored, needed, stored_of
from tinhso.indicators.derivation.stored_rows import Told, ToldByPlace
from tinhso.indicators.formula import Value
from tinhso.indicators.formula.nodes import Kind as Points
from tinhso.indicators.formula.nodes import Reference
from tinhso.indicators.models import Indicator, Observation
from tinhso.places.models import Place

_WHY: Final = {Why.SHARE_UNKNOWN, Why.RULE}
"""Reasons of an input that are told as they are."""


def own_reference(code: str) -> Reference:
    """The indicator itself, as a formula would name it."""
    whole, *options = code.split(".")
    return Reference(Points.DATA, whole, tuple(options))


def told_codes(source: Source, found: Mapping[str, Source]) -> list[str]:
    """The indicators in whose periods a derived one may have a value: what is told below it."""
    codes: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [source.code]
    while waiting:
        code = waiting.pop()
        if code in seen or code not in found:
            continue
        seen.add(code)
        if not all(laid.formula for laid in found[code].laid):
            codes.setdefault(code)
        for formula in found[code].formulas:
            waiting += [one.name for one in formula.references if one.kind is Points.DATA]
    return list(codes)


def periods_at_hand(laid: Laid, told: Iterable[Period], *, longer: bool = True) -> list[Period]:
    """The periods in which a value may be calculated, the newest first.

    `longer` makes its own periods of shorter ones told, and leaves those out that are longer; without it each
    stays what it is, and those too short are left out.
    """
    length, frequency = ORDER.index, laid.rhythm.frequency
    own = length(frequency) if frequency else None
    found = {
        laid.rhythm.own(period)
        for period in told
        if own is None or (length(period.kind) <= own if longer else length(period.kind) >= own)
    }
    return sorted(found, key=lambda one: (one.end, one.start), reverse=True)


@dataclass(frozen=True)
class Derivation:
    """One derived indicator over the places of a ground: what it needs, and what was read of it."""

    indicator: Indicator
    source: Source
    stored: Stored
    ground: Ground
    readings: Mapping[tuple[str, UUID, str], Flowed]

    @classmethod
    def of(
        cls, indicator: Indicator, sources: Mapping[str, Source], ground: Ground, rows: Iterable[Observation]
    ) -> Derivation:
        """With the inputs read over the ground. Three statements at most: constants and groups."""
        by_indicator: dict[Indicator, list[Observation]] = {}
        for row in rows:
            by_indicator.setdefault(row.indicator, []).append(row)
        readings: dict[tuple[str, UUID, str], Flowed] = {}
        told: ToldByPlace = {}
        for input_, figures in by_indicator.items():
            for one in ground.flowed(input_, figures):
                readings[input_.code, one.place.pk, one.period.code] = one
                given = part(one)
                if given is not None:
                    by_period = told.setdefault((input_.code, one.place.pk), {})
                    by_period[one.period.code] = {None: Told(given, tuple(f.pk for f in one.figures))}
        source = sources[indicator.code]
        asked = {place.pk for place in ground.asked}
        stored = stored_of([own_reference(source.code)], sources, asked, told)
        return cls(indicator, source, stored, ground, readings)

    def values(self, periods: Iterable[Period]) -> Iterator[Flowed]:
        """The value, or why there is none, of every place and period in which any input was told."""
        for period in periods:
            for place in self.ground.asked:
                found = self._one(place, period)
                if found:
                    yield found

    def _one(self, place: Place, period: Period) -> Flowed | None:
        laid = self.source.on(period.end)
        whom = (place.pk, None)
        cell = self.stored.derived_or_told(self.source, whom, period)
        references = laid.formula.references if laid.formula else (own_reference(self.source.code),)
        inputs = tuple(self._input(one, place, period) for one in references)
        if not any(one.flowed for one in inputs):
            return None
        used = [one for given in inputs for one in given.flowed]
        value = _exact(cell.value)
        made = Made(inputs, is_derived=True)
        if value is None:
            why = self._why(cell, place)
            reading = Reading(How.NOT_COMPARABLE, why, None, None, portions(used), (), NOWHERE)
        else:
            amount = Amount(value=value)
            reading = Reading(worst(used), Why.NOTHING, amount, amount, portions(used), (), NOWHERE)
        return Flowed(self.indicator, place, period, self.ground.boundaries, reading, made=made)

    def _input(self, reference: Reference, place: Place, period: Period) -> Input:
        cell = self.stored.cell(reference, (place.pk, None), period)
        used = tuple(
            found for code, when in cell.used if (found := self.readings.get((code, place.pk, when)))
        )
        lacking = tuple(
            found
            for gap in cell.gaps
            if (found := self.readings.get((gap.code, place.pk, gap.period))) and found not in used
        )
        periods = tuple(dict.fromkeys(when for _code, when in cell.used))
        known = self.stored.sources.get(reference.name)
        name = known.row.name if known else reference.name
        return Input(reference.key, name, cell.value, periods, cell.gaps, (*used, *lacking))

    def _why(self, cell: Cell, place: Place) -> Why:
        """The reason of the first input that has one; without any gap the formula itself gives nothing."""
        if not cell.gaps:
            return Why.NO_RESULT
        for gap in cell.gaps:
            found = self.readings.get((gap.code, place.pk, gap.period))
            if found and found.reading.why in _WHY:
                return found.reading.why
        return Why.MISSING


def _exact(value: Value) -> Fraction | None:
    if isinstance(value, bool):
        return Fraction(int(value))
    return Fraction(value) if isinstance(value, Decimal) else None


def needed_periods(
    source: Source, sources: Mapping[str, Source], periods: Collection[Period]
) -> dict[str, set[str]]:
    """For every code that is told, the codes of the periods whose figures those values need."""
    return needed([own_reference(source.code)], sources, periods)
