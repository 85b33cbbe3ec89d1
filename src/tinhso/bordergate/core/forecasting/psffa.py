"""PSFFA: the pointwise stationary fluid flow approximation for M/G/c lanes that change over time. Pure.

The mean number in the system follows dx/dt = arrivals − lanes × busy(x) / service, where busy(x) is the
share of lanes that would work if x were the mean of a stationary system (Wang, Tipper and Banerjee 1996;
used for gates by X. Chen, X. Zhou and G. List 2011, TR-E 47:965–982). The stationary mean is Erlang C
scaled by Allen–Cunneen, so service is given by its mean and squared coefficient of variation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from tinhso.bordergate.core.forecasting.erlang import mean_waiting
from tinhso.bordergate.core.forecasting.shapes import Lanes, Shift, Steps, Trajectory

STEP = 1 / 60
"""Longest step of the integration in hours; shorter where one service is short."""
GRID = 400
"""Points at which busy(x) is tabled."""


@lru_cache(maxsize=256)
def _table(lanes: int, scv: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """(mean in the system, share busy), denser towards full lanes."""
    busy = [1 - (1 - number / GRID) ** 2 for number in range(GRID)]
    return tuple(lanes * share + mean_waiting(lanes, lanes * share, scv) for share in busy), tuple(busy)


def busy(lanes: int, scv: float, system: float) -> float:
    """The share of lanes (0–1) that work when `system` vehicles are there on average."""
    if lanes == 0 or system <= 0:
        return 0.0
    numbers, shares = _table(lanes, scv)
    place = bisect_right(numbers, system)
    if place == len(numbers):
        # Near saturation the stationary line is inverse to the free share: x (1 - busy) stays as it is.
        return 1 - (1 - shares[-1]) * numbers[-1] / system
    since, until = numbers[place - 1], numbers[place]
    return shares[place - 1] + (shares[place] - shares[place - 1]) * (system - since) / (until - since)


def expected_wait(lanes: Lanes, scv: float, system: float) -> float:
    """Hours a vehicle waits that comes when `system` vehicles are there on average."""
    share = busy(lanes.count, scv, system)
    return max(0.0, system - lanes.count * share) / (lanes.rate * share) if share else 0.0


def psffa(arrivals: Steps, plan: Sequence[Shift], scv: float, system: float, until: float) -> Trajectory:
    """Vehicles waiting from hour 0 to `until`, `system` of them there at first, those worked on included."""
    turns = sorted({0.0, until, *(t for t in arrivals.starts if 0 < t < until)} | _starts(plan, until))
    lanes_at = Steps(tuple(s.start for s in plan), tuple(float(number) for number in range(len(plan))))
    now = max(0.0, system)
    times, line = [0.0], [0.0]
    for since, end in pairwise(turns):
        lanes = plan[int(lanes_at.at(since))].lanes if plan and plan[0].start <= since else Lanes(0, 1.0)
        line[-1] = now - lanes.count * busy(lanes.count, scv, now)
        steps = max(1, int((end - since) / min(STEP, lanes.mean / 4) + 0.999999))
        now = _integrate(arrivals.at(since), lanes, scv, now, (since, end, steps), (times, line))
    return Trajectory(tuple(times), tuple(line))


def _starts(plan: Sequence[Shift], until: float) -> set[float]:
    return {shift.start for shift in plan if 0 < shift.start < until}


def _integrate(
    rate: float,
    lanes: Lanes,
    scv: float,
    now: float,
    stretch: tuple[float, float, int],
    into: tuple[list[float], list[float]],
) -> float:
    """One stretch without a change by Heun's rule; the points go `into` times and line, the end is
    returned.
    """
    since, end, steps = stretch
    step = (end - since) / steps
    share = busy(lanes.count, scv, now)
    for number in range(1, steps + 1):
        slope = rate - lanes.rate * share
        guess = max(0.0, now + step * slope)
        slope = (slope + rate - lanes.rate * busy(lanes.count, scv, guess)) / 2
        now = max(0.0, now + step * slope)
        share = busy(lanes.count, scv, now)
        into[0].append(since + number * step)
        into[1].append(now - lanes.count * share)
    return now
