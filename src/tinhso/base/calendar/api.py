"""The calendar's addresses: read only, open to everybody."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import WithJsonSchema

from tinhso.base.calendar import reading
from tinhso.base.calendar.core import Due, WorkingDays
from tinhso.base.calendar.hours import merge
from tinhso.base.calendar.package import OutsideCalendar
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.calendar.schemas import DueOut, WorkingDaysOut
from tinhso.base.errors import Invalid

LONGEST_SPAN = 36_525
"""Days that one question may span: a hundred years."""

LONGEST_TERM = {"days": 5_000, "hours": 40_000}
MOST_PAUSES = 100

# What is typed is read by `reading`, whose refusals name field and expectation; machines are told the types.
DateText = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]
DaysText = Annotated[str, WithJsonSchema({"type": "integer", "minimum": 1, "maximum": LONGEST_TERM["days"]})]
HoursText = Annotated[
    str, WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": LONGEST_TERM["hours"]})
]

router = Router(tags=["calendar"])


@router.get(
    "/working-days",
    response=WorkingDaysOut,
    auth=None,
    summary="Working days of a span (số ngày làm việc)",
)
def working_days(
    request: HttpRequest,
    since: Annotated[DateText | None, Query(alias="from", description="First day")] = None,
    until: Annotated[DateText | None, Query(alias="to", description="Last day, inclusive")] = None,
) -> WorkingDays:
    """Count the working days from one day to another, both inclusive, and name the days off."""
    first, last = reading.day(since, "from"), reading.day(until, "to")
    if last < first:
        raise Invalid(_("Ngày cuối đứng trước ngày đầu."), field="to")
    if (last - first).days >= LONGEST_SPAN:
        raise Invalid(_("Khoảng thời gian dài quá 100 năm."), field="to")
    return current_calendar().working_days(first, last)


@router.get("/due", response=DueOut, auth=None, summary="When a term ends (hạn giải quyết)")
def due(
    request: HttpRequest,
    start: Annotated[str | None, Query(description="The event: ISO 8601 date or moment")] = None,
    days: Annotated[DaysText | None, Query(description="The term in working days")] = None,
    hours: Annotated[HoursText | None, Query(description="The term in office hours")] = None,
    pause: Annotated[list[str] | None, Query(description="FROM/TO, both inclusive; repeatable")] = None,
) -> Due:
    """The end of a term of working days or of office hours.

    The day of the event is not counted; the term ends with the office hours of its last working day. A term
    of hours runs in office hours from the event on. Pauses suspend the clock.
    """
    event = reading.moment(start, "start")
    in_days, in_hours = _term(days, hours)
    held = reading.pauses(pause or [], "pause", at_most=MOST_PAUSES)
    try:
        merge(held)
    except ValueError:
        raise Invalid(_("Lần tạm dừng kết thúc trước khi bắt đầu."), field="pause") from None
    try:
        return current_calendar().due(event, days=in_days, hours=in_hours, pauses=held)
    except OutsideCalendar:
        raise Invalid(_("Hạn rơi vào sau năm cuối cùng có lịch."), field="start") from None


def _term(days: str | None, hours: str | None) -> tuple[int | None, Decimal | None]:
    if days and hours:
        raise Invalid(_("Chỉ nhập số ngày hoặc số giờ, không nhập cả hai."), field="hours")
    if hours:
        return None, reading.amount(hours, "hours", at_most=LONGEST_TERM["hours"])
    if not days:
        raise Invalid(_("Chưa nhập số ngày hoặc số giờ."), field="days", code="missing")
    return reading.whole(days, "days", at_most=LONGEST_TERM["days"]), None
