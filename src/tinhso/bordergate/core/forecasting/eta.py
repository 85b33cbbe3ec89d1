"""When a vehicle in line will be through (thời gian dự kiến qua cửa khẩu), with an 80 % interval. Pure.

Fluid where a line stands: position n is through when the plans have served n vehicles, to the minute of the
notice. PSFFA where lanes are free: what is left of chance is a short wait before the vehicle's own service.
Position 1 is the vehicle next through; vehicles called and not yet through are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import inf

from tinhso.bordergate.core.capacity import Capacity
from tinhso.bordergate.core.forecasting.fluid import fluid
from tinhso.bordergate.core.forecasting.interval import REPLICATIONS, Errors, Source, replicate
from tinhso.bordergate.core.forecasting.psffa import expected_wait, psffa
from tinhso.bordergate.core.forecasting.shapes import Lanes, Service, Steps, Trajectory, rates, shifts

LOOK_AHEAD = timedelta(days=1)
"""How far behind the last median the kernel is given lanes."""
MOST_REPLICATED = 20_000
FEWEST = 40
"""Services replicated for one line, and fewest replications: chance evens out along a long line."""


class Method(StrEnum):
    """How the middle was found."""

    FLUID = "fluid"
    PSFFA = "psffa"
    NONE = "none"


class Reason(StrEnum):
    """Why that way: a face puts it into words."""

    LINE_STANDS = "line_stands"
    LANES_FREE = "lanes_free"
    NO_END_KNOWN = "no_end_known"


@dataclass(frozen=True)
class Eta:
    """Median and 80 % interval of the moment a vehicle is through; None where no end is in sight.

    `expected` is the work before that, in vehicles of declared capacity; `told` and `kernel` the intervals in
    work made from errors and by the kernel, where they were. They are kept to judge and to learn by.
    """

    position: int
    median: datetime | None
    low: datetime | None
    high: datetime | None
    method: Method
    reason: Reason
    source: Source
    expected: float
    told: tuple[float, float] | None = None
    kernel: tuple[float, float] | None = None


@dataclass(frozen=True)
class Gate:
    """What is known of one gate and direction when a forecast is made."""

    capacity: Capacity
    service: Service = field(default_factory=Service)
    errors: Errors | None = None
    preferred: Source | None = None

    @property
    def speaking(self) -> Errors | None:
        """The errors, where there are enough of them."""
        return self.errors if self.errors is not None and self.errors.speaks() else None

    @property
    def source(self) -> Source:
        """What makes the intervals: errors where there are enough, unless the kernel is preferred."""
        return Source.KERNEL if self.speaking is None or self.preferred is Source.KERNEL else Source.ERRORS

    def lanes_at(self, now: datetime) -> Lanes:
        """The lanes of the plan in force, or those it will open with while the gate is shut."""
        opening = self.capacity.calendar.next_opening(now)
        return self.service.lanes(float(self.capacity.declared_at(opening or now)))


def eta(gate: Gate, now: datetime, position: int, *, seed: int = 0, compare: bool = False) -> Eta:
    """The forecast for one position from 1. Raises ValueError for less."""
    return etas(gate, now, (position,), seed=seed, compare=compare)[0]


def eta_joining(gate: Gate, now: datetime, in_line: int, *, seed: int = 0, compare: bool = False) -> Eta:
    """The forecast for a vehicle that joins now behind `in_line` others, called ones included."""
    return eta(gate, now, in_line + 1, seed=seed, compare=compare)


def etas(
    gate: Gate, now: datetime, positions: Sequence[int], *, seed: int = 0, compare: bool = False
) -> tuple[Eta, ...]:
    """The forecasts for many positions of one line at once, in the order given; the kernel runs once.

    `compare`: ask the kernel also where errors make the interval, so that both can be judged later. Raises
    ValueError for a position below 1.
    """
    if any(position < 1 for position in positions):
        raise ValueError("The first in line has position 1.")
    lanes = gate.lanes_at(now)
    work = [_work(position, lanes, gate.service) for position in positions]
    medians = gate.capacity.moments_of(work, now)
    found = [_middle(lanes, *one) for one in zip(positions, work, medians, strict=True)]
    if gate.speaking is not None:
        found = _with_errors(gate.capacity, now, found, gate.speaking, gate.source is Source.ERRORS)
    if gate.source is Source.KERNEL or compare:
        found = _with_kernel(gate, now, found, seed, gate.source is Source.KERNEL)
    return tuple(found)


def _work(position: int, lanes: Lanes, service: Service) -> Fraction:
    """Vehicles of declared capacity until a position is through.

    With a line, the position itself. With lanes free, the vehicle's own service (its median, by Wilson and
    Hilferty) and the wait PSFFA expects; never more than for the next position, which waits for certain.
    """
    if position > lanes.count:
        return Fraction(position)
    own = lanes.rate * service.hours * (1 - service.scv / 9) ** 3
    wait = lanes.rate * expected_wait(lanes, service.scv, position - 1)
    return _exact(min(own + wait, lanes.count + 1.0))


def _exact(work: float) -> Fraction:
    """To a millionth of a vehicle, above nothing: nothing would be served while the gate is shut."""
    return Fraction(max(1_000, int(work * 1_000_000 + 0.5)), 1_000_000)


def _middle(lanes: Lanes, position: int, work: Fraction, median: datetime | None) -> Eta:
    if median is None:
        method, reason = Method.NONE, Reason.NO_END_KNOWN
    elif position > lanes.count:
        method, reason = Method.FLUID, Reason.LINE_STANDS
    else:
        method, reason = Method.PSFFA, Reason.LANES_FREE
    return Eta(position, median, None, None, method, reason, Source.NONE, float(work))


def _with_errors(
    capacity: Capacity, now: datetime, found: Sequence[Eta], errors: Errors, use: bool
) -> list[Eta]:
    """With intervals in work made from errors, and in moments where they are the ones to `use`."""
    told = [errors.work(one.position, one.expected) for one in found]
    if not use:
        return [replace(one, told=work) for one, work in zip(found, told, strict=True)]
    lows = capacity.moments_of([_exact(low) for low, _ in told], now)
    highs = capacity.moments_of([_exact(high) for _, high in told], now)
    return [
        replace(one, told=work, low=low, high=high, source=Source.ERRORS) if one.median else one
        for one, work, low, high in zip(found, told, lows, highs, strict=True)
    ]


def _with_kernel(gate: Gate, now: datetime, found: Sequence[Eta], seed: int, use: bool) -> list[Eta]:
    """With the kernel's intervals, in moments where they are the ones to `use`, else in work."""
    known = [(one.position, one.median) for one in found if one.median is not None]
    if not known:
        return list(found)
    length = max(position for position, _ in known)
    plan = shifts(gate.capacity, gate.service, now, max(median for _, median in known) + LOOK_AHEAD)
    times = min(REPLICATIONS, max(FEWEST, MOST_REPLICATED // length))
    ends = replicate(length, plan, gate.service, seed=seed, replications=times)

    def of(one: Eta) -> Eta:
        if one.median is None:
            return one
        earliest, latest = (
            None if end == inf else now + timedelta(hours=end) for end in ends.interval(one.position)
        )
        if use:
            low = min(earliest or one.median, one.median)
            return replace(one, low=low, high=latest and max(latest, one.median), source=Source.KERNEL)
        if earliest is None or latest is None:
            return one
        served = gate.capacity.served_between
        return replace(one, kernel=(float(served(now, earliest)), float(served(now, latest))))

    return [of(one) for one in found]


@dataclass(frozen=True)
class Outlook:
    """How the line is expected to go on: vehicles waiting by hours from now, and how that was found."""

    line: Trajectory
    method: Method


def outlook(gate: Gate, now: datetime, in_line: int, arrivals: Steps, ahead: timedelta) -> Outlook:
    """The line in the hours `ahead`, for `arrivals` an hour from now on; `in_line` counts those in lanes.

    Fluid where a line stands all the time, PSFFA where chance makes the line or ends it.
    """
    until = ahead / timedelta(hours=1)
    plan = shifts(gate.capacity, gate.service, now, now + ahead)
    working = min(in_line, plan[0].lanes.count if plan and plan[0].start <= 0 else 0)
    water = fluid(arrivals, rates(plan), in_line - working, until)
    if min(water.waiting) > 0:
        return Outlook(water, Method.FLUID)
    return Outlook(psffa(arrivals, plan, gate.service.scv, in_line, until), Method.PSFFA)
