"""When something may go out: digests, quiet hours, working days. Pure, in the country's zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from tinhso.base import clock
from tinhso.notify.choices import DeliveryState, Rhythm, Route

IsWorking = Callable[[date], bool]
LONGEST_HOLIDAY: Final = 40
"""Days in which a working day is looked for; then any day will do."""


@dataclass(frozen=True)
class Quiet:
    """Hours in which nothing is sent (giờ yên lặng), possibly over midnight. Equal ends: none."""

    start: time
    end: time

    def release(self, moment: datetime) -> datetime:
        """The first moment from `moment` on that is not quiet."""
        local = clock.local(moment)
        now = local.time()
        if self.start == self.end or not self._contains(now):
            return moment
        day = local.date()
        if now >= self.end:  # before midnight, in hours that end after it
            day += timedelta(days=1)
        return datetime.combine(day, self.end, clock.TZ)

    def _contains(self, now: time) -> bool:
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end


@dataclass(frozen=True)
class Wishes:
    """How a recipient wants to be told (tùy chọn). `routes`: ways chosen for a group."""

    rhythm: Rhythm
    digest_at: time
    weekday: int
    quiet: Quiet
    urgent_passes: bool = True
    language: str = "vi"
    routes: Mapping[str, tuple[Route, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """The state in which a delivery begins, and when it is due."""

    state: DeliveryState
    due_at: datetime


def plan(wishes: Wishes, moment: datetime, is_working: IsWorking, *, urgent: bool) -> Plan:
    """When something told at `moment` goes out to somebody with these wishes."""
    if wishes.rhythm is not Rhythm.OFF and not urgent:
        return Plan(DeliveryState.DIGEST, wishes.quiet.release(next_digest(wishes, moment, is_working)))
    if urgent and wishes.urgent_passes:
        return Plan(DeliveryState.WAITING, moment)
    free = wishes.quiet.release(moment)
    return Plan(DeliveryState.WAITING if free == moment else DeliveryState.HELD, free)


def next_digest(wishes: Wishes, moment: datetime, is_working: IsWorking) -> datetime:
    """The first digest after `moment`: of a working day; of a week, on its day or the working day after."""
    local = clock.local(moment)
    for ahead in range(-7, LONGEST_HOLIDAY):
        day = local.date() + timedelta(days=ahead)
        if wishes.rhythm is Rhythm.WEEKLY:
            if day.weekday() != wishes.weekday:
                continue
            day = _working(day, is_working)
        elif not is_working(day):
            continue
        at = datetime.combine(day, wishes.digest_at, clock.TZ)
        if at > local:
            return at
    return datetime.combine(local.date() + timedelta(days=1), wishes.digest_at, clock.TZ)


def _working(day: date, is_working: IsWorking) -> date:
    """That day, or the first working day after it."""
    return next(
        (found for ahead in range(LONGEST_HOLIDAY) if is_working(found := day + timedelta(days=ahead))), day
    )
