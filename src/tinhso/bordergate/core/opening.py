"""When a gate is open (lịch mở cửa): weekly hours, days of their own, closures with a reason. Pure.

Hours are minutes after local midnight, so that 24:00 can be said. Moments are aware datetimes; inside they
are whole microseconds since 1970, so that nothing is rounded on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from tinhso.base.clock import TZ

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
ONE_DAY = timedelta(days=1)
MINUTES_A_DAY = 1440


class CapacityError(ValueError):
    """A calendar or a plan that cannot be; `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970. Raises CapacityError `NAIVE_MOMENT` for a moment without a zone."""
    if moment.tzinfo is None:
        raise CapacityError("NAIVE_MOMENT", "A moment without a time zone is no moment.")
    return (moment - EPOCH) // MICROSECOND


def moment_at(value: int, zone: tzinfo = TZ) -> datetime:
    """The moment so many microseconds after 1970, told in `zone`."""
    return (EPOCH + timedelta(microseconds=value)).astimezone(zone)


class Span(NamedTuple):
    """Open hours of a day: minutes after local midnight, `closes` (at most 1440) excluded."""

    opens: int
    closes: int


class Interval(NamedTuple):
    """A stretch of time, `since` included, `until` excluded; aware datetimes."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class WeeklyHours:
    """Hours for every weekday, Monday first, in force from a date on until a later set of hours."""

    valid_from: date
    days: tuple[tuple[Span, ...], ...]
    source: str = ""

    def __post_init__(self) -> None:
        if len(self.days) != 7:
            raise CapacityError("WEEK_INCOMPLETE", "A week has seven days.")
        for spans in self.days:
            _check(spans)

    @classmethod
    def daily(cls, valid_from: date, opens: time, closes: time, source: str = "") -> WeeklyHours:
        """The same hours every day; `closes` at 00:00 means the end of the day."""
        ends = closes.hour * 60 + closes.minute or MINUTES_A_DAY
        return cls(valid_from, ((Span(opens.hour * 60 + opens.minute, ends),),) * 7, source)


@dataclass(frozen=True)
class DayException:
    """A day with hours of its own (ngày ngoại lệ), none at all for a holiday."""

    day: date
    spans: tuple[Span, ...]
    reason: str
    known_at: datetime | None = None

    def __post_init__(self) -> None:
        _check(self.spans)


@dataclass(frozen=True)
class Closure:
    """A stop (tạm dừng) from a moment to another, or with no end known yet."""

    since: datetime
    until: datetime | None
    reason: str
    known_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.until is not None and microseconds(self.until) < microseconds(self.since):
            raise CapacityError("CLOSURE_BACKWARDS", "A closure ends after it begins.")


def _check(spans: tuple[Span, ...]) -> None:
    before = 0
    for span in spans:
        if not before <= span.opens < span.closes <= MINUTES_A_DAY:
            raise CapacityError("HOURS_DISORDERED", "Hours of a day follow each other and do not overlap.")
        before = span.closes


@dataclass(frozen=True)
class OpeningCalendar:
    """When one gate is open in one direction.

    Of weekly hours the latest valid ones count, of two exceptions for one day the last given.
    """

    gate: str
    direction: str
    weeks: tuple[WeeklyHours, ...]
    exceptions: tuple[DayException, ...] = ()
    closures: tuple[Closure, ...] = ()
    zone: tzinfo = TZ

    def as_known(self, moment: datetime) -> OpeningCalendar:
        """The calendar as it was known at `moment`: without exceptions and closures told of only later."""

        def known(at: datetime | None) -> bool:
            return at is None or at <= moment

        return replace(
            self,
            exceptions=tuple(one for one in self.exceptions if known(one.known_at)),
            closures=tuple(one for one in self.closures if known(one.known_at)),
        )

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The hours of a day by the calendar, closures not looked at."""
        for exception in reversed(self.exceptions):
            if exception.day == day:
                return exception.spans
        valid = [week for week in self.weeks if week.valid_from <= day]
        return max(valid, key=lambda week: week.valid_from).days[day.weekday()] if valid else ()

    def closure_at(self, moment: datetime) -> Closure | None:
        """The closure in force at a moment, the one that began last."""
        begun = (one for one in self.closures if one.since <= moment)
        here = [one for one in begun if one.until is None or moment < one.until]
        return max(here, key=lambda one: one.since) if here else None

    def is_open(self, moment: datetime) -> bool:
        """Whether the gate works at a moment."""
        return next(self.stretches(microseconds(moment), microseconds(moment) + 1), None) is not None

    def next_opening(self, moment: datetime, within: timedelta = timedelta(days=60)) -> datetime | None:
        """The first moment from `moment` on at which the gate works, None when none is known."""
        begun = microseconds(moment)
        first = next(self.stretches(begun, begun + within // MICROSECOND), None)
        return moment_at(first[0], self.zone) if first else None

    def open_between(self, since: datetime, until: datetime) -> tuple[Interval, ...]:
        """The open stretches between two moments, in order, joined where they touch."""
        joined: list[list[int]] = []
        for begun, ended in self.stretches(microseconds(since), microseconds(until)):
            if joined and joined[-1][1] == begun:
                joined[-1][1] = ended
            else:
                joined.append([begun, ended])
        return tuple(Interval(moment_at(a, self.zone), moment_at(b, self.zone)) for a, b in joined)

    def stretches(self, since: int, until: int) -> Iterator[tuple[int, int]]:
        """Open stretches in microseconds, in order, not joined; read lazily, one day after the other."""
        shut = self._shut()
        day = moment_at(since, self.zone).date()
        while (midnight := self._midnight(day)) < until:
            for span in self.spans_on(day):
                begun = max(self._minute(day, midnight, span.opens), since)
                ended = min(self._minute(day, midnight, span.closes), until)
                yield from _without(begun, ended, shut)
            day += ONE_DAY

    def _shut(self) -> list[tuple[int, int | None]]:
        ends = ((one, None if one.until is None else microseconds(one.until)) for one in self.closures)
        return sorted(((microseconds(one.since), end) for one, end in ends), key=lambda pair: pair[0])

    def _midnight(self, day: date) -> int:
        return microseconds(datetime.combine(day, time(), self.zone))

    def _minute(self, day: date, midnight: int, minute: int) -> int:
        if minute == 0:
            return midnight
        if minute == MINUTES_A_DAY:
            return self._midnight(day + ONE_DAY)
        return microseconds(datetime.combine(day, time(minute // 60, minute % 60), self.zone))


def _without(begun: int, ended: int, shut: list[tuple[int, int | None]]) -> Iterator[tuple[int, int]]:
    """What closures (sorted by beginning) leave of a stretch."""
    for since, until in shut:
        if begun >= ended:
            return
        if since >= ended or (until is not None and until <= begun):
            continue
        if since > begun:
            yield begun, since
        begun = ended if until is None else until
    if begun < ended:
        yield begun, ended
