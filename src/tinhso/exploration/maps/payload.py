"""All periods of a map as compact data for its script: numbers as printed, classes as one letter a unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import Period
from tinhso.base.web import wording
from tinhso.exploration import words
from tinhso.exploration.maps.figures import Grid, State, Told, band_word, categories
from tinhso.exploration.maps.sheet import Sheet

MISSING: Final = "-"
UNDIVIDED: Final = "x"
OUTSIDE: Final = "?"
"""What stands for a unit instead of the number of its class."""
HATCHES: Final = {MISSING: "missing", UNDIVIDED: "undivided", OUTSIDE: "outside"}
"""The patterns that they are drawn with: never colour alone."""


def payload(grid: Grid, on: Sheet | None) -> dict[str, Any]:
    """What `map.js` reads."""
    ground = grid.ground
    found: dict[str, Any] = {
        "form": ground.spec.form.value,
        "language": wording.language(),
        "unit": words.unit(grid.indicator),
        "digits": words.digits(grid.indicator),
        "named": bool(categories(grid.indicator)),
        "bands": [{"tone": band.tone, "word": band_word(band)} for band in grid.scale.bands],
        "at": grid.at.code,
        "against": grid.against.code if grid.against else "",
        "up": grid.better(Decimal(1)),
        "periods": [_period(grid, one) for one in grid.periods],
        "places": [_place(grid, on, number) for number in range(len(grid.places))],
        "words": _words(grid),
    }
    if on:
        found["largest"] = round(on.largest, 1)
        found["box"] = [round(one) for one in on.frame.box]
    return found


def letter(told: Told) -> str:
    """The class of a unit in one letter."""
    if told.state is State.UNDIVIDED:
        return UNDIVIDED
    if told.value is None:
        return MISSING
    return OUTSIDE if told.band is None else str(told.band)


def _period(grid: Grid, period: Period) -> dict[str, Any]:
    told = grid.told_in[period.code]
    found: dict[str, Any] = {
        "code": period.code,
        "label": grid.named(period),
        "note": grid.shared[period.code],
        "classes": "".join(letter(one) for one in told),
        "values": [_number(one.value) for one in told],
        "marks": {number: note for number, one in enumerate(told) if (note := grid.noted(one, period))},
    }
    if grid.against and grid.against != period:
        found["changes"] = [_number(grid.change(place, period)) for place in grid.places]
    return found


def _place(grid: Grid, on: Sheet | None, number: int) -> dict[str, Any]:
    place = grid.places[number]
    area = on.areas.get(place.pk) if on else None
    found: dict[str, Any] = {"name": place.full_name, "code": place.code}
    if area:
        found |= {"x": area.x, "y": area.y}
    return found


def _number(value: Decimal | None) -> int | float | None:
    """A rounded number: what is printed is exactly what is carried."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _words(grid: Grid) -> dict[str, str]:
    return {
        "missing": _("chưa có số liệu"),
        "undivided": _("không so sánh được"),
        "against": _("so với %(period)s") % {"period": wording.period(grid.against)} if grid.against else "",
        "same": _("không đổi"),
        "play": _("Chạy qua các kỳ"),
        "pause": _("Dừng"),
        "found": _("%(count)s đơn vị"),
        "open": _("Enter hoặc bấm để mở số liệu gốc"),
        "filtered": _("Đang lọc: %(count)s đơn vị"),
    }
