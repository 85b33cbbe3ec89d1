"""A line as water (mô hình dòng chảy): what comes above what is let through stands. Exact, without chance.
Pure.

Good while more comes than goes; below that it sees no line where chance makes one.
"""

from __future__ import annotations

from itertools import pairwise

from tinhso.bordergate.core.forecasting.shapes import Steps, Trajectory


def fluid(arrivals: Steps, capacity: Steps, waiting: float, until: float) -> Trajectory:
    """The line from hour 0 to `until`, `waiting` vehicles at first; rates in vehicles an hour."""
    turns = sorted({0.0, until, *(t for t in (*arrivals.starts, *capacity.starts) if 0 < t < until)})
    times, line = [0.0], [max(0.0, waiting)]
    for since, end in pairwise(turns):
        growth = arrivals.at(since) - capacity.at(since)
        left = line[-1] + growth * (end - since)
        if left < 0:
            if line[-1] > 0:
                times.append(since - line[-1] / growth)
                line.append(0.0)
            left = 0.0
        times.append(end)
        line.append(left)
    return Trajectory(tuple(times), tuple(line))
