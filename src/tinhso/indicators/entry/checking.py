"""What rules say of the cells of a grid while they are typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from tinhso.base.errors import Invalid, Problem
from tinhso.indicators import validation
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.checks import live
from tinhso.indicators.checks.facts import COLUMNS
from tinhso.indicators.entry.cells import Cell, Notice
from tinhso.indicators.entry.grid import Grid, Row, spoiled
from tinhso.indicators.models import Indicator, Kind, Severity
from tinhso.indicators.validation import Rules


class Typed(Protocol):
    """One figure of a grid with what is typed of it."""

    @property
    def row(self) -> Row: ...
    @property
    def indicator(self) -> Indicator: ...
    @property
    def cells(self) -> Mapping[str, Cell]: ...
    @property
    def typed(self) -> Mapping[str, str]: ...


def remark(grid: Grid, entries: Iterable[Typed]) -> None:
    """Have the drafted cells of those figures say what the rules say; six to ten statements, none for none.

    What a rule refuses is a mistake of the cell; what is to be explained or looked at again stands beside it.
    """
    drafted: list[tuple[Typed, live.Sent]] = []
    for entry in entries:
        for cell in entry.cells.values():
            cell.notices = []
        sent = _sent(entry, grid) if any(cell.drafted for cell in entry.cells.values()) else None
        if sent:
            drafted.append((entry, sent))
    with bulk.collector_resting():
        judged = live.judge([sent for _entry, sent in drafted])
    for index, found in judged.items():
        for one in found:
            _say(drafted[index][0].cells, one)


def _sent(entry: Typed, grid: Grid) -> live.Sent | None:
    """The figure as far as it can be read; None where it cannot."""
    kind = Kind(entry.indicator.kind)
    try:
        values = validation.read_values(entry.typed, Rules.of(entry.indicator, kind))
    except Invalid:
        return None
    if not values:
        return None
    figure = live.figure_of(kind, {name: values.get(name) for name in COLUMNS})
    agency = entry.row.agency.pk if entry.row.agency else None
    return live.Sent(entry.indicator.code, entry.row.place.pk, agency, grid.period, figure)


def _say(cells: Mapping[str, Cell], found: live.Found) -> None:
    cell = cells.get(found.column) or next(iter(cells.values()))
    if found.severity == Severity.REFUSE:
        if not cell.problem:
            spoiled(cell, Problem("check_refused", found.words, found.column, found.hint))
        return
    cell.notices.append(Notice(found.severity, str(found.severity.label), found.words, found.hint))


def unexplained(cells: Mapping[str, Cell], message: str) -> str:
    """The column whose notice that is, which has become a mistake; empty where it is no notice."""
    for column, cell in cells.items():
        kept = [notice for notice in cell.notices if notice.said != message]
        if len(kept) < len(cell.notices):
            cell.notices = kept
            return column
    return ""
