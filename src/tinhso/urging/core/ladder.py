"""A ladder of urging (bậc thang đôn đốc): which of its steps a debt has reached on a day. Pure.

A step is named by its track (who is told) and its rank: so many days before the day due (negative), the day
itself (0), so many after. Ranks of a track only rise as days pass, so the last one told says which were told.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from tinhso.base.calendar.core import Calendar

ONE_DAY = timedelta(days=1)


class Track(StrEnum):
    """Who is told: the steps of one track follow each other (đối tượng được đôn đốc)."""

    OFFICER = "officer"
    HEAD = "head"
    DEPUTY = "deputy"


class Unit(StrEnum):
    """In which days repetitions are counted."""

    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Ladder:
    """The steps of a rule: working days before, the day, every so many days after, then those above."""

    code: str
    before: tuple[int, ...] = ()
    on_day: bool = True
    every: int | None = None
    unit: Unit = Unit.WORKING
    head_after: int | None = None
    deputy_after: int | None = None

    @property
    def horizon(self) -> int:
        """The most working days before the day due at which anything is told."""
        return max(self.before, default=0)


@dataclass(frozen=True, order=True)
class Step:
    """One step that was reached."""

    track: Track
    rank: int

    @property
    def name(self) -> str:
        """Short and stable: `before:3`, `on`, `after:5`, `head:5`, `deputy:10`."""
        if self.track is not Track.OFFICER:
            return f"{self.track}:{self.rank}"
        return f"before:{-self.rank}" if self.rank < 0 else f"after:{self.rank}" if self.rank else "on"


@dataclass(frozen=True)
class WorkingLine:
    """The working days from `since` to `until`, so that many spans are counted by looking up two places."""

    calendar: Calendar
    since: date
    until: date

    @cached_property
    def _days(self) -> list[date]:
        count = (self.until - self.since).days + 1
        days = (self.since + ONE_DAY * number for number in range(count))
        return [day for day in days if self.calendar.is_working(day)]

    def between(self, since: date, until: date) -> int:
        """Working days after `since` up to `until`, which counts; 0 where they stand the other way round."""
        return max(0, bisect_right(self._days, until) - bisect_right(self._days, since))

    def back(self, day: date, count: int) -> date:
        """The `count`-th working day before `day`; the line's first day where it does not reach so far."""
        place = bisect_left(self._days, day) - count
        return self._days[place] if place >= 0 else self.since

    def on_or_before(self, day: date) -> date:
        """`day`, or the last working day before it: when people are at their desks for the last time."""
        return self.back(day + ONE_DAY, 1)


def late_days(line: WorkingLine, due: date, today: date) -> int:
    """Working days late, as the labels of tasks count them; 0 until the day due has passed."""
    return line.between(due, today)


def reached(ladder: Ladder, due: date, today: date, line: WorkingLine) -> tuple[Step, ...]:
    """The last step reached in each track on `today`: what a run tells unless it was told.

    Steps that a missed run left behind are covered by the last one, so catching up is one word, not many.
    """
    found = [_officer(ladder, due, today, line), *_above(ladder, due, today, line)]
    return tuple(step for step in found if step is not None)


def _officer(ladder: Ladder, due: date, today: date, line: WorkingLine) -> Step | None:
    if ladder.every:
        passed = late_days(line, due, today) if ladder.unit is Unit.WORKING else (today - due).days
        if passed >= ladder.every:
            return Step(Track.OFFICER, passed // ladder.every * ladder.every)
    if ladder.on_day and today >= line.on_or_before(due):
        return Step(Track.OFFICER, 0)
    near = [count for count in ladder.before if today >= line.back(due, count)]
    return Step(Track.OFFICER, -min(near)) if near else None


def _above(ladder: Ladder, due: date, today: date, line: WorkingLine) -> Iterator[Step]:
    late = late_days(line, due, today)
    for track, after in ((Track.HEAD, ladder.head_after), (Track.DEPUTY, ladder.deputy_after)):
        if after is not None and late >= after:
            yield Step(track, after)
