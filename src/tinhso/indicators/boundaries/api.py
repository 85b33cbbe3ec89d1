"""The API of figures under the boundaries of any date: public, read only."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query

from tinhso.base import clock
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Invalid
from tinhso.base.web import envelope, exports, wording
from tinhso.base.web.moments import LATEST, AsOf, KnownAt, looked_at
from tinhso.indicators import policies, queries, validation
from tinhso.indicators.api import Limit, Words
from tinhso.indicators.boundaries import flowing
from tinhso.indicators.boundaries.flowed import Flowed
from tinhso.indicators.boundaries.outputs import FlowedOut, FlowedPage
from tinhso.indicators.boundaries.tables import FLOWED, FlowedRow
from tinhso.indicators.bulk.api import router
from tinhso.indicators.derivation.answers import Question, TooMany
from tinhso.people.principals import principal_of
from tinhso.places import queries as places
from tinhso.places.models import Level

__all__ = ["observations", "router"]

MOST_FIGURES: Final = 50_000
"""Figures that one question may be about; beyond them a period must be named."""


def known_boundaries(day: dt.date) -> dt.date:
    """The day. Raises Invalid where the tables of places do not reach."""
    if not flowing.data_begins() <= day <= dt.date(LATEST, 12, 31):
        raise Invalid(
            _("Chưa có địa giới ngày %(day)s: bảng đơn vị hành chính bắt đầu từ %(first)s.")
            % {"day": wording.day(day), "first": wording.day(flowing.data_begins())},
            field="boundaries",
            hint=_("Dùng một ngày từ %(first)s.") % {"first": wording.day(flowing.data_begins())},
        )
    return day


def _period(code: str) -> Period | None:
    return validation.read_period(code) if code else None


def _key(found: Flowed) -> tuple[int | str, ...]:
    days, place = found.period, found.place
    return -days.end.toordinal(), days.start.toordinal(), days.code, place.sort_key, place.code, str(place.pk)


@router.get(
    "/observations",
    response=FlowedPage,
    url_name="observations",
    summary="Figures under the boundaries of any date (số liệu theo địa giới)",
    auth=None,
)
def observations(
    request: HttpRequest,
    indicator: Annotated[str, Query(min_length=1, max_length=200)],
    place: Words = "",
    period: Words = "",
    boundaries: Annotated[
        dt.date | None, Query(description="Default: the period's last day; without a period: today")
    ] = None,
    children: Annotated[bool, Query(description="The units directly inside `place` instead of it")] = False,
    level: Annotated[Level | None, Query(description="All units of that level inside `place`")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    illustrative: bool = False,
    format: Literal["json", "csv"] = "json",
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> FlowedPage | HttpResponse:
    """Results in force of one indicator, the newest period first, for the units valid on `boundaries`.

    `place` is the code of a unit of that day (left out: wherever the figures lie). Counts flow by share,
    ratios by the shares of numerator and denominator; what cannot be divided is `not_comparable`, beside its
    total. A period that was not told itself is made of shorter ones by the indicator's rule over time
    (`over_time`). A derived indicator's values are calculated from its inputs under the same boundaries
    (`derived`, `inputs`). `format=csv` tells the whole list at once.
    """
    row, days = queries.by_code(indicator), _period(period)
    by = principal_of(request)
    policies.require_open(by, row)
    day = known_boundaries(boundaries or (days.end if days else clock.today()))
    moment = looked_at(as_of, known_at)
    unit = places.by_code(place, day) if place else None
    if unit is None and (children or level):
        raise Invalid(_("Nêu mã địa bàn để đọc các đơn vị bên trong."), field="place")
    question = Question(
        row, day, unit, days, children=children, level=level, as_of=as_of, known_at=moment,
        illustrative=illustrative, most=MOST_FIGURES, sees=lambda one: policies.may_read_all(by, one),
    )  # fmt: skip
    try:
        found = question.answer()
    except TooMany as error:
        raise Invalid(
            _("Chỉ số này có hơn %(most)s số liệu.") % {"most": wording.number(MOST_FIGURES)},
            field="period",
            hint=_("Nêu một kỳ, ví dụ 2022 hoặc 2022-Q1."),
        ) from error
    if format == "csv":
        lines = exports.csv_lines(FLOWED, FlowedRow.all(sorted(found, key=_key)))
        return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    page = envelope.slice_of(found, _key, request, limit, cursor)
    told = [FlowedOut.told(one) for one in page.items]
    return FlowedPage(items=told, next=page.next, total=page.total)
