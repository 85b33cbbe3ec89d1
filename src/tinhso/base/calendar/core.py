"""Working days, office hours and terms: pure arithmetic over the national calendar and its corrections.

The rules of terms are those of the Civil Code (Bộ luật Dân sự 2015, Điều 147 and 148): the day of the event
is not counted; a term ends at the end of its last day, and that day is a working day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from tinhso.base import clock
from tinhso.base.calendar import package
from tinhso.base.calendar.hours import (
    OfficeHours,
    Pause,
    Span,
    after,
    length,
    merge,
    moment_of,
    overlap,
    without,
)

ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a correction makes of a day."""

    DAY_OFF = "day_off"
    WORKING_DAY = "working_day"


@dataclass(frozen=True)
class Correction:
    """A day that an official paper decides otherwise than the package (ngày nghỉ, ngày làm bù).

    One that is not active waits for its paper ("chờ văn bản"): a day off which the package announces is then
    not believed either. `yearly` repeats it on the same day of every later year.
    """

    date: date
    kind: DayKind
    reason: str
    document: str
    active: bool = True
    yearly: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", DayKind(self.kind))


@dataclass(frozen=True)
class DayOff:
    """A day that is not worked, and why (in Vietnamese, as the paper or the week names it)."""

    date: date
    reason: str


@dataclass(frozen=True)
class WorkingDays:
    """How many days of a span are worked, and which are not."""

    count: int
    days_off: tuple[DayOff, ...]


@dataclass(frozen=True)
class Due:
    """When a term ends, and the days on which its clock ran."""

    due: datetime
    counted: tuple[date, ...]


@dataclass(frozen=True)
class Calendar:
    """The working calendar (lịch làm việc). Of corrections for one day the last active one decides."""

    corrections: tuple[Correction, ...] = ()
    hours: OfficeHours = field(default_factory=OfficeHours)

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day` (ngày làm việc). Raises OutsideCalendar."""
        return self.day_off_reason(day) is None

    def day_off_reason(self, day: date) -> str | None:
        """Why `day` is not worked; None for a working day. Raises OutsideCalendar."""
        year, correction = package.year(day.year), self._correction(day)
        if correction and correction.active:
            return correction.reason if correction.kind is DayKind.DAY_OFF else None
        holiday = year.days_off.get(day)
        if holiday and not (correction and correction.kind is DayKind.DAY_OFF):
            return holiday
        return None if day in year.worked else package.WEEKEND.get(day.weekday())

    def working_days(self, since: date, until: date) -> WorkingDays:
        """Count `since`–`until`, both inclusive. Raises ValueError when they stand the wrong way round."""
        if until < since:
            raise ValueError(f"{until} stands before {since}.")
        days = [since + ONE_DAY * offset for offset in range((until - since).days + 1)]
        off = tuple(DayOff(day, reason) for day in days if (reason := self.day_off_reason(day)))
        return WorkingDays(len(days) - len(off), off)

    def add_working_days(self, start: date, count: int) -> date:
        """The `count`-th working day after `start` (before it when negative), which itself is not counted.

        Zero means `start`, or the first working day after it when it is not worked.
        """
        if count == 0 and self.is_working(start):
            return start
        days = self._days_from(start, ONE_DAY if count >= 0 else -ONE_DAY)
        working = (day for day in days if self.is_working(day))
        for _ in range(abs(count) - 1):
            next(working)
        return next(working)

    def due(
        self,
        start: date | datetime,
        *,
        days: int | None = None,
        hours: int | Decimal | None = None,
        pauses: Iterable[Pause] = (),
    ) -> Due:
        """When a term of so many working days, or of so many office hours, that began at `start` ends.

        Days: the day of the event is not counted, nor is a day whose office hours a pause touches; the term
        ends with the office hours of its last day. Hours: office hours outside pauses, from `start` on (a
        date means its first moment). Raises ValueError (no or two lengths, not positive, reversed pause) and
        OutsideCalendar.
        """
        held = merge(pauses)
        if days is not None and hours is None and days > 0:
            return self._due_by_days(start, days, held)
        if hours is not None and days is None and hours > 0:
            return self._due_by_hours(moment_of(start), hours, held)
        raise ValueError("A term is a positive number either of days or of hours.")

    def business_time_between(
        self, since: date | datetime, until: date | datetime, pauses: Iterable[Pause] = ()
    ) -> timedelta:
        """Office time from `since` to `until` outside pauses. Raises ValueError when reversed."""
        span, held = Span(moment_of(since), moment_of(until)), merge(pauses)
        if span.end < span.start:
            raise ValueError(f"{until} stands before {since}.")
        total = timedelta()
        for number in range((span.end.date() - span.start.date()).days + 1):
            for block in self.office_spans(span.start.date() + ONE_DAY * number):
                total += length(without(overlap(block, span), held))
        return total

    def office_spans(self, day: date) -> list[Span]:
        """The office hours of `day`; none on a day off."""
        return self.hours.on(day) if self.is_working(day) else []

    def _due_by_days(self, start: date | datetime, count: int, held: Sequence[Span]) -> Due:
        event = clock.local(start).date() if isinstance(start, datetime) else start
        counted: list[date] = []
        for day in self._days_from(event, ONE_DAY):
            blocks = self.office_spans(day)
            if blocks and all(without(block, held) == [block] for block in blocks):
                counted.append(day)
            if len(counted) == count:
                break
        return Due(self.hours.closing(counted[-1]), tuple(counted))

    def _due_by_hours(self, start: datetime, count: int | Decimal, held: Sequence[Span]) -> Due:
        left = timedelta(microseconds=int(Decimal(count) * 3_600_000_000))
        counted: list[date] = []
        for day in self._days_from(start.date() - ONE_DAY, ONE_DAY):
            pieces = [
                piece for block in self.office_spans(day) for piece in without(after(block, start), held)
            ]
            if pieces:
                counted.append(day)
            for piece in pieces:
                if left <= piece.end - piece.start:
                    return Due(piece.start + left, tuple(counted))
                left -= piece.end - piece.start
        raise AssertionError("The search ends with OutsideCalendar.")

    @staticmethod
    def _days_from(start: date, step: timedelta) -> Iterator[date]:
        """The days after `start`, one `step` apart, without end: the calendar itself ends the search."""
        while True:
            start += step
            yield start

    @cached_property
    def _dated(self) -> dict[date, Correction]:
        return {each.date: each for each in self._by_force}

    @cached_property
    def _yearly(self) -> dict[tuple[int, int], Correction]:
        return {(each.date.month, each.date.day): each for each in self._by_force if each.yearly}

    @property
    def _by_force(self) -> list[Correction]:
        """Waiting ones first, so that in a table the last active one stays."""
        return sorted(self.corrections, key=lambda each: each.active)

    def _correction(self, day: date) -> Correction | None:
        yearly = self._yearly.get((day.month, day.day))
        return self._dated.get(day) or (yearly if yearly and yearly.date <= day else None)
