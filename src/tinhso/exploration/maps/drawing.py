"""The two forms on a map: shaded units (tô màu) and circles true to area (ký hiệu)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.exploration import words
from tinhso.exploration.drawn import Ground, Made
from tinhso.exploration.maps.figures import Grid, grid, said
from tinhso.exploration.maps.legend import keys, rings
from tinhso.exploration.maps.marks import drawing
from tinhso.exploration.maps.payload import payload
from tinhso.exploration.maps.picture import picture
from tinhso.exploration.maps.rows import Row, rows
from tinhso.exploration.maps.sheet import Sheet, sheet
from tinhso.exploration.maps.slider import reform, schemes, steps
from tinhso.exploration.maps.summary import summary
from tinhso.exploration.sheets import Head, Item, Line
from tinhso.exploration.sheets import Sheet as Twin
from tinhso.exploration.spec import Form
from tinhso.indicators.tables import indicator_name

SCRIPTS: Final = ("exploration/map-keys.js", "exploration/map.js", "exploration/live.js")
STYLES: Final = ("places/places.css", "exploration/map.css")


def choropleth(ground: Ground) -> Made:
    """Units shaded by class."""
    return _made(ground)


def symbols(ground: Ground) -> Made:
    """A circle on every unit, its area in proportion to the figure."""
    return _made(ground)


def _made(ground: Ground) -> Made:
    found = grid(ground)
    if found is None:
        return _nothing()
    on = sheet(ground)
    lines = rows(found)
    twin = _twin(found, lines)
    return Made(
        "exploration/map.html",
        _context(found, on, lines),
        twin.table,
        twin.lines,
        notes=_notes(found, on),
        scripts=SCRIPTS,
        styles=STYLES,
        svg=picture(found, on, lines, keys(found, lines)) if on and not ground.compact else "",
        is_table=not ground.compact or on is None,
    )


def _nothing() -> Made:
    empty = Twin("ban-do", _("Bản đồ"), _("Địa bàn"), (), ())
    return Made("exploration/map_empty.html", {}, empty.table, (), styles=STYLES)


def _context(found: Grid, on: Sheet | None, lines: Sequence[Row]) -> dict[str, Any]:
    ground = found.ground
    by_size = sorted(lines, key=lambda row: (row.told.value is None, -(row.told.value or 0), row.number))
    return {
        "identity": ground.identity,
        "indicator": indicator_name(found.indicator),
        "unit": words.unit(found.indicator),
        "steps_unit": _("điểm %") if words.unit(found.indicator) == "%" else words.unit(found.indicator),
        "label": _label(found),
        "data": payload(found, on),
        "drawing": drawing(found, on, lines) if on else None,
        "summary": summary(found, lines),
        "keys": keys(found, lines),
        "rings": rings(found) if on and ground.spec.form is Form.SYMBOLS else (),
        "rows": by_size,
        "period": found.named(found.at),
        "note": found.shared[found.at.code],
        "position": list(found.periods).index(found.at),
        "last": len(found.periods) - 1,
        "steps": steps(found),
        "against": found.against,
        "reform": reform(found),
        "schemes": () if ground.compact or ground.spec.form is Form.SYMBOLS else schemes(found),
        "boundaries": words.boundary(ground.boundaries, ground.today),
        "day": wording.day(ground.boundaries),
        "missing": on.missing if on else (),
        "attributions": on.attributions if on else (),
    }


def _label(found: Grid) -> str:
    return _("Bản đồ: %(name)s, %(period)s") % {
        "name": indicator_name(found.indicator),
        "period": found.named(found.at),
    }


def _notes(found: Grid, on: Sheet | None) -> tuple[str, ...]:
    notes = []
    if len(found.ground.measures) > 1:
        name = indicator_name(found.indicator)
        notes.append(_("Bản đồ chỉ vẽ chỉ số đầu tiên: %(name)s.") % {"name": name})
    if on is None:
        day = wording.day(found.ground.boundaries)
        notes.append(
            _("Chưa có ranh giới số của các đơn vị theo địa giới ngày %(day)s; xem danh sách.") % {"day": day}
        )
    return tuple(notes)


def _twin(found: Grid, shown: Sequence[Row]) -> Twin:
    """The list as a table for files: the shown period, the one compared with, the change."""
    unit, digits = words.unit(found.indicator), words.digits(found.indicator)
    heads = [Head("value", found.named(found.at), unit=unit, digits=digits)]
    if found.against:
        heads.append(Head("before", wording.period(found.against), unit=unit, digits=digits))
        heads.append(Head("change", _("Thay đổi"), unit=unit, digits=digits))
    lines = []
    for row in shown:
        items = [Item(row.told.value, row.text, row.href, row.told.marks)]
        if found.against:
            before = found.told(row.place, found.against)
            change = found.change(row.place, found.at)
            items += [Item(before.value, said(found, before)), Item(change, row.change)]
        lines.append(Line(row.place.full_name, tuple(items), code=row.place.code, href=row.href))
    return Twin("ban-do", _label(found), _("Địa bàn"), tuple(heads), tuple(lines), codes=_("Mã"))
