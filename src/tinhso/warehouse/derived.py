"""Derived indicators through the same door: their inputs from the engine, then the formula, place by place.

Inputs are read at the places asked for by the periods they were told in; offsets, lists of periods, year to
date, longer periods, constants and groups are what `indicators.derivation.stored` makes of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from tinhso.base.calendar.periods import Period
from tinhso.indicators.aggregation import Part, decimal_of
from tinhso.indicators.boundaries.over_time import rhythm_of
from tinhso.indicators.derivation import stored
from tinhso.indicators.derivation.sources import Source, sources
from tinhso.indicators.derivation.stored_rows import Told, ToldByPlace
from tinhso.indicators.derivation.values import needed_periods, own_reference, periods_at_hand, told_codes
from tinhso.indicators.formula import Value
from tinhso.indicators.models import Indicator
from tinhso.places.models import Place
from tinhso.warehouse.answers import At, Cell
from tinhso.warehouse.cells import Cells
from tinhso.warehouse.questions import Query, Times
from tinhso.warehouse.recipes import Recipe, recipe

Ask = Callable[[Query, Sequence[Indicator]], Mapping[At, Cell]]
"""The cells of indicators that are told, by told periods, at the places asked for."""

_LONGEST: Final = timedelta(days=366)
"""How long the periods are that shorter ones make."""


def cells(
    query: Query, rows: Sequence[Indicator], places: Sequence[Place], told: Ask
) -> tuple[dict[At, Cell], dict[str, Period]]:
    """The cells of derived indicators and the periods they are of, by code; conditions are the caller's.

    Four statements and those of the inputs, constants and groups, however many places and periods.
    """
    known = sources([row.code for row in rows])
    asked = [_asked(query, row, known, told) for row in rows]
    needed = _needed(asked, known)
    inputs = held(_inputs(query, needed, known, told))
    keys = {place.pk for place in places}
    read = stored.stored_of(
        [own_reference(row.code) for row in rows], known, keys, _told_by_place(inputs, needed)
    )
    evaluating = _Evaluating(read, inputs)
    found: dict[At, Cell] = {}
    periods: dict[str, Period] = {}
    for one in asked:
        for period, named in one.periods:
            periods.setdefault(named.code, named)
            for place, cell in evaluating.cells(one.source, period, keys):
                found[one.source.code, place, named.code] = cell
    return found, periods


@dataclass(frozen=True)
class _Asked:
    """A derived indicator, and its periods each with the one that the answer names."""

    source: Source
    periods: tuple[tuple[Period, Period], ...]


def _asked(query: Query, row: Indicator, known: Mapping[str, Source], told: Ask) -> _Asked:
    source, times = known[row.code], query.times
    named = times.periods()
    if named:
        calendar = rhythm_of(row).calendar
        pairs = [
            (period, one)
            for one in named
            for period in periods_at_hand(source.on(calendar(one).end), [calendar(one)], longer=False)
        ]
        return _Asked(source, tuple(pairs))
    around = Times(_earlier(times.first, _LONGEST), times.last)
    inputs = [known[code].row for code in told_codes(source, known)]
    spoken = {Period.parse(at[2]) for at in _plain(query, around, inputs, told)}
    found = periods_at_hand(source.laid[-1], spoken)
    return _Asked(source, tuple((one, one) for one in found if times.first <= one.end <= times.last))


def _plain(query: Query, times: Times, rows: Sequence[Indicator], told: Ask) -> Mapping[At, Cell]:
    codes = tuple(row.code for row in rows)
    return told(replace(query, measures=codes, times=times, conditions=()), rows)


def _earlier(day: date, by: timedelta) -> date:
    return day - by if day.toordinal() > by.days else date.min


def _needed(asked: Iterable[_Asked], known: Mapping[str, Source]) -> dict[str, set[str]]:
    """For every code that is told, the codes of the periods that may speak."""
    found: dict[str, set[str]] = {}
    for one in asked:
        for code, codes in needed_periods(one.source, known, [period for period, _ in one.periods]).items():
            found.setdefault(code, set()).update(codes)
    return found


def _inputs(
    query: Query, needed: Mapping[str, Collection[str]], known: Mapping[str, Source], told: Ask
) -> Mapping[At, Cell]:
    ends = [Period.parse(code).end for codes in needed.values() for code in codes]
    if not ends:
        return {}
    rows = [known[code].row for code in needed]
    return _plain(query, Times(min(ends), max(ends)), rows, told)


def _told_by_place(inputs: Mapping[At, Cell], needed: Mapping[str, Collection[str]]) -> ToldByPlace:
    """What is whole and comparable speaks, as the exact reading has it."""
    found: ToldByPlace = {}
    for (code, place, period), cell in inputs.items():
        if cell.part is not None and cell.is_complete and period in needed[code]:
            found.setdefault((code, place), {})[period] = {None: Told(cell.part, ())}
    return found


@dataclass(frozen=True)
class _Evaluating:
    """Values over what was read, and how good their inputs are."""

    read: stored.Stored
    inputs: Mapping[At, Cell]

    def cells(self, source: Source, period: Period, places: Iterable[UUID]) -> Iterator[tuple[UUID, Cell]]:
        """The values of that period at all places where anything at all was told of an input."""
        quick = recipe(self.read, source, period)
        for place in places:
            values = quick.values(self.read.told, place) if quick else None
            if quick is None or values is None:
                cell = self._slowly(source, place, period)
            else:
                cell = self._quickly(quick, place, values)
            if cell is not None:
                yield place, cell

    def _quickly(self, quick: Recipe, place: UUID, values: Mapping[str, Value]) -> Cell | None:
        found = (self.inputs.get((one.code, place, one.period)) for one in quick.steps)
        used = [cell for cell in found if cell is not None]
        return _made(quick.formula.run(values), list(values.values()), used) if used else None

    def _slowly(self, source: Source, place: UUID, period: Period) -> Cell | None:
        """As the exact reading of stored figures does it, one input at a time."""
        laid = source.on(period.end)
        references = laid.formula.references if laid.formula else (own_reference(source.code),)
        whom = (place, None)
        given = [self.read.cell(one, whom, period) for one in references]
        used = list(self._used(given, place))
        if not used:
            return None
        value = self.read.derived_or_told(source, whom, period).value
        return _made(value, [one.value for one in given], used)

    def _used(self, given: Iterable[stored.Cell], place: UUID) -> Iterator[Cell]:
        """The cells of inputs that went in, or that ought to have."""
        for one in given:
            for code, when in (*one.used, *((gap.code, gap.period) for gap in one.gaps)):
                cell = self.inputs.get((code, place, when))
                if cell is not None:
                    yield cell


def _made(value: Value, given: Sequence[Value], used: Sequence[Cell]) -> Cell:
    """The cell of a value: how many inputs there were of how many, and no better than the worst of them."""
    return Cell(
        _part(value),
        sum(one is not None for one in given),
        len(given),
        comparable=all(one.comparable for one in used),
        apportioned=any(one.apportioned for one in used),
        illustrative=any(one.illustrative for one in used),
    )


def held(inputs: Mapping[At, Cell]) -> Mapping[At, Cell]:
    """Each cell made once, in the order of the rows: for who looks at all of them, or several times."""
    if isinstance(inputs, Cells):
        return {at: inputs.row(number) for number, at in enumerate(inputs)}
    return inputs


def _part(value: Value) -> Part | None:
    if isinstance(value, bool):
        return Part(Decimal(int(value)))
    return Part(decimal_of(Fraction(value))) if isinstance(value, Decimal) else None
