"""Weeks, months, quarters and years of a pattern, and the day its work is due: pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tinhso.base.calendar import Calendar
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.steering.models import Recurrence

_KINDS = {
    Recurrence.Every.MONTH: PeriodKind.MONTH,
    Recurrence.Every.QUARTER: PeriodKind.QUARTER,
    Recurrence.Every.YEAR: PeriodKind.YEAR,
}
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """One turn of a pattern: `2026-W47`, `2026-11`, `2026-Q4`, `2026`."""

    code: str
    label: str
    start: date
    end: date


def span_of(every: str, day: date) -> Span:
    """The turn that holds the day. Weeks begin on Monday and are numbered as ISO 8601 does."""
    if every == Recurrence.Every.WEEK:
        year, week, weekday = day.isocalendar()
        start = day - timedelta(days=weekday - 1)
        label = _("tuần %(week)d/%(year)d") % {"week": week, "year": year}
        return Span(f"{year}-W{week:02}", label, start, start + timedelta(days=6))
    period = Period.of(_KINDS[Recurrence.Every(every)], day)
    return Span(period.code, period.label, period.start, period.end)


def after(every: str, span: Span) -> Span:
    """The next turn."""
    return span_of(every, span.end + timedelta(days=1))


def read(every: str, code: str) -> Span:
    """The turn of that code. Raises ValueError."""
    if every == Recurrence.Every.WEEK:
        year, _sep, week = code.partition("-W")
        return span_of(every, date.fromisocalendar(int(year), int(week), 1))
    return span_of(every, Period.parse(code).start)


def due_on(calendar: Calendar, rule: Recurrence, span: Span) -> date:
    """The day the work of that turn is due, by the pattern's rule; never outside the turn but by a shift."""
    if rule.due == Recurrence.Due.WORKING_DAY:
        return _working_day(calendar, span, rule.due_number)
    day = span.end
    if rule.due_number:
        day = min(span.start + timedelta(days=rule.due_number - 1), span.end)
    if rule.shift == Recurrence.Shift.STAY:
        return day
    step = timedelta(days=-1 if rule.shift == Recurrence.Shift.BEFORE else 1)
    while not calendar.is_working(day):
        day += step
    return day


def _working_day(calendar: Calendar, span: Span, number: int) -> date:
    """The n-th working day of the turn, the last where it has fewer; 0 is the last."""
    days = (span.end - span.start).days + 1
    working = [day for n in range(days) if calendar.is_working(day := span.start + timedelta(days=n))]
    if not working:
        return span.end
    return working[-1] if number == 0 or number > len(working) else working[number - 1]
