"""The drawing itself, made in Python, for there may be hundreds of units: areas, circles, arrows, rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import Final

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from tinhso.exploration import words
from tinhso.exploration.maps.figures import Grid, State
from tinhso.exploration.maps.rows import Row
from tinhso.exploration.maps.sheet import Sheet
from tinhso.exploration.spec import Form

_ARROWS: Final = {1: "M0 -7L6 5H-6z", -1: "M0 7L6 -5H-6z", 0: "M-6 -3H6V-1H-6zM-6 1H6V3H-6z"}
_ARROW: Final = 1150
"""An arrow is drawn on a sheet of that diagonal and grows with it."""


@dataclass(frozen=True)
class Drawing:
    """The parts of the picture, ready to be put into `<svg>`."""

    view_box: str
    scale: str
    around: SafeString
    areas: SafeString
    circles: SafeString
    arrows: SafeString
    arrow: str


def drawing(grid: Grid, on: Sheet, rows: Sequence[Row]) -> Drawing:
    """The map of the shown period."""
    x, y, width, height = on.frame.box
    drawn = [row for row in rows if row.place.pk in on.areas]
    is_symbols = grid.ground.spec.form is Form.SYMBOLS
    return Drawing(
        f"{x:.0f} {y:.0f} {width:.0f} {height:.0f}",
        f"scale({on.frame.narrow:.5f} 1)",
        format_html_join("", '<path class="mapx__around" d="{}"></path>', ((path,) for path in on.around)),
        _areas(grid, on, drawn),
        _circles(grid, on, drawn) if is_symbols else SafeString(""),
        _arrows(grid, on, drawn) if grid.against else SafeString(""),
        f"{sqrt(width * width + height * height) / _ARROW:.2f}",
    )


def _areas(grid: Grid, on: Sheet, rows: Sequence[Row]) -> SafeString:
    plain = grid.ground.spec.form is Form.SYMBOLS
    identity = grid.ground.identity
    line = (
        '<a class="mapx__unit" href="{}" data-i="{}" aria-label="{}"><title>{}</title>'
        '<path class="mapx__area {}"{} d="{}"></path></a>'
    )
    return format_html_join(
        "",
        line,
        (
            (
                row.href, row.number, row.title, row.title,
                _look(row, plain=plain), _hatch(row, identity), on.areas[row.place.pk].path,
            )
            for row in rows
        ),
    )  # fmt: skip


def _look(row: Row, *, plain: bool) -> str:
    tone = "mapx--land" if plain and row.told.value is not None else row.tone
    return f"{tone} is-partial" if row.told.state is State.PARTIAL and row.note else tone


def _hatch(row: Row, identity: str) -> SafeString:
    """The pattern of a unit that has no class: never colour alone."""
    return SafeString(f' fill="url(#{identity}-{row.hatch})"' if row.hatch else "")


def radius(value: Decimal, most: Decimal, largest: float) -> float:
    """The radius of a circle whose area is in proportion to the figure."""
    return round(largest * sqrt(float(abs(value)) / float(most)), 1) if most else 0.0


def _circles(grid: Grid, on: Sheet, rows: Sequence[Row]) -> SafeString:
    told = sorted(rows, key=lambda row: row.size, reverse=True)
    line = (
        '<g class="mapx__symbol{}" data-i="{}"><circle cx="{}" cy="{}" r="{}"></circle>'
        '<text x="{}" y="{}">{}</text></g>'
    )
    return format_html_join("", line, (_circle(grid, on, row) for row in told))


def _circle(grid: Grid, on: Sheet, row: Row) -> tuple[object, ...]:
    area, value = on.areas[row.place.pk], row.told.value or Decimal(0)
    size = radius(value, grid.most, on.largest)
    text = words.number(grid.indicator, row.told.value) if size > on.largest * TEXT_FROM else ""
    negative = " is-negative" if value < 0 else ""
    return negative, row.number, area.x, area.y, size, area.x, area.y, text


TEXT_FROM: Final = 0.45
"""A circle carries its number from that part of the largest radius on."""


def _arrows(grid: Grid, on: Sheet, rows: Sequence[Row]) -> SafeString:
    found = []
    for row in rows:
        change = grid.change(row.place, grid.at)
        area = on.areas[row.place.pk]
        shape = "" if change is None else _ARROWS[(change > 0) - (change < 0)]
        found.append((row.turn, row.number, area.x, area.y, shape))
    line = '<g class="mapx__arrow is-{}" data-i="{}" data-x="{}" data-y="{}"><path d="{}"></path></g>'
    return format_html_join("", line, found)
