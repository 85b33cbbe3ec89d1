"""A map as a picture file: one SVG that stands alone, with its title, legend, source and date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.exploration import words
from tinhso.exploration.maps.figures import Grid
from tinhso.exploration.maps.legend import Key, rings
from tinhso.exploration.maps.marks import radius
from tinhso.exploration.maps.rows import Row
from tinhso.exploration.maps.sheet import Sheet
from tinhso.exploration.spec import Form
from tinhso.indicators.tables import indicator_name

WIDTH: Final = 1200
_MARGIN, _HEAD, _LINE, _SIDE = 40, 110, 30, 330
INK, MUTED, PALE, LINE, BLUE = "#1b232d", "#556170", "#eef0f3", "#838e9c", "#1457b4"
COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "map-q1": "#d5e1f2", "map-q2": "#abc3e4", "map-q3": "#80a5d7", "map-q4": "#5182c8", "map-q5": BLUE,
        "fill-exceeded": "#0c6b3c", "fill-met": "#45a873", "fill-on_track": "#5b93dc", "fill-push": "#e3a02b",
        "fill-late": "#d2453f", "fill-dropped": "#8793a2", "fill-unknown": "#d3d8de",
    }
)  # fmt: skip
"""The colours of the light theme, which a file has no style sheet for."""


def picture(grid: Grid, on: Sheet, rows: Sequence[Row], keys: Sequence[Key]) -> str:
    """The SVG of the shown period."""
    x, y, width, height = on.frame.box
    wide = WIDTH - _SIDE - 2 * _MARGIN
    scale = wide / width
    tall = max(height * scale, _LINE * (len(keys) + 4))
    total = _HEAD + tall + 90
    land = format_html(
        '<g transform="translate({} {}) scale({}) translate({} {})">{}{}</g>',
        _MARGIN, _HEAD, f"{scale:.5f}", f"{-x:.1f}", f"{-y:.1f}",
        _areas(grid, on, rows), _circles(grid, on, rows),
    )  # fmt: skip
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}"'
        ' font-family="Be Vietnam Pro, Segoe UI, Arial, sans-serif" fill="{ink}" role="img">'
        "<title>{title}</title>{defs}"
        '<rect width="{w}" height="{h}" fill="#ffffff"></rect>{head}{land}{legend}{foot}</svg>'
    )
    parts = {"head": _head(grid), "land": land, "legend": _legend(grid, keys), "foot": _foot(grid, on, total)}
    title = f"{indicator_name(grid.indicator)}, {_period(grid)}"
    size = {"w": WIDTH, "h": f"{total:.0f}", "ink": INK}
    return str(format_html(svg, **size, title=title, defs=_patterns(1 / scale), **parts))


def _period(grid: Grid) -> str:
    return wording.period(grid.at)


def _text(x: float, y: float, size: int, text: object, more: str = "") -> SafeString:
    line = '<text x="{}" y="{}" font-size="{}" {}>{}</text>'
    return format_html(line, f"{x:.0f}", f"{y:.0f}", size, SafeString(more), text)


def _head(grid: Grid) -> SafeString:
    name, unit = indicator_name(grid.indicator), words.unit(grid.indicator)
    line = f"{_period(grid)} · {unit}" if unit else _period(grid)
    return _text(_MARGIN, 50, 24, name, 'font-weight="600"') + _text(
        _MARGIN, 82, 18, f"{line} · {_boundary(grid)}", f'fill="{MUTED}"'
    )


def _boundary(grid: Grid) -> str:
    return _("theo địa giới ngày %(day)s") % {"day": wording.day(grid.ground.boundaries)}


def _foot(grid: Grid, on: Sheet, total: float) -> SafeString:
    source = _("Nguồn: số liệu đã xác nhận trong hệ thống; lập ngày %(day)s") % {
        "day": wording.day(grid.ground.today)
    }
    more = f'fill="{MUTED}"'
    return _text(_MARGIN, total - 46, 14, source, more) + _text(
        _MARGIN, total - 22, 11, " ".join(on.attributions), more
    )


def _patterns(size: float) -> SafeString:
    """Hatches of 9 px, both for the map (its own scale) and for the legend."""
    line = (
        '<pattern id="{0}{1}" width="9" height="9" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45) scale({2})"><rect width="9" height="9" fill="{3}"></rect>'
        '<path d="{4}" stroke="{5}" stroke-width="1.6" fill="none"></path></pattern>'
    )
    shapes = {"missing": "M0 0V9", "undivided": "M0 0V9M0 0H9", "outside": "M4 4H5"}
    found = [
        (name, suffix, f"{factor:.4f}", PALE, shape, LINE)
        for name, shape in shapes.items()
        for suffix, factor in (("", size), ("-key", 0.7))
    ]
    return format_html("<defs>{}</defs>", format_html_join("", line, found))


def _fill(tone: str, hatch: str, suffix: str = "") -> str:
    return f"url(#{hatch}{suffix})" if hatch else COLOURS.get(tone, PALE)


def _areas(grid: Grid, on: Sheet, rows: Sequence[Row]) -> SafeString:
    plain = grid.ground.spec.form is Form.SYMBOLS
    line = (
        '<path d="{}" fill="{}" stroke="#ffffff" stroke-width="1" vector-effect="non-scaling-stroke">'
        "<title>{}</title></path>"
    )
    around = format_html_join(
        "", '<path d="{}" fill="#f5f6f8" stroke="#c5ccd5"></path>', ((one,) for one in on.around)
    )
    drawn = (
        (
            on.areas[row.place.pk].path,
            PALE if plain and row.told.value is not None else _fill(row.tone, row.hatch),
            row.title,
        )
        for row in rows
        if row.place.pk in on.areas
    )
    units = format_html_join("", line, drawn)
    return format_html('<g transform="scale({} 1)">{}{}</g>', f"{on.frame.narrow:.5f}", around, units)


def _circles(grid: Grid, on: Sheet, rows: Sequence[Row]) -> SafeString:
    if grid.ground.spec.form is not Form.SYMBOLS:
        return SafeString("")
    line = '<circle cx="{}" cy="{}" r="{}" fill="{}" fill-opacity="0.62" stroke="#ffffff"></circle>'
    told = (row for row in rows if row.place.pk in on.areas and row.told.value is not None)
    drawn = []
    for row in sorted(told, key=lambda row: row.size, reverse=True):
        area = on.areas[row.place.pk]
        drawn.append((area.x, area.y, radius(row.size, grid.most, on.largest), BLUE))
    return format_html_join("", line, drawn)


def _legend(grid: Grid, keys: Sequence[Key]) -> SafeString:
    left = WIDTH - _SIDE - _MARGIN + 30
    swatch = (
        '<rect x="{}" y="{}" width="18" height="18" rx="2" fill="{}" stroke="{}" stroke-width=".75"></rect>'
    )
    parts = []
    for number, key in enumerate(keys):
        top = _HEAD + _LINE * number
        parts.append(format_html(swatch, left, top, _fill(key.tone, key.hatch, "-key"), LINE))
        parts.append(_text(left + 28, top + 14, 15, f"{key.text} ({key.count})"))
    if grid.ground.spec.form is Form.SYMBOLS:
        parts += _rings(grid, left, _HEAD + _LINE * (len(keys) + 1))
    return SafeString("".join(parts))


def _rings(grid: Grid, left: int, top: int) -> list[SafeString]:
    circle = '<circle cx="{}" cy="{}" r="{}" fill="{}" fill-opacity="0.62"></circle>'
    parts = []
    for number, ring in enumerate(rings(grid)):
        middle = top + 25 + number * 54
        parts.append(format_html(circle, left + 24, middle, ring.radius, BLUE))
        parts.append(_text(left + 62, middle + 5, 15, ring.text))
    return parts
