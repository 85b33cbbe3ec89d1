"""The pivot (bảng xoay): two axes as rows and columns, the third told apart inside, totals and colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import Period
from tinhso.exploration import looking, words
from tinhso.exploration.changes import change
from tinhso.exploration.drawn import Ground, Made
from tinhso.exploration.forms.colours import Shade, class_of, classes
from tinhso.exploration.forms.totals import total
from tinhso.exploration.sheets import Head, Item, Line, Sheet
from tinhso.exploration.spec import Axis
from tinhso.indicators.models import Indicator
from tinhso.indicators.tables import indicator_name
from tinhso.places.models import Place

MOST_INSIDE: Final = 6
"""Entries of the third axis that stand inside columns; more of them stand inside rows."""
MOST_COLUMNS: Final = 60
COMPACT_LINES: Final = 12
CHANGED: Final = "change"
"""Stands in the axis of periods for the change between two."""

Entry = Indicator | Place | Period | str | None
"""One entry of an axis; `CHANGED` between two periods, None: all places together."""


@dataclass(frozen=True)
class Axes:
    """What stands where: entries of rows, of columns and of the third axis, which lies in rows or columns."""

    rows: Sequence[Entry]
    columns: Sequence[Entry]
    third: Sequence[Entry]
    inside: Axis
    in_rows: bool


def make(ground: Ground) -> Made:
    """The table, as the view turns it; with `against` two periods and the change between them."""
    axes = _axes(ground)
    shades = _shades(ground) if ground.spec.colours else {}
    heads = _heads(ground, axes)
    every = _lines(ground, axes, shades)
    lines = every[:COMPACT_LINES] if ground.compact else every
    sheet = Sheet(
        "kham-pha", ground.title, str(words.AXES[ground.spec.rows]), heads, tuple(lines),
        parts=str(words.AXES[axes.inside]) if axes.in_rows else "",
        codes=_("Mã địa bàn") if ground.spec.rows is Axis.PLACE else "",
        cards=len(heads) <= MOST_INSIDE,
    )  # fmt: skip
    full = replace(sheet, lines=tuple(every))
    legend = [shade for found in shades.values() for shade in found]
    notes = _notes(ground, len(every), len(lines))
    context = {"sheet": sheet.lifted(), "legend": legend}
    return Made("exploration/forms/pivot.html", context, full.table, full.lines, notes, is_table=True)


def _notes(ground: Ground, every: int, shown: int) -> tuple[str, ...]:
    found = []
    if shown < every:
        found.append(_("%(shown)d trong %(every)d dòng.") % {"shown": shown, "every": every})
    if len(_entries(ground, Axis.PLACE)) > MOST_COLUMNS and ground.spec.columns is Axis.PLACE:
        found.append(_("Chỉ vẽ %(most)d cột đầu.") % {"most": MOST_COLUMNS})
    return tuple(found)


def _entries(ground: Ground, axis: Axis) -> Sequence[Entry]:
    if axis is Axis.MEASURE:
        return ground.measures
    if axis is Axis.PERIOD:
        if ground.against and ground.at:
            return [ground.against, ground.at, CHANGED]
        return ground.periods
    return [*ground.places, None] if ground.spec.totals and len(ground.places) > 1 else ground.places


def _axes(ground: Ground) -> Axes:
    spec = ground.spec
    inside = next(one for one in Axis if one not in {spec.rows, spec.columns})
    third = _entries(ground, inside)
    columns = _entries(ground, spec.columns)[:MOST_COLUMNS]
    in_rows = len(third) > MOST_INSIDE
    return Axes(_entries(ground, spec.rows), columns, third, inside, in_rows)


def _heads(ground: Ground, axes: Axes) -> tuple[Head, ...]:
    alone = ground.measures[0] if len(ground.measures) == 1 else None
    if axes.in_rows or len(axes.third) == 1:
        return tuple(_head(ground, one, "", alone) for one in axes.columns)
    return tuple(
        _head(ground, inner, _name(ground, one), alone or one) for one in axes.columns for inner in axes.third
    )


def _head(ground: Ground, entry: Entry, group: str, measure: Entry) -> Head:
    told = entry if isinstance(entry, Indicator) else measure
    unit = words.unit(told) if isinstance(told, Indicator) and entry != CHANGED else ""
    return Head(f"{group}-{_key(entry)}".strip("-"), _name(ground, entry), group=group, unit=unit)


def _key(entry: Entry) -> str:
    if isinstance(entry, Indicator | Place | Period):
        return str(entry.code)
    return entry or "total"


def _name(ground: Ground, entry: Entry) -> str:
    if isinstance(entry, Indicator):
        return indicator_name(entry)
    if isinstance(entry, Place):
        return entry.full_name
    if isinstance(entry, Period):
        return words.period(entry, ground.today)
    if entry is None:
        return _("Tổng hợp %(count)d địa bàn") % {"count": len(ground.places)}
    return _("Thay đổi")


def _lines(ground: Ground, axes: Axes, shades: Mapping[str, Sequence[Shade]]) -> list[Line]:
    if axes.in_rows:
        return [
            _line(ground, row, [(row, column, inner) for column in axes.columns], shades, inner)
            for row in axes.rows
            for inner in axes.third
        ]
    return [
        _line(ground, row, [(row, column, inner) for column in axes.columns for inner in axes.third], shades)
        for row in axes.rows
    ]


def _line(
    ground: Ground,
    row: Entry,
    crossings: Sequence[tuple[Entry, Entry, Entry]],
    shades: Mapping[str, Sequence[Shade]],
    inner: Entry = "",
) -> Line:
    items = tuple(_item(ground, crossing, shades) for crossing in crossings)
    part = "" if inner == "" else _name(ground, inner)
    code = row.code if isinstance(row, Place) else ""
    return Line(_name(ground, row), items, part, code, total=row is None)


def _item(ground: Ground, crossing: Sequence[Entry], shades: Mapping[str, Sequence[Shade]]) -> Item:
    """The cell where a measure, a place (or all) and a period (or the change) meet."""
    measure = next(one for one in crossing if isinstance(one, Indicator))
    place = next((one for one in crossing if isinstance(one, Place)), None)
    if CHANGED in crossing and ground.against and ground.at:
        found = change(
            measure, *(_number(ground, measure, place, one) for one in (ground.against, ground.at))
        )
        return found.item if found else Item()
    period = next(one for one in crossing if isinstance(one, Period))
    item = looking.item(ground, measure, place, period) if place else total(ground, measure, period)
    shade = class_of(shades.get(measure.code, ()), item.value if isinstance(item.value, Decimal) else None)
    return replace(item, tone=shade.tone, sign=shade.sign) if shade else item


def _number(ground: Ground, measure: Indicator, place: Place | None, period: Period) -> Decimal | None:
    if place is None:
        value = total(ground, measure, period).value
        return value if isinstance(value, Decimal) else None
    cell = ground.answer.cell(measure.code, place.pk, period.code)
    return cell.number if cell else None


def _shades(ground: Ground) -> dict[str, tuple[Shade, ...]]:
    """The classes of each measure over all periods shown: one tone means the same everywhere."""
    periods = [one for one in _entries(ground, Axis.PERIOD) if isinstance(one, Period)]
    found = {}
    for row in ground.measures:
        numbers = (_number(ground, row, place, one) for place in ground.places for one in periods)
        found[row.code] = classes(row, (one for one in numbers if one is not None))
    return found
