"""Figures in force as rows of a file: read from the database piece by piece, in a fixed order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from tinhso.base.calendar.periods import Period
from tinhso.base.web.tables import plain as said
from tinhso.indicators import queries, validation
from tinhso.indicators.boundaries import flowing
from tinhso.indicators.boundaries.api import known_boundaries
from tinhso.indicators.boundaries.flowing import Flowed
from tinhso.indicators.boundaries.tables import FLOWED, FlowedRow
from tinhso.indicators.derivation.answers import Question
from tinhso.indicators.exchange.columns import FIGURES
from tinhso.indicators.models import Indicator
from tinhso.places import queries as places
from tinhso.places.models import Place

_CHUNK: Final = 2_000
_ORDER: Final = (
    "indicator__code",
    "period_start",
    "period_end",
    "place__code",
    "agency__code",
    "kind",
    "code",
)
_NAMED: Final[Mapping[str, str]] = {
    "indicator": "indicator__code",
    "place": "place__code",
    "agency": "agency__code",
    "document": "document__slug",
    "evidence": "evidence_id",
}
_READ: Final = [_NAMED.get(name, name) for name in FIGURES if name != "over_reason"]


@dataclass(frozen=True)
class Chosen:
    """Which figures: of these indicators (all, when none is named), at a unit and inside it, in a period."""

    indicators: Sequence[str] = ()
    place: str = ""
    period: str = ""
    illustrative: bool = False


def figures(chosen: Chosen) -> Iterator[dict[str, Any]]:
    """The figures in force, published ones unless asked otherwise. Raises NotFound, Invalid."""
    rows = queries.figures().in_force()
    if chosen.indicators:
        rows = rows.filter(indicator__in=[queries.by_code(code).pk for code in chosen.indicators])
    if chosen.place:
        rows = rows.filter(_inside(chosen.place))
    if chosen.period:
        days = validation.read_period(chosen.period)
        rows = rows.filter(period_start__gte=days.start, period_end__lte=days.end)
    if not chosen.illustrative:
        rows = rows.published()
    ordered = rows.order_by(*_ORDER, "is_target", "illustrative", "pk").values(*_READ, "indicator__unbounded")
    return map(_row, ordered.iterator(chunk_size=_CHUNK))


def _inside(code: str) -> Q:
    """Every unit that carried the code, and what lay or lies inside one. Raises NotFound."""
    units = list(places.places().filter(code=code)) or [places.by_code(code)]
    inside = Q(place__in=units)
    for unit in units:
        inside |= Q(place__path__startswith=f"{unit.path}/")
    return inside


def _row(told: dict[str, Any]) -> dict[str, Any]:
    row = {name: told.get(_NAMED.get(name, name)) for name in FIGURES}
    above, below, note = row["numerator"], row["denominator"], str(row["note"])
    if above is not None and below is not None and above > below and not told["indicator__unbounded"]:
        row["note"], _line, row["over_reason"] = note.rpartition("\n")
    return row


FLOWED_COLUMNS: Final = ("indicator", *(column.key for column in FLOWED.columns))


def under_boundaries(chosen: Chosen, day: dt.date) -> Iterator[dict[str, Any]]:
    """The figures as they read under the boundaries of `day`: for reading, not for sending back.

    Raises NotFound, Invalid.
    """
    known_boundaries(day)
    days = validation.read_period(chosen.period) if chosen.period else None
    unit = places.by_code(chosen.place, day) if chosen.place else None
    return _flowed(_indicators(chosen), unit, days, day, illustrative=chosen.illustrative)


def _flowed(
    indicators: Sequence[Indicator],
    unit: Place | None,
    days: Period | None,
    day: dt.date,
    *,
    illustrative: bool,
) -> Iterator[dict[str, Any]]:
    """One period of one indicator after the other: no more of them are held at once.

    Derived values, and a period named that was only told in shorter ones, are calculated together.
    """
    for indicator in indicators:
        if days or indicator.formula:
            asked = Question(indicator, day, unit, days, illustrative=illustrative, sees=_everything)
            yield from _cells(indicator, asked.answer())
            continue
        told = flowing.figures_of(indicator, illustrative=illustrative)
        for code, _count in flowing.periods_of(told):
            found = flowing.observations(indicator, unit, list(told.filter(period=code)), day)
            yield from _cells(indicator, found)


def _everything(indicator: Indicator) -> bool:
    """Who runs the command reads all that is stored."""
    del indicator
    return True


def _cells(indicator: Indicator, found: Iterable[Flowed]) -> Iterator[dict[str, Any]]:
    for row in FlowedRow.all(found):
        cells = {column.key: said(column.value(row)) for column in FLOWED.columns}
        yield {"indicator": indicator.code, **cells}


def _indicators(chosen: Chosen) -> Sequence[Indicator]:
    if chosen.indicators:
        return [queries.by_code(code) for code in chosen.indicators]
    return list(queries.indicators().order_by("code"))
