"""Between which moments a vehicle will be through, four times in five (khoảng dự báo 80 %). Pure.

Two ways, chosen by evidence. From replications of the kernel: what chance in service does, and an assumed
spread of the gate's pace; it needs no history and holds too few where the pace wanders more. From errors of
past forecasts: by which factor a line of like depth took more or less than declared, the share left outside
widened or narrowed by what past intervals held (adaptive conformal inference, Gibbs and Candès 2021). Both
are told in *work*, vehicles of declared capacity, so that nights, cuts and closures known at the time are
no errors.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from math import ceil, exp, floor, log
from random import Random
from statistics import fmean

from tinhso.bordergate.core.forecasting.kernel import gamma, run, spread, under_way
from tinhso.bordergate.core.forecasting.shapes import Lanes, Service, Shift

SHARE = 0.8
"""What part of the vehicles an interval is to hold."""
ENOUGH = 40
"""Outcomes from which on a band of depths speaks for itself."""
BANDS = (6, 15, 40)
"""Greatest positions of the bands of depths but the last: nobody waits, some do, an hour's line, more."""
GAIN = 0.005
"""By how much one past interval that held or missed moves the share left outside."""
LEAST_OUTSIDE, MOST_OUTSIDE = 0.02, 0.5
COMPARED, CLEARLY, LEAST_COVERAGE = 200, 0.95, 0.75
"""Forecasts that must have been compared, by what factor the kernel must be better, and what it must hold."""
REPLICATIONS = 120
PACE_SPREAD = 0.15
"""Assumed spread of the logarithm of a gate's pace until its own errors are known."""


class Source(StrEnum):
    """What an interval was made from."""

    KERNEL = "kernel"
    ERRORS = "errors"
    NONE = "none"


@dataclass(frozen=True)
class Outcome:
    """What became of one forecast: position, work expected and done, both in vehicles of declared capacity.

    `told` is the interval (work) made from errors, `kernel` the kernel's, where there were any.
    """

    made_at: datetime
    known_at: datetime
    position: int
    expected: float
    actual: float
    told: tuple[float, float] | None = None
    kernel: tuple[float, float] | None = None

    @property
    def error(self) -> float:
        """Logarithm of the factor by which it took longer; one vehicle is added to tame the shortest
        lines.
        """
        return log((self.actual + 1) / (self.expected + 1))


def band(position: int) -> int:
    """Which band of depths a position belongs to."""
    return bisect_left(BANDS, position)


def quantile(values: Sequence[float], share: float) -> float:
    """The value that a share of as many values and one more would not exceed; `values` rising, not empty.

    Rounded outward from the middle, as conformal prediction does, so that few values give a wide interval.
    """
    place = share * (len(values) + 1)
    number = floor(place) if share < 0.5 else ceil(place)
    return values[min(max(number, 1), len(values)) - 1]


@dataclass(frozen=True)
class Errors:
    """Errors of past forecasts (sai số dự báo trước đây) by band of depths.

    Each band's are rising; `outside` is the share of vehicles each band leaves outside its intervals.
    """

    bands: tuple[tuple[float, ...], ...]
    outside: tuple[float, ...]

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Errors:
        """Sort what is known by depth, and correct the shares in the order in which it became known."""
        found: list[list[float]] = [[] for _ in range(len(BANDS) + 1)]
        outside = [1 - SHARE] * len(found)
        for outcome in sorted(outcomes, key=lambda one: one.known_at):
            place = band(outcome.position)
            found[place].append(outcome.error)
            if outcome.told is not None:
                missed = not outcome.told[0] <= outcome.actual <= outcome.told[1]
                share = outside[place] + GAIN * (1 - SHARE - missed)
                outside[place] = min(MOST_OUTSIDE, max(LEAST_OUTSIDE, share))
        return cls(tuple(tuple(sorted(errors)) for errors in found), tuple(outside))

    @cached_property
    def together(self) -> tuple[float, ...]:
        """Errors of all depths."""
        return tuple(sorted(error for errors in self.bands for error in errors))

    def near(self, position: int) -> tuple[float, ...]:
        """The errors that speak for a position: those of its band, or all while the band has few."""
        own = self.bands[band(position)]
        return own if len(own) >= ENOUGH else self.together

    def speaks(self) -> bool:
        """Whether there are enough to make an interval of."""
        return len(self.together) >= ENOUGH

    def work(self, position: int, expected: float) -> tuple[float, float]:
        """Least and most work, four times in five, for a line expected to take so much. Needs `speaks()`."""
        near = self.near(position)
        edge = self.outside[band(position)] / 2
        low, high = ((expected + 1) * exp(quantile(near, share)) - 1 for share in (edge, 1 - edge))
        return max(0.0, min(low, expected)), max(high, expected)


