"""Reads what formulas need from the stored figures: the values under `Reference.key`, for many at once.

The number of statements is the same whatever the number of places, agencies, periods and codes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from tinhso.base.calendar.periods import Period
from tinhso.indicators.aggregation import Part
from tinhso.indicators.derivation.over_time import added_up, inside, over_time, year_to_date
from tinhso.indicators.derivation.sources import (
    Constants,
    Groups,
    Laid,
    Source,
    constants,
    groups,
    names,
    sources,
)
from tinhso.indicators.derivation.stored_rows import (
    Overlay,
    Told,
    ToldByPlace,
    each_once,
    rows_in_force,
    speaking,
    told_by_place,
)
from tinhso.indicators.formula import Value
from tinhso.indicators.formula.arithmetic import CONTEXT
from tinhso.indicators.formula.nodes import Kind as Points
from tinhso.indicators.formula.nodes import Reference
from tinhso.indicators.models import Kind

Whom = tuple[UUID, UUID | None]
"""A row of a place, and an agency of it; None: what the place says altogether."""


@dataclass(frozen=True)
class Gap:
    """An input without a value: of which indicator, in which period, `told` of `expected` shorter ones."""

    code: str
    period: str
    told: int = 0
    expected: int = 1


@dataclass(frozen=True)
class Cell:
    """One value, the figures it came from, what it lacks, and the codes and periods that were used."""

    value: Value
    figures: tuple[UUID, ...] = ()
    gaps: tuple[Gap, ...] = ()
    used: tuple[tuple[str, str], ...] = ()


def number(part: Part | None, kind: Kind) -> Value:
    """The one value of a part: the percentage by its factor of a ratio, true or false for yes and no."""
    if part is None:
        return None
    if part.value is not None:
        return bool(part.value) if kind is Kind.YES_NO else part.value
    if part.numerator is None or not part.denominator:
        return None
    return CONTEXT.divide(CONTEXT.multiply(part.numerator, part.factor), part.denominator)


def moved(period: Period, steps: int) -> Period | None:
    """The period so many steps away; None where the calendar ends."""
    try:
        return period.shift(steps)
    except (ValueError, OverflowError):
        return None


def meant(reference: Reference, laid: Laid, period: Period) -> list[Period | None]:
    """The periods a reference speaks of at a period: one, the list, or those from the year's first."""
    own = laid.rhythm.own(period)
    if reference.span:
        first, last = (edge + reference.offset for edge in reference.span)
        return [moved(own, step) for step in range(first, last + 1)]
    found = moved(own, reference.offset)
    if found and reference.to_date:
        return list(year_to_date(found))
    return [found]


@dataclass
class Stored:
    """What was read. `values` gives what a formula takes, `cell` one value with where it came from."""

    sources: Mapping[str, Source]
    constants: Constants
    groups: Groups
    told: ToldByPlace
    _spoken: dict[tuple[str, Whom], dict[str, Told]] = field(default_factory=dict)
    _cells: dict[tuple[str, Whom, Period], Cell] = field(default_factory=dict)

    def values(self, references: Iterable[Reference], whom: Whom, period: Period) -> dict[str, Value]:
        """The values of those references for one place or agency and period, by `Reference.key`."""
        return {one.key: self.cell(one, whom, period).value for one in references}

    def cell(self, reference: Reference, whom: Whom, period: Period) -> Cell:
        """The value of one reference, the figures behind it, and what is missing."""
        if reference.kind is Points.CONSTANT:
            value = self.constants.on(reference.name, period.end)
            return Cell(value, (), () if value is not None else (Gap(reference.key, period.code),))
        if reference.kind is Points.PLACE_GROUP:
            count = self.groups.count(reference.name, whom[0], period.end)
            return Cell(count, (), () if count is not None else (Gap(reference.key, period.code),))
        source = self.sources.get(reference.name)
        if source is None:
            return Cell(None, (), (Gap(reference.name, period.code),))
        asked = meant(reference, source.on(period.end), period)
        if reference.to_date:
            return self._to_date(source, whom, asked)
        cells = [Cell(None) if one is None else self.derived_or_told(source, whom, one) for one in asked]
        if reference.span is None:
            return cells[0]
        listed = tuple(_in_list(one.value) for one in cells)
        return _joined(listed, cells, each_once(one.gaps for one in cells))

    def derived_or_told(self, source: Source, whom: Whom, period: Period) -> Cell:
        """An indicator's value: by its formula where it has one, else as told."""
        key = (source.code, whom, period)
        found = self._cells.get(key)
        if found is None:
            found = self._cells[key] = self._calculated(source, whom, period)
        return found

    def _calculated(self, source: Source, whom: Whom, period: Period) -> Cell:
        laid = source.on(period.end)
        if laid.formula is None:
            return self._over(source, laid, whom, period)
        inputs = {one.key: self.cell(one, whom, period) for one in laid.formula.references}
        value = laid.formula.run({key: cell.value for key, cell in inputs.items()})
        gaps = each_once(cell.gaps for cell in inputs.values()) if value is None else ()
        return _joined(value, inputs.values(), gaps)

    def _over(self, source: Source, laid: Laid, whom: Whom, period: Period) -> Cell:
        spoken = self._said(source, whom)
        over = over_time(laid.rhythm, period, {code: told.part for code, told in spoken.items()})
        value = number(over.part, laid.kind) if over.is_complete else None
        gaps = () if value is not None else (Gap(source.code, period.code, over.told, over.expected),)
        used = tuple((source.code, one.code) for one in over.used)
        return Cell(value, each_once(spoken[one.code].figures for one in over.used), gaps, used)

    def _to_date(self, source: Source, whom: Whom, asked: Sequence[Period | None]) -> Cell:
        """Added up from the year's first period; one that misses leaves no value."""
        spoken = self._said(source, whom)
        parts: list[Part] = []
        used: list[str] = []
        for period in filter(None, asked):
            over = over_time(
                source.on(period.end).rhythm, period, {code: told.part for code, told in spoken.items()}
            )
            if over.part is None or not over.is_complete:
                return Cell(None, (), (Gap(source.code, period.code, over.told, over.expected),))
            parts.append(over.part)
            used += [one.code for one in over.used]
        kind = source.laid[-1].kind
        value = number(added_up(parts), Kind.COUNT if kind is Kind.YES_NO else kind) if parts else None
        figures = each_once(spoken[code].figures for code in used)
        return Cell(value, figures, (), tuple((source.code, code) for code in used))

    def _said(self, source: Source, whom: Whom) -> dict[str, Told]:
        """What a place or an agency says of an indicator, by period."""
        key = (source.code, whom)
        if key not in self._spoken:
            place, agency = whom
            by_period = self.told.get((source.code, place), {})
            said = (
                (period, speaking(source, by_agency, agency, period))
                for period, by_agency in by_period.items()
            )
            self._spoken[key] = {period: told for period, told in said if told}
        return self._spoken[key]


