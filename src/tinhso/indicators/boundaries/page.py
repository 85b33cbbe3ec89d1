"""The control "Đọc theo địa giới ngày …" of an indicator's page, and what it reads."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base import clock
from tinhso.base.errors import NotAllowed
from tinhso.base.web import filters, wording
from tinhso.base.web.charts import Chart
from tinhso.base.web.moments import LATEST
from tinhso.base.web.paging import address
from tinhso.indicators.boundaries import flowing
from tinhso.indicators.boundaries.charting import flowed_chart
from tinhso.indicators.boundaries.flowed import Flowed
from tinhso.indicators.boundaries.flowing import data_begins
from tinhso.indicators.charting import REFORM, series_chart
from tinhso.indicators.derivation.answers import Question
from tinhso.indicators.derivation.panel import Panel, panel
from tinhso.indicators.models import Adding, Indicator, Observation

_KEY: Final = "boundaries"
_BEFORE_REFORM: Final = date(2025, 6, 30)
_MOST: Final = 20_000
"""Figures read for one page: as many of the newest periods as that holds."""
_PERIODS: Final = 24


class BoundaryFilter(filters.DateFilter):
    """A day that the tables of places know."""

    def read(self, text: str) -> date:
        """The day. Raises ValueError with what was expected."""
        day = super().read(text)
        if not data_begins() <= day <= date(LATEST, 12, 31):
            raise ValueError(
                _("bảng đơn vị hành chính bắt đầu từ %(first)s") % {"first": wording.day(data_begins())}
            )
        return day


BOUNDARIES: Final = BoundaryFilter(_KEY, gettext_lazy("Đọc theo địa giới ngày"))


@dataclass(frozen=True)
class Control:
    """The control as the page draws it: `day` None reads figures as they were told."""

    day: date | None
    raw: str
    problem: object
    choices: tuple[filters.Option, ...]
    off_url: str
    api_url: str = ""
    is_old: bool = False
    derivation: Panel | None = None


def control(request: HttpRequest, indicator: Indicator) -> Control:
    """As the address asks; what is derived is read under some boundaries always, today's unless told.

    Raises Invalid for a day that cannot be read when a program asks.
    """
    read = filters.read(request, (BOUNDARIES,))
    if request.GET.get("format"):
        read.require()
    derivation = panel(indicator)
    day = read.get(_KEY) or (clock.today() if derivation else None)

    def leading(to: date | None) -> str:
        value = to.isoformat() if to else None
        return address(request.path, request.GET, sort=None, hide=None, **{_KEY: value})

    days = ((_("Hôm nay"), clock.today()), (wording.day(_BEFORE_REFORM), _BEFORE_REFORM))
    return Control(
        day,
        request.GET.get(_KEY, "") if read.problems else wording.day(day) if day else "",
        read.problems[0].message if read.problems else "",
        tuple(filters.Option(label, leading(to), to == day) for label, to in days),
        "" if derivation else leading(None),
        f"/api/v1/observations?indicator={indicator.code}&boundaries={day.isoformat()}" if day else "",
        day is not None and day < REFORM,
        derivation,
    )


def _newest(indicator: Indicator) -> list[Observation]:
    """The figures of the newest periods, all of a period or none."""
    rows = flowing.figures_of(indicator, illustrative=True)
    periods: list[str] = []
    room = _MOST
    for period, count in flowing.periods_of(rows)[:_PERIODS]:
        room -= count
        if room < 0 and periods:
            break
        periods.append(period)
    return list(rows.filter(period__in=periods)[: _MOST * 2])


def read_under(indicator: Indicator, day: date) -> list[Flowed]:
    """The newest figures under the boundaries of that day, wherever they lie."""
    if indicator.formula:
        asked = Question(indicator, day, illustrative=True, most=_MOST, newest=_PERIODS)
        with suppress(NotAllowed):
            return asked.answer()
        return []
    return flowing.observations(indicator, None, _newest(indicator), day)


def trend(indicator: Indicator, drawn: Sequence[Observation]) -> Chart | None:
    """The series as told; under today's boundaries where units that ended and their successors both speak."""
    ended = any(figure.place.valid_to for figure in drawn)
    after = any(figure.period_end >= REFORM for figure in drawn)
    if ended and after and indicator.adding != Adding.NONE:
        today = clock.today()
        chart = flowed_chart(indicator, read_under(indicator, today), today)
        if chart:
            return chart
    return series_chart(indicator, drawn)