@dataclass(frozen=True)
class Ends:
    """When each of a line is through in all replications, rising: hours from now, `inf` for not in sight."""

    by_position: tuple[tuple[float, ...], ...]

    def interval(self, position: int) -> tuple[float, float]:
        """Earliest and latest hour, four times in five, for a position from 1."""
        edge = (1 - SHARE) / 2
        ends = self.by_position[position - 1]
        return quantile(ends, edge), quantile(ends, 1 - edge)


def replicate(
    length: int,
    plan: Sequence[Shift],
    service: Service,
    *,
    seed: int,
    replications: int = REPLICATIONS,
    pace_spread: float = PACE_SPREAD,
) -> Ends:
    """Let a line of `length` through so many times: the last one joins now, lanes before it are busy already.

    `plan` is told in hours from now. Each replication has a pace of its own. The same seed gives the same
    ends.
    """
    ends: list[list[float]] = [[] for _ in range(length)]
    open_now = plan[0].lanes if plan and plan[0].start <= 0 else Lanes(0, 1.0)
    working = min(length - 1, open_now.count)
    for number in range(replications):
        random = Random(seed * 1_000_003 + number)  # noqa: S311 - replications, no secrets
        slower = spread(pace_spread, random)
        rest = under_way(service.scv, random)
        draw = gamma(service.scv, random)
        busy = sorted(rest(open_now.mean * slower) for _ in range(working))
        scaled = [Shift(shift.start, Lanes(shift.lanes.count, shift.lanes.mean * slower)) for shift in plan]
        done = run((0.0,) * (length - working), scaled, draw, busy=busy).done
        for position, end in enumerate((*busy, *done)):
            ends[position].append(end)
    return Ends(tuple(tuple(sorted(one)) for one in ends))


def interval_score(low: float, high: float, actual: float) -> float:
    """Width, and what is missed tenfold (Gneiting and Raftery 2007): smaller is better, honest widths are
    best.
    """
    return (high - low) + 2 / (1 - SHARE) * (max(0.0, low - actual) + max(0.0, actual - high))


@dataclass(frozen=True)
class Preference:
    """Which way to take, and on what that rests: mean interval score (work) and coverage on past days."""

    source: Source
    compared: int = 0
    kernel_score: float | None = None
    errors_score: float | None = None
    kernel_coverage: float | None = None
    errors_coverage: float | None = None


def prefer(outcomes: Sequence[Outcome]) -> Preference:
    """Judge both ways on forecasts for which both were asked.

    The kernel while there are too few errors, or where its score is the better one and it holds at least
    three vehicles of four; else errors.
    """
    if len(outcomes) < ENOUGH:
        return Preference(Source.KERNEL)
    pairs = [
        (one.kernel, one.told, one.actual)
        for one in outcomes
        if one.kernel is not None and one.told is not None
    ]
    if len(pairs) < COMPARED:
        return Preference(Source.ERRORS, len(pairs))
    kernel_score = fmean(interval_score(*kernel, actual) for kernel, _, actual in pairs)
    errors_score = fmean(interval_score(*told, actual) for _, told, actual in pairs)
    kernel_coverage = fmean(kernel[0] <= actual <= kernel[1] for kernel, _, actual in pairs)
    errors_coverage = fmean(told[0] <= actual <= told[1] for _, told, actual in pairs)
    better = kernel_score < CLEARLY * errors_score and kernel_coverage >= LEAST_COVERAGE
    return Preference(
        Source.KERNEL if better else Source.ERRORS,
        len(pairs),
        kernel_score,
        errors_score,
        kernel_coverage,
        errors_coverage,
    )
