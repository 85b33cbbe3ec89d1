"""Erlang C (công thức Erlang C): waiting before `c` lanes when nothing changes over time. Closed form. Pure.

Load `a` is arrivals times service, in erlangs; everything needs a < c. For service that is not exponential
the wait is scaled by (1 + scv) / 2 (Allen–Cunneen), exact for one lane (Pollaczek–Khinchine).
"""

from __future__ import annotations

from functools import lru_cache
from math import inf, log


@lru_cache(maxsize=4096)
def probability_of_waiting(lanes: int, load: float) -> float:
    """The share of vehicles that wait (Erlang C). 1 when `load` reaches the lanes. Raises ValueError for
    no lanes.
    """
    if lanes < 1 or load < 0:
        raise ValueError("At least one lane, and no load below nothing.")
    if load >= lanes:
        return 1.0
    blocked = 1.0  # Erlang B by its recursion, which neither overflows nor loses digits
    for lane in range(1, lanes + 1):
        blocked = load * blocked / (lane + load * blocked)
    return lanes * blocked / (lanes - load * (1 - blocked))


def mean_waiting(lanes: int, load: float, scv: float = 1.0) -> float:
    """The mean number of vehicles that wait. Infinite when `load` reaches the lanes."""
    if load >= lanes:
        return inf
    return probability_of_waiting(lanes, load) * load / (lanes - load) * (1 + scv) / 2


def mean_wait(lanes: int, rate: float, service: float, scv: float = 1.0) -> float:
    """The mean wait in the unit of `service`; `rate` arrivals in that unit. Infinite when they cannot be
    served.
    """
    return mean_waiting(lanes, rate * service, scv) / rate if rate > 0 else 0.0


def wait_exceeded_by(share: float, lanes: int, rate: float, service: float, scv: float = 1.0) -> float:
    """The wait that a share of vehicles (0–1) exceeds: exact for exponential service, scaled for others.

    Infinite when the arrivals cannot be served. Raises ValueError for a share that is none.
    """
    if not 0 < share < 1:
        raise ValueError("A share lies between 0 and 1.")
    load = rate * service
    if load >= lanes:
        return inf
    waiting = probability_of_waiting(lanes, load)
    return max(0.0, log(waiting / share)) * service / (lanes - load) * (1 + scv) / 2 if waiting else 0.0
