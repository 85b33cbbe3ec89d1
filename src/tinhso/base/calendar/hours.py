"""Office hours (giờ hành chính) and the arithmetic of intervals that clocks run and stop in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple, Self

from tinhso.base import clock

Pause = tuple[date | datetime, date | datetime]
"""When a clock stands still (tạm dừng tính thời hạn): from–to, both ends inclusive; dates are whole days."""


class Span(NamedTuple):
    """An interval of time, its end not included."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class OfficeHours:
    """The blocks of a working day in which an office works, in order, as local times.

    The default is 08–12 and 13–17, forty hours in a week of five days.
    """

    blocks: tuple[tuple[time, time], ...] = ((time(8), time(12)), (time(13), time(17)))

    def __post_init__(self) -> None:
        moments = [moment for block in self.blocks for moment in block]
        if not moments or any(later <= earlier for earlier, later in pairwise(moments)):
            raise ValueError(f"Office hours must be blocks in rising order: {self}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `08:00-12:00,13:00-17:00`. Raises ValueError."""
        blocks = []
        for part in text.split(","):
            opens, dash, closes = part.strip().partition("-")
            if not dash:
                raise ValueError(f"Expected HH:MM-HH:MM, found {part!r}")
            blocks.append((time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())))
        return cls(tuple(blocks))

    def __str__(self) -> str:
        return ",".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in self.blocks)

    def on(self, day: date) -> list[Span]:
        """The blocks of `day` as moments."""
        return [
            Span(datetime.combine(day, opens, clock.TZ), datetime.combine(day, closes, clock.TZ))
            for opens, closes in self.blocks
        ]

    def closing(self, day: date) -> datetime:
        """The moment at which `day` ends for the office."""
        return datetime.combine(day, self.blocks[-1][1], clock.TZ)


def moment_of(value: date | datetime, *, end: bool = False) -> datetime:
    """A moment as it is; a date as its first moment, or (`end`) the first moment after it."""
    if isinstance(value, datetime):
        return clock.local(value)
    midnight = datetime.combine(value, time.min, clock.TZ)
    return midnight + timedelta(days=1) if end else midnight


def merge(pauses: Iterable[Pause]) -> list[Span]:
    """The pauses as intervals in rising order, overlapping ones joined. Raises ValueError (reversed)."""
    merged: list[Span] = []
    for start, end in sorted(_span(*pause) for pause in pauses):
        if end == start:
            continue
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Span(start, end))
    return merged


def _span(since: date | datetime, until: date | datetime) -> Span:
    span = Span(moment_of(since), moment_of(until, end=True))
    if span.end < span.start or (span.end == span.start and not isinstance(until, datetime)):
        raise ValueError(f"A pause cannot end ({until}) before it starts ({since}).")
    return span


def overlap(one: Span, other: Span) -> Span:
    """The time common to both; empty (its end not after its start) when there is none."""
    return Span(max(one.start, other.start), min(one.end, other.end))


def after(span: Span, moment: datetime) -> Span:
    """The part of `span` from `moment` on; empty when there is none."""
    return Span(max(span.start, moment), span.end)


def without(span: Span, holes: Sequence[Span]) -> list[Span]:
    """What is left of `span` when `holes` (merged, in rising order) are cut out of it."""
    left, at = [], span.start
    for hole in holes:
        if hole.end <= at or hole.start >= span.end:
            continue
        if hole.start > at:
            left.append(Span(at, hole.start))
        at = hole.end
    if at < span.end:
        left.append(Span(at, span.end))
    return left


def length(spans: Iterable[Span]) -> timedelta:
    """The time in all of `spans` together."""
    return sum((span.end - span.start for span in spans), timedelta())
