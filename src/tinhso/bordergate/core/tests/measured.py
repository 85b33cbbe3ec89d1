"""A measured gate whose numbers are known: 460 vehicles a day, 4 to 66 an hour, 12 lanes, cut to 6 from 11
to 15.

The hourly arrivals were reconstructed from the measured figures (sum, least, most, and the exact fluid
line: mean wait 1.41 min and most 6 without the cut, most 114 with it). Service is gamma, 12 minutes, scv
0.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tinhso.bordergate.core.forecasting.kernel import Run, gamma, poisson, run
from tinhso.bordergate.core.forecasting.shapes import Lanes, Shift, Steps

HOURLY = (4, 4, 4, 4, 4, 4, 6, 8, 10, 14, 22, 58, 66, 60, 50, 55, 26, 18, 12, 8, 7, 6, 5, 5)
ARRIVALS = Steps(tuple(float(hour) for hour in range(24)), tuple(float(number) for number in HOURLY))
SCV = 0.5
END = 30.0
"""Hours after which the day's last vehicle is through."""
FULL = (Shift(0.0, Lanes(12, 0.2)),)
CUT = (*FULL, Shift(11.0, Lanes(6, 0.2)), Shift(15.0, Lanes(12, 0.2)))


def simulated(plan: Sequence[Shift], days: int) -> list[Run]:
    """So many days by the kernel, seeds 0, 1, …"""
    found = []
    for seed in range(days):
        random = Random(seed)
        found.append(run(poisson(ARRIVALS, 0, 24, random), plan, gamma(SCV, random)))
    return found


def mean_minutes(runs: Sequence[Run]) -> float:
    """Minutes waited on average by all vehicles of all days."""
    waits = [wait for one in runs for wait in one.waits()]
    return sum(waits) / len(waits) * 60


def waiting_at(runs: Sequence[Run], time: float) -> float:
    """Vehicles waiting at a time, on average over the days."""
    pairs = (pair for one in runs for pair in zip(one.joined, one.begun, strict=True))
    return sum(came <= time < start for came, start in pairs) / len(runs)
