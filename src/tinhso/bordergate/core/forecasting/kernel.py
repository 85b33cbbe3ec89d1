"""A small event kernel (mô phỏng sự kiện): one line before lanes that open and close. Seeded, repeatable.
Pure.

Vehicles come at given times and are worked on in that order. When lanes become fewer, those being worked on
are finished and their lanes stay empty; when the gate shuts, likewise. Times in hours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import exp, inf, log
from random import Random

from tinhso.bordergate.core.forecasting.shapes import Lanes, Shift, Steps

Draw = Callable[[float], float]
"""How long one vehicle is worked on, by the mean; both in hours."""


@dataclass(frozen=True)
class Run:
    """What became of the vehicles, in the order in which they came; those not reached have `inf`."""

    joined: tuple[float, ...]
    begun: tuple[float, ...]
    done: tuple[float, ...]
    events: int

    def waits(self) -> list[float]:
        """Hours each vehicle waited that was reached."""
        return [start - came for came, start in zip(self.joined, self.begun, strict=True) if start < inf]


def gamma(scv: float, random: Random) -> Draw:
    """Service with gamma shape (scv 1: exponential, 0: always the mean)."""
    if scv <= 0:
        return lambda mean: mean
    uniform, shape = random.random, 1 / scv
    if shape == 1:
        return lambda mean: -log(1 - uniform()) * mean
    if shape == 2:  # two exponential stages: the same as a gamma variate, several times as fast
        return lambda mean: -log((1 - uniform()) * (1 - uniform())) * mean / 2
    variate = random.gammavariate
    return lambda mean: variate(shape, mean * scv)


def under_way(scv: float, random: Random) -> Draw:
    """What is left of a service that has been going on for some time: a random part of a length-biased
    one.
    """
    if scv <= 0:
        return lambda mean: random.random() * mean
    return lambda mean: random.random() * random.gammavariate(1 / scv + 1, mean * scv)


def poisson(rates: Steps, since: float, until: float, random: Random) -> list[float]:
    """Times at which vehicles come by chance, at rates that change; in order."""
    found: list[float] = []
    for begun, ended, rate in rates.pieces(since, until):
        if rate <= 0:
            continue
        time = begun + random.expovariate(rate)
        while time < ended:
            found.append(time)
            time += random.expovariate(rate)
    return found


def spread(sigma: float, random: Random) -> float:
    """A factor around 1 by chance: lognormal with median 1."""
    return exp(random.gauss(0.0, sigma)) if sigma > 0 else 1.0


def run(
    joined: Sequence[float],
    plan: Sequence[Shift],
    draw: Draw,
    *,
    busy: Sequence[float] = (),
    until: float = inf,
) -> Run:
    """Let the vehicles through.

    `joined` times at which they come, rising; `busy` times at which vehicles already being worked on will be
    done; `until` when to stop. Ends early when nobody is left or no lane will open again.
    """
    count = len(joined)
    begun, done = [inf] * count, [inf] * count
    working = sorted(busy)
    if not plan or plan[0].start > 0:  # shut until the first shift
        plan = (Shift(0.0, Lanes(0, 1.0)), *plan)
    lanes, mean, shift, change = _next_shift(plan, -1)
    arrived = head = events = 0
    arrival = joined[0] if count else inf
    while head < count:
        now = min(arrival, change, working[0] if working else inf)
        if now >= until:
            break
        events += 1
        if working and working[0] == now:
            heappop(working)
        elif arrival == now:
            arrived += 1
            arrival = joined[arrived] if arrived < count else inf
        else:
            lanes, mean, shift, change = _next_shift(plan, shift)
        while head < arrived and len(working) < lanes:
            begun[head] = now
            done[head] = end = now + draw(mean)
            heappush(working, end)
            head += 1
    return Run(tuple(joined), tuple(begun), tuple(done), events)


def _next_shift(plan: Sequence[Shift], number: int) -> tuple[int, float, int, float]:
    """(lanes, mean, number, time of the following) of the shift after `number`."""
    lanes = plan[number + 1].lanes
    following = plan[number + 2].start if number + 2 < len(plan) else inf
    return lanes.count, lanes.mean, number + 1, following
