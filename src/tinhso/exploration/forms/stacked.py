"""Stacked bars (cột chồng): parts that make a whole; what does not add up stands side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.base.web.charts import Chart, Series
from tinhso.exploration import looking, words
from tinhso.exploration.drawn import Ground, Made
from tinhso.exploration.forms import bar, series
from tinhso.exploration.forms.series import One
from tinhso.indicators.charting import told_apart
from tinhso.indicators.models import Adding
from tinhso.indicators.tables import indicator_name
from tinhso.warehouse.catalogue import rule_of

MOST: Final = 7
"""Parts that are told apart; the rest is one."""
MOST_BARS: Final = 60


def make(ground: Ground) -> Made:
    """Measures as parts of every place; of one measure the places as parts of every period."""
    if any(rule_of(row) is not Adding.SUM for row in ground.measures):
        beside = bar.make(ground)
        why = _("Không xếp chồng được: các tỷ lệ, trung bình không cộng thành một tổng; vẽ cạnh nhau.")
        return replace(beside, notes=(why, *beside.notes))
    if len(ground.measures) > 1 and len(ground.places) > 1:
        return _measures(ground)
    return _over_time(ground)


def _measures(ground: Ground) -> Made:
    measures, notes = series.of_one_unit(ground)
    at = ground.at or ground.periods[-1]
    ordered = series.by_value(ground, measures[0], at)
    drawn = ordered[: bar.COMPACT if ground.compact else MOST_BARS]
    labels = told_apart({place: (place.full_name, place.code) for place in drawn})
    parts = tuple(
        series.at_places(ground, row, drawn, at, indicator_name(row), number)
        for number, row in enumerate(measures)
    )
    chart = Chart(
        f"{ground.title} · {wording.period(at)}",
        tuple(labels[place] for place in drawn),
        parts,
        kind="stacked",
        unit=words.unit(measures[0]),
        axis=_("Địa bàn"),
    )
    return series.charted(chart, series.sheet_of_places(ground, ordered, [at]), notes)


def _over_time(ground: Ground) -> Made:
    measures, notes = series.of_one_unit(ground)
    places = series.by_value(ground, measures[0], ground.at or ground.periods[-1])
    ones = [One(row, place) for place in places for row in measures]
    head = ones if len(ones) <= MOST + 1 else ones[:MOST]
    parts = [*series.over_time(ground, head), *_rest(ground, ones[len(head) :])]
    chart = Chart(
        ground.title,
        tuple(wording.period(one) for one in ground.periods),
        tuple(parts),
        kind="stacked",
        unit=words.unit(measures[0]),
        axis=_("Kỳ"),
    )
    return series.charted(chart, series.sheet_of_places(ground, places, ground.periods), notes)


def _rest(ground: Ground, ones: list[One]) -> list[Series]:
    """All others as one part."""
    if not ones:
        return []
    sums = []
    for period in ground.periods:
        told = [looking.number(ground, one.measure, one.place, period) for one in ones]
        given = [number for number in told if number is not None]
        sums.append(sum(given) if given else None)
    return [Series(_("%(count)d nơi còn lại") % {"count": len(ones)}, tuple(sums), "unknown")]