def _joined(value: Value, cells: Iterable[Cell], gaps: tuple[Gap, ...]) -> Cell:
    """A value made of others."""
    parts = list(cells)
    return Cell(value, each_once(one.figures for one in parts), gaps, each_once(one.used for one in parts))


def _in_list(value: Value) -> Decimal | None:
    """Yes and no count as 1 and 0 in a list."""
    if isinstance(value, bool):
        return Decimal(int(value))
    return value if isinstance(value, Decimal) else None


def needed(
    references: Iterable[Reference], found: Mapping[str, Source], periods: Collection[Period]
) -> dict[str, set[str]]:
    """For every code that figures are read of, the codes of the periods that may speak."""
    codes: dict[str, set[str]] = {}
    seen: set[tuple[str, Period]] = set()
    waiting: list[tuple[Reference, Period]] = [(one, period) for one in references for period in periods]
    while waiting:
        reference, period = waiting.pop()
        source = found.get(reference.name) if reference.kind is Points.DATA else None
        if source is None:
            continue
        for one in filter(None, meant(reference, source.on(period.end), period)):
            if (source.code, one) in seen:
                continue
            seen.add((source.code, one))
            laid = source.on(one.end)
            if laid.formula:
                waiting += [(inner, one) for inner in laid.formula.references]
            else:
                inner_periods = inside(one, laid.rhythm.shortest)
                codes.setdefault(source.code, set()).update(part.code for part in inner_periods)
    return codes


def read(
    references: Iterable[Reference],
    whom: Iterable[Whom],
    periods: Iterable[Period],
    *,
    overlay: Overlay | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
    illustrative: bool = False,
) -> Stored:
    """Everything that these references need for those places or agencies and periods.

    Confirmed figures in force only, those of `overlay` laid over them. References to derived indicators are
    followed down to what was told.
    """
    asked, when, who = list(references), list(periods), list(whom)
    found = sources(set(names(asked)))
    places = {place for place, _agency in who}
    wanted = {found[code].id: codes for code, codes in needed(asked, found, when).items()}
    rows = (
        rows_in_force(wanted, places, as_of, known_at, illustrative=illustrative)
        if wanted and places
        else iter(())
    )
    told = told_by_place(found, rows, overlay or {})
    return stored_of(asked, found, places, told)


def stored_of(
    references: Iterable[Reference],
    found: Mapping[str, Source],
    places: Collection[UUID],
    told: ToldByPlace,
) -> Stored:
    """What was told, with the constants and groups that the references and all formulas behind them name."""
    every = [
        *references,
        *(one for source in found.values() for f in source.formulas for one in f.references),
    ]
    constant_codes = {one.name for one in every if one.kind is Points.CONSTANT}
    group_codes = {one.name for one in every if one.kind is Points.PLACE_GROUP}
    return Stored(found, constants(constant_codes), groups(group_codes, places), told)
