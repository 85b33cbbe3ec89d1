"""Lines over time (biểu đồ đường): one a place or measure, the reform marked, gaps stay gaps."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.base.web.charts import Chart
from tinhso.exploration import words
from tinhso.exploration.drawn import Ground, Made
from tinhso.exploration.forms import series
from tinhso.exploration.forms.series import One
from tinhso.indicators.charting import reform_marks

MOST: Final = 8
COMPACT: Final = 4
MOST_COLUMNS: Final = 30
"""Lines that stand as columns of the table; more of them stand as its rows."""


def make(ground: Ground) -> Made:
    """At most so many lines as can be told apart: those with the greatest and the least newest figures."""
    measures, notes = series.of_one_unit(ground)
    places = series.by_value(ground, measures[0], ground.at or ground.periods[-1])
    every = [One(row, place) for place in places for row in measures]
    drawn = _ends(every, COMPACT if ground.compact else MOST)
    if len(drawn) < len(every):
        notes = (*notes, _many(len(drawn), len(every)))
    chart = Chart(
        ground.title,
        tuple(wording.period(one) for one in ground.periods),
        series.over_time(ground, drawn),
        kind="line",
        unit=words.unit(measures[0]),
        digits=words.digits(measures[0]),
        axis=_("Kỳ"),
        marks=reform_marks([(one.code, one.end) for one in ground.periods]),
        size=series.size(ground),
    )
    sheet = (
        series.sheet_over_time(ground, every)
        if len(every) <= MOST_COLUMNS
        else series.sheet_of_places(ground, places, ground.periods)
    )
    return series.charted(chart, sheet, notes)


def _ends(every: list[One], most: int) -> list[One]:
    """The greatest and the least, where there are too many."""
    return every if len(every) <= most else [*every[: most // 2], *every[-(most - most // 2) :]]


def _many(drawn: int, every: int) -> str:
    told = {"drawn": drawn, "every": every}
    return (
        _("Vẽ %(drawn)d trong %(every)d đường: nơi có số mới nhất lớn nhất và nhỏ nhất; bảng có đủ.") % told
    )
