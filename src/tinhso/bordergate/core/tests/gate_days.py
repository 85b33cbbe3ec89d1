"""Simulated days of a gate as it really works: a pace that wanders, notices that come late, cuts nobody
foresaw.

Declared: 07:00 to 19:00, 30 vehicles an hour. Real: every day and every hour a pace of its own, and on
three of the judged days a cut to a third whose end is known only when it comes. Lines stay over night.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import inf
from random import Random

from tinhso.base.clock import TZ
from tinhso.bordergate.core.capacity import Capacity, CapacityPlan
from tinhso.bordergate.core.forecasting.kernel import gamma, poisson, run, spread
from tinhso.bordergate.core.forecasting.replaying import Passing, Stay, passings_of
from tinhso.bordergate.core.forecasting.shapes import Lanes, Service, Shift, Steps
from tinhso.bordergate.core.opening import OpeningCalendar, WeeklyHours

FIRST = date(2025, 7, 1)
START = datetime(2025, 7, 1, tzinfo=TZ)
OPENS, CLOSES, RATE, CUT_RATE = 7, 19, 30, 10
SERVICE = Service(12.0, 0.5)
HOURLY = (0, 0, 0, 0, 2, 8, 18, 26, 32, 34, 34, 30, 26, 24, 22, 18, 12, 6, 2, 0, 0, 0, 0, 0)
"""About 294 vehicles a day for 360 places, more than pass in the morning."""


@dataclass(frozen=True)
class World:
    """What was declared, and what became of the vehicles, in the order in which they joined."""

    capacity: Capacity
    passings: tuple[Passing, ...]


@dataclass(frozen=True)
class Cut:
    """A cut of one day: local hours, and how many minutes later its notice was recorded."""

    day: int
    since: int
    until: int
    late: int


def cuts(days: Sequence[int], random: Random) -> list[Cut]:
    """A cut on each of these days."""
    found = []
    for day in days:
        since = random.randrange(9, 14)
        found.append(Cut(day, since, since + random.randrange(2, 5), random.choice((0, 5, 10, 20))))
    return found


def declared(planned: Sequence[Cut]) -> Capacity:
    """Hours and plans as they were announced: a notice when a cut begins, another when it ends."""
    week = WeeklyHours.daily(FIRST, time(OPENS), time(CLOSES))
    plans = [CapacityPlan(1, Fraction(RATE), START, "năng lực thường ngày", START)]
    for cut in planned:
        midnight = START + timedelta(days=cut.day)
        for rate, hour in ((CUT_RATE, cut.since), (RATE, cut.until)):
            begins = midnight + timedelta(hours=hour)
            told = begins + timedelta(minutes=cut.late)
            plans.append(CapacityPlan(len(plans) + 1, Fraction(rate), begins, "thông báo", told))
    return Capacity(OpeningCalendar("HN", "export", (week,)), tuple(plans))


def really(days: int, planned: Sequence[Cut], random: Random, drift: float) -> tuple[Shift, ...]:
    """The lanes hour by hour: 6 (2 in a cut), each hour at a pace that remembers the hour before."""
    lanes: list[Shift] = []
    for day in range(days):
        of_day, of_hour = spread(drift, random), 0.0
        cut = next((cut for cut in planned if cut.day == day), None)
        for hour in range(OPENS, CLOSES):
            of_hour = 0.7 * of_hour + random.gauss(0.0, drift)
            rate = CUT_RATE if cut and cut.since <= hour < cut.until else RATE
            usual = SERVICE.lanes(rate)
            mean = usual.mean / (of_day * spread(0.0, random) * 2.718281828 ** (of_hour - drift * drift))
            lanes.append(Shift(day * 24.0 + hour, Lanes(usual.count, mean)))
        lanes.append(Shift(day * 24.0 + CLOSES, Lanes(0, SERVICE.hours)))
    return tuple(lanes)


def world(seed: int, days: int, cut_days: Sequence[int], drift: float = 0.1) -> World:
    """So many days in a row, repeatable by seed."""
    random = Random(seed)
    planned = cuts(cut_days, random)
    starts: list[float] = []
    rates: list[float] = []
    for day in range(days):
        busy = spread(0.12, random)
        starts += [day * 24.0 + hour for hour in range(24)]
        rates += [number * busy for number in HOURLY]
    joined = poisson(Steps(tuple(starts), tuple(rates)), 0.0, days * 24.0, random)
    went = run(joined, really(days, planned, random, drift), gamma(SERVICE.scv, random))
    stays = (
        Stay(_moment(came), _moment(done) if done < inf else None)
        for came, done in zip(went.joined, went.done, strict=True)
    )
    return World(declared(planned), passings_of(stays))


def _moment(value: float) -> datetime:
    return START + timedelta(hours=value)
