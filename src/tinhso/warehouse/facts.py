"""What stands behind one cell: the observations that went in, by which share, and who told nothing.

Read by the same code as figures under the boundaries of any date, so that the facts are those of the cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final
from uuid import UUID

from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import Period
from tinhso.indicators import policies
from tinhso.indicators.aggregation import Part
from tinhso.indicators.boundaries import flowing
from tinhso.indicators.boundaries.flowed import Flowed, Input
from tinhso.indicators.boundaries.over_time import rhythm_of, speaking_for
from tinhso.indicators.derivation.over_time import over_time
from tinhso.indicators.derivation.sources import sources
from tinhso.indicators.derivation.values import Derivation, needed_periods, periods_at_hand, told_codes
from tinhso.indicators.models import Indicator, Observation, OverTime
from tinhso.places import queries as places
from tinhso.places.lineages import edges_around
from tinhso.places.models import Place
from tinhso.warehouse.questions import Query
from tinhso.warehouse.refusing import require_inputs_open

_TOLD: Final = Part()
"""Stands for something told where only the periods matter."""


@dataclass(frozen=True)
class Fact:
    """One observation that went in. `share`: how much of it lies in the place; None: nobody knows."""

    observation: Observation
    share: Fraction | None


@dataclass(frozen=True)
class Missing:
    """A unit that ought to have told something of a period, and did not."""

    indicator: Indicator
    place: Place
    period: Period


@dataclass(frozen=True)
class Facts:
    """A cell's facts. `readings` are those of every told period that went in, the newest first.

    `inputs`: what a derived one was calculated from, as its formula names it.
    """

    indicator: Indicator
    place: Place
    period: Period
    boundaries: date
    readings: tuple[Flowed, ...] = ()
    inputs: tuple[Input, ...] = ()

    @property
    def told(self) -> tuple[Fact, ...]:
        """Every observation once, by period, the newest first, then by unit."""
        found: dict[UUID, Fact] = {}
        for one in self.readings:
            for member in one.members:
                known = member.grouped == member.inside
                for row in member.figures:
                    found.setdefault(row.pk, Fact(row, member.inside if known else None))
        return tuple(found.values())

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Who told nothing, by period."""
        return tuple(
            Missing(one.indicator, unit, one.period) for one in self.readings for unit in one.missing
        )


def facts(measure: Indicator, place: Place, period: Period, query: Query, by: Actor) -> Facts:
    """The facts behind a measure's cell at that place in that period, as `query` is asked.

    `place` is a unit of the query's boundary date. Fourteen statements at most, however many facts there are.
    Raises NotAllowed where figures may tell of single persons and `by` may not read them.
    """
    policies.require_open(by, measure)
    cell = _Behind(place, query)
    if measure.formula:
        return _derived(measure, period, cell, by)
    own = period if query.times.kind is None else rhythm_of(measure).calendar(period)
    codes = {own.code} if query.times.kind is None else speaking_for(measure, own)
    rows = cell.read([measure], codes)
    told = {one.period.code: one for one in cell.flowed(measure, rows)}
    return Facts(measure, place, period, cell.day, tuple(_used(measure, own, told)))


@dataclass(frozen=True)
class _Behind:
    """One cell's place and what of the query matters to its facts."""

    place: Place
    query: Query

    @property
    def day(self) -> date:
        return self.query.places.boundaries

    def read(self, indicators: Collection[Indicator], periods: Collection[str]) -> list[Observation]:
        """The figures in force of those periods told of anything that may lie in the place."""
        keys = [one.pk for one in indicators]
        found = flowing.figures_in(keys, periods, illustrative=self.query.illustrative)
        found = found.filter(place__in=self._around(periods))
        told_at = self.query.places.told_at
        if told_at:
            found = found.filter(place__level=told_at)
        known = {one.pk: one for one in indicators}
        rows = list(found.select_related("place__parent", "document", "agency"))
        for row in rows:
            row.indicator = known[row.indicator_id]
        return rows

    def _around(self, periods: Collection[str]) -> set[UUID]:
        """The units inside, and those that they came from or became."""
        inside = places.places().inside_paths({self.place.path}).valid_on(self.day)
        units = {self.place.pk, *inside.values_list("pk", flat=True)}
        days = [self.day, *(Period.parse(code).end for code in periods)]
        edges = edges_around(units, min(days), max(days))
        return units | {key for edge in edges for key in (edge.predecessor, edge.successor)}

    def flowed(self, measure: Indicator, rows: list[Observation]) -> Iterator[Flowed]:
        return self.ground(rows).flowed(measure, rows) if rows else iter(())

    def ground(self, rows: Iterable[Observation]) -> flowing.Ground:
        return flowing.ground(self.place, rows, self.day)


def _used(measure: Indicator, period: Period, told: Mapping[str, Flowed]) -> Iterator[Flowed]:
    """What was told for the period itself; else for the longest periods inside it, the newest first.

    Where the rule takes the first or the last of them, that one alone.
    """
    spoke = {code: _TOLD for code, one in told.items() if one.reading.counted}
    if period.code in spoke:
        yield told[period.code]
        return
    used = over_time(rhythm_of(measure), period, spoke).used
    if measure.over_time in {OverTime.FIRST, OverTime.LAST}:
        used = used[:1] if measure.over_time == OverTime.FIRST else used[-1:]
    for one in reversed(used):
        yield told[one.code]


def _derived(measure: Indicator, period: Period, cell: _Behind, by: Actor) -> Facts:
    known = sources([measure.code])
    source = known[measure.code]
    require_inputs_open((known[code].row for code in told_codes(source, known)), by)
    periods = periods_at_hand(source.on(period.end), [period], longer=False)
    codes = needed_periods(source, known, periods)
    rows = cell.read([known[code].row for code in codes], set[str]().union(*codes.values()))
    if not rows:
        return Facts(measure, cell.place, period, cell.day)
    derivation = Derivation.of(measure, known, cell.ground(rows), rows)
    inputs = [given for one in derivation.values(periods) if one.made for given in one.made.inputs]
    readings = {id(one): one for given in inputs for one in given.flowed}
    return Facts(measure, cell.place, period, cell.day, tuple(readings.values()), tuple(inputs))
