"""The pivot (bảng xoay): two axes as rows and columns, the third told apart inside, totals and colours."""

from __future__ import annotations

from tinhso.base.web import wording
from tinhso.exploration import looking, words
from tinhso.exploration.drawn import Ground, Made
from tinhso.exploration.sheets import Head, Line, Sheet
from tinhso.places.models import Place


def make(ground: Ground) -> Made:
    """The table: places down, periods across, measures inside, or as the view turns them."""
    heads = tuple(
        Head(f"{row.code}-{period.code}", wording.period(period), unit=words.unit(row))
        for row in ground.measures
        for period in ground.periods
    )
    lines = tuple(_line(ground, place) for place in ground.places)
    sheet = Sheet("kham-pha", ground.title, str(words.AXES[ground.spec.rows]), heads, lines)
    return Made("exploration/forms/pivot.html", {"sheet": sheet}, sheet.table, sheet.lines)


def _line(ground: Ground, place: Place) -> Line:
    items = tuple(
        looking.item(ground, row, place, period) for row in ground.measures for period in ground.periods
    )
    return Line(place.full_name, items, code=place.code)
