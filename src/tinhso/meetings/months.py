"""A month as weeks of days, with what happens on each."""

from __future__ import annotations

import calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from tinhso.base import clock
from tinhso.meetings import queries
from tinhso.meetings.models import Meeting


@dataclass(frozen=True)
class Day:
    """One square: `inside` the month or beside it."""

    day: date
    inside: bool
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True)
class Month:
    """Weeks from Monday, and the months beside."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def before(self) -> str:
        """`2026-10`."""
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        """`2026-12`."""
        return f"{self.first + timedelta(days=32):%Y-%m}"


def read(text: str) -> date:
    """The first day of `2026-11`; of this month where nothing sensible is told."""
    year, _dash, month = text.partition("-")
    if year.isdigit() and month.isdigit() and 1945 <= int(year) <= 2199 and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return clock.today().replace(day=1)


def drawn(rows: QuerySet[Meeting], first: date) -> Month:
    """The month of `first` with those of `rows` that take place in it; one query."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    found: dict[date, list[Meeting]] = defaultdict(list)
    for row in queries.between(rows, weeks[0][0], weeks[-1][-1]).order_by("starts_at", "code"):
        day, last = clock.local(row.starts_at).date(), clock.local(row.ends_at).date()
        while day <= last:
            found[day].append(row)
            day += timedelta(days=1)
    squares = tuple(
        tuple(Day(day, day.month == first.month, tuple(found[day])) for day in week) for week in weeks
    )
    return Month(first, squares)
