"""What the pages show of definitions: the one in force, all there were and will be, and the cells."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.base import clock
from tinhso.base.web import wording
from tinhso.indicators import display, queries
from tinhso.indicators.aggregation import CannotAggregate, Part, aggregate
from tinhso.indicators.definitions import laying as definitions
from tinhso.indicators.definitions import words as said
from tinhso.indicators.definitions.rows import standing
from tinhso.indicators.definitions.shapes import COLUMNS, crossings
from tinhso.indicators.models import Adding, Definition, Indicator, Kind, Observation


@dataclass(frozen=True)
class VersionShown:
    """One definition in the list of them."""

    row: Definition
    begins: str
    state: str
    word: str
    changes: Sequence[said.Change]


@dataclass(frozen=True)
class CellShown:
    """One cell with its newest figure: that of the largest place, or what several places make together."""

    row: Indicator
    label: str
    text: str = ""
    href: str = ""
    where: str = ""


@dataclass(frozen=True)
class DefinitionShown:
    """Everything a page says of how an indicator is laid down."""

    row: Definition | None
    facts: Sequence[said.Fact]
    formula: str
    on: date
    versions: Sequence[VersionShown]
    cells: Sequence[CellShown]
    has_ended: bool


def begins(row: Definition) -> str:
    """From when a definition stands, in words."""
    if row.valid_from is None:
        return _("từ đầu")
    return _("từ ngày %(day)s") % {"day": wording.day(row.valid_from)}


def of_page(indicator: Indicator, on: date | None) -> DefinitionShown:
    """The definition that stands on a day (today), its list, and the cells of it."""
    rows = definitions.versions(indicator)
    day = on or clock.today()
    row = standing(rows, day) or (rows[-1] if rows else None)
    names = said.Names.of(rows)
    return DefinitionShown(
        row,
        said.facts(row, names) if row else [],
        row.formula if row else "",
        day,
        _versions(rows, day, names),
        _cells(indicator, row),
        has_ended=row is not None and not row.in_use,
    )


def _versions(rows: Sequence[Definition], day: date, names: said.Names) -> list[VersionShown]:
    """The newest first, each beside the one before it."""
    stands = standing(rows, day)
    found = []
    for row, before in itertools.zip_longest(rows, rows[1:]):
        state, word = ("met", _("Đang áp dụng")) if row is stands else ("unknown", _("Đã thay"))
        if row.valid_from and row.valid_from > day:
            state, word = "on_track", _("Sẽ áp dụng")
        if not row.in_use:
            state, word = "dropped", _("Ngừng báo cáo")
        changed = said.changes(before, row, names) if before else []
        found.append(VersionShown(row, begins(row), state, word, changed))
    return found


def _cells(indicator: Indicator, row: Definition | None) -> list[CellShown]:
    """The cells that this definition has, in its order, in three queries at most."""
    labels = crossings(row.disaggregations) if row and row.in_use else {}
    if not labels:
        return []
    cells = {cell.cell: cell for cell in indicator.cells.all() if cell.cell in labels}
    figures = queries.current(cells.values(), illustrative=settings.DEMO).filter(is_target=False)
    newest = figures.order_by("-dated").values("dated")[:1]
    told: dict[UUID, list[Observation]] = {}
    for one in figures.filter(dated=newest).select_related("observation__place"):
        told.setdefault(one.indicator_id, []).append(one.observation)
    return [
        _cell(cells[cell], label, told.get(cells[cell].pk, []))
        for cell, label in labels.items()
        if cell in cells
    ]


def _cell(cell: Indicator, label: str, figures: list[Observation]) -> CellShown:
    """Of figures of several storeys those of the highest speak."""
    depth = min((figure.place.path.count("/") for figure in figures), default=0)
    highest = [figure for figure in figures if figure.place.path.count("/") == depth]
    if not highest:
        return CellShown(cell, label)
    first, period = highest[0], wording.period(highest[0].period)
    places = len({figure.place_id for figure in highest})
    where = first.place.full_name
    if places > 1:
        where = ngettext("%(count)d địa bàn", "%(count)d địa bàn", places) % {"count": places}
    if len(highest) > 1:
        return CellShown(cell, label, _together(cell, highest), "", f"{where}, {period}")
    first.indicator = cell
    return CellShown(cell, label, display.show(first).text, first.get_absolute_url(), f"{where}, {period}")


def _together(cell: Indicator, figures: list[Observation]) -> str:
    """What the figures make by the cell's rule; empty where nothing does."""
    parts = [
        Part(one.value, one.numerator, one.denominator) if cell.kind == Kind.RATIO else Part(one.value)
        for one in figures
    ]
    try:
        found = aggregate(Adding(cell.adding), parts)
    except CannotAggregate:
        return ""
    whole = Observation(
        indicator=cell,
        kind=cell.kind,
        period=figures[0].period,
        value=found.value,
        numerator=found.numerator,
        denominator=found.denominator,
    )
    return display.show(whole).text


def as_told(figures: Iterable[Observation]) -> None:
    """Give figures the indicator as it was laid down on their period's last day, where that is not today's.

    A unit, a factor, options of then: what was told in cases per 100,000 stays so when the indicator turns
    to percent. No query where nothing was defined anew since, else one.
    """
    rows = [figure for figure in figures if getattr(figure, "defined_anew", True)]
    stood = definitions.definitions_of(rows) if rows else {}
    for figure in rows:
        definition, now = stood.get(figure.pk), figure.indicator
        if definition and any(getattr(now, name) != getattr(definition, name) for name in COLUMNS):
            then = copy.copy(now)
            for name in COLUMNS:
                setattr(then, name, getattr(definition, name))
            figure.indicator = then


def under(figure: Observation) -> dict[str, Any]:
    """The definition that a figure was told under, as its page says it."""
    row = definitions.definitions_of([figure]).get(figure.pk)
    if row is None:
        return {}
    return {"row": row, "begins": begins(row), "facts": said.facts(row, said.Names.of([row]))}
