"""Bars from zero (cột ngang): places in one period, beside another one where they are compared."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import Period
from tinhso.base.web import wording
from tinhso.base.web.charts import Chart, Series
from tinhso.exploration import words
from tinhso.exploration.drawn import Ground, Made
from tinhso.exploration.forms import series
from tinhso.exploration.forms.series import One
from tinhso.indicators.charting import told_apart
from tinhso.indicators.tables import indicator_name
from tinhso.places.models import Place

MOST: Final = 60
COMPACT: Final = 10


def make(ground: Ground) -> Made:
    """Places, the greatest on top; of a single place its periods, standing."""
    return _periods(ground) if len(ground.places) == 1 else _places(ground)


def _periods(ground: Ground) -> Made:
    measures, notes = series.of_one_unit(ground)
    ones = [One(row, ground.places[0]) for row in measures]
    chart = Chart(
        f"{ground.title} · {ground.places[0].full_name}",
        tuple(wording.period(one) for one in ground.periods),
        series.over_time(ground, ones),
        kind="column",
        unit=words.unit(measures[0]),
        digits=words.digits(measures[0]),
        axis=_("Kỳ"),
    )
    return series.charted(chart, series.sheet_over_time(ground, ones), notes)


def _places(ground: Ground) -> Made:
    measures, notes = series.of_one_unit(ground)
    at = ground.at or ground.periods[-1]
    periods = [ground.against, at] if ground.against else [at]
    ordered = series.by_value(ground, measures[0], at)
    drawn = ordered[: COMPACT if ground.compact else MOST]
    if len(drawn) < len(ordered):
        notes = (*notes, _("Vẽ %(drawn)d trong %(every)d địa bàn; bảng có đủ.") % _counts(drawn, ordered))
    labels = told_apart({place: (place.full_name, place.code) for place in drawn})
    chart = Chart(
        f"{ground.title} · {words.period(at, ground.today)}",
        tuple(labels[place] for place in drawn),
        tuple(
            _bars(ground, number, drawn, index, period)
            for number, _row in enumerate(measures)
            for index, period in enumerate(periods)
        ),
        kind="bar",
        unit=words.unit(measures[0]),
        digits=words.digits(measures[0]),
        axis=_("Địa bàn"),
    )
    return series.charted(chart, series.sheet_of_places(ground, ordered, periods), notes)


def _counts(drawn: list[Place], every: list[Place]) -> dict[str, int]:
    return {"drawn": len(drawn), "every": len(every)}


def _bars(ground: Ground, number: int, places: list[Place], index: int, period: Period) -> Series:
    measures, _notes = series.of_one_unit(ground)
    measure = measures[number]
    parts = [indicator_name(measure)] if len(measures) > 1 else []
    parts += [wording.period(period)] if ground.against or not parts else []
    compared = 2 if ground.against else 1
    return series.at_places(ground, measure, places, period, " · ".join(parts), number * compared + index)
