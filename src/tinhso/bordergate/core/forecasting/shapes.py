"""What forecasts are made of: steps over time, lanes, service, and how a line grows and shrinks. Pure.

Times are hours from the moment of the forecast, as floats; rates are vehicles an hour.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

from tinhso.bordergate.core.capacity import HOUR, Capacity
from tinhso.bordergate.core.opening import microseconds


@dataclass(frozen=True)
class Service:
    """How long one vehicle is worked on: mean in minutes, squared coefficient of variation (scv).

    12 minutes and 0.5 are what the measurements of non-stationary gates were made with; a gate's own come
    from its records.
    """

    minutes: float = 12.0
    scv: float = 0.5

    @property
    def hours(self) -> float:
        """The mean in hours."""
        return self.minutes / 60

    def lanes(self, rate: float) -> Lanes:
        """The lanes that let `rate` vehicles an hour through: a whole number, each a little faster or
        slower.
        """
        if rate <= 0:
            return Lanes(0, self.hours)
        count = max(1, int(rate * self.hours + 0.5))
        return Lanes(count, count / rate)


@dataclass(frozen=True)
class Lanes:
    """So many vehicles are worked on at once (số làn), each for `mean` hours; no lanes while the gate is
    shut.
    """

    count: int
    mean: float

    @property
    def rate(self) -> float:
        """Vehicles an hour when every lane works."""
        return self.count / self.mean


@dataclass(frozen=True)
class Steps:
    """A quantity that stays the same from each start to the next; nothing before the first start."""

    starts: tuple[float, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.starts) != len(self.values) or any(a >= b for a, b in pairwise(self.starts)):
            raise ValueError("Starts rise, and each has one value.")

    def at(self, time: float) -> float:
        """The value at a time."""
        number = bisect_right(self.starts, time)
        return self.values[number - 1] if number else 0.0

    def pieces(self, since: float, until: float) -> Iterator[tuple[float, float, float]]:
        """(begin, end, value) from `since` to `until`, without gaps."""
        first = bisect_right(self.starts, since)
        value, begun = (self.values[first - 1] if first else 0.0), since
        for start, following in zip(self.starts[first:], self.values[first:], strict=True):
            if start >= until:
                break
            yield begun, start, value
            begun, value = start, following
        if begun < until:
            yield begun, until, value

    def total(self, since: float, until: float) -> float:
        """What the value adds up to over a stretch."""
        return sum((end - begun) * value for begun, end, value in self.pieces(since, until))


@dataclass(frozen=True)
class Shift:
    """The lanes from a time on."""

    start: float
    lanes: Lanes


@dataclass(frozen=True)
class Trajectory:
    """How many wait over time, linear between the points (hours; vehicles not yet worked on)."""

    times: tuple[float, ...]
    waiting: tuple[float, ...]

    def at(self, time: float) -> float:
        """Vehicles waiting at a time; the ends are held."""
        number = bisect_right(self.times, time)
        if number == 0 or number == len(self.times):
            return self.waiting[max(0, number - 1)]
        since, until = self.times[number - 1], self.times[number]
        before, after = self.waiting[number - 1], self.waiting[number]
        return before + (after - before) * (time - since) / (until - since)

    @cached_property
    def vehicle_hours(self) -> float:
        """Hours waited by all vehicles together."""
        return sum(
            (until - since) * (before + after) / 2
            for (since, until), (before, after) in zip(
                pairwise(self.times), pairwise(self.waiting), strict=True
            )
        )

    @property
    def peak(self) -> float:
        """The most that wait at once."""
        return max(self.waiting)


def shifts(capacity: Capacity, service: Service, start: datetime, until: datetime) -> tuple[Shift, ...]:
    """The lanes of a gate from `start` (hour 0) to `until`, by plans and opening hours, gaps without
    lanes.
    """
    origin = microseconds(start)
    found: list[Shift] = []
    ended = origin
    for piece in capacity.pieces(start, until):
        if piece.since > ended:
            found.append(Shift((ended - origin) / HOUR, service.lanes(0)))
        lanes = service.lanes(float(piece.rate))
        if not found or found[-1].lanes != lanes:
            found.append(Shift((piece.since - origin) / HOUR, lanes))
        ended = piece.until
    if ended < microseconds(until):
        found.append(Shift((ended - origin) / HOUR, service.lanes(0)))
    return tuple(found)


def rates(plan: tuple[Shift, ...]) -> Steps:
    """Vehicles an hour of a plan of lanes."""
    return Steps(tuple(shift.start for shift in plan), tuple(shift.lanes.rate for shift in plan))


def hours(value: float) -> timedelta:
    """So many hours, to the microsecond."""
    return timedelta(hours=value)
