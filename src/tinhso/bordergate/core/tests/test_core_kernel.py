"""The event kernel: against Erlang C, against SimPy vehicle by vehicle, and its own rules."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from itertools import pairwise
from math import inf, sqrt
from random import Random
from statistics import fmean, stdev
from typing import Any

import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st

from tinhso.bordergate.core.forecasting import erlang
from tinhso.bordergate.core.forecasting.kernel import Draw, Run, gamma, poisson, run, under_way
from tinhso.bordergate.core.forecasting.shapes import Lanes, Shift, Steps
from tinhso.bordergate.core.tests import measured

SHUT = (*measured.CUT, Shift(19.0, Lanes(0, 0.2)), Shift(31.0, Lanes(12, 0.2)))
"""With a night after the cut."""


def test_the_kernel_waits_as_long_as_erlang_c() -> None:
    """Scenario 32: 14 lanes of 12 minutes at 85.7 %, a million vehicles, as near as their spread allows."""
    means = []
    for seed in range(84):
        random = Random(seed)
        joined = poisson(Steps((0.0,), (60.0,)), 0.0, 200.0, random)
        waits = run(joined, (Shift(0.0, Lanes(14, 0.2)),), gamma(1.0, random)).waits()
        means.append(fmean(waits[600:]) * 60)
    error = stdev(means) / sqrt(len(means))
    theory = erlang.mean_wait(14, 1.0, 12.0)
    assert error < 0.025 * theory
    assert abs(fmean(means) - theory) < min(0.05 * theory, 3 * error)


class Oracle:
    """The same gate in SimPy: lanes that are lost are taken by blockers that stand before the vehicles."""

    def __init__(self, joined: Sequence[float], plan: Sequence[Shift], draw: Draw) -> None:
        self.world = simpy.Environment()
        self.most = max(shift.lanes.count for shift in plan)
        self.lanes = simpy.PriorityResource(self.world, capacity=self.most)
        self.plan, self.draw, self.mean = plan, draw, plan[0].lanes.mean
        self.begun, self.done = [inf] * len(joined), [inf] * len(joined)
        self.blockers: list[Any] = []
        self.world.process(self.change())
        for number, time in enumerate(joined):
            self.world.process(self.vehicle(number, time))
        self.world.run()

    def change(self) -> Generator[Any, Any, None]:
        """Lanes close and open as planned."""
        for shift in self.plan:
            yield self.world.timeout(shift.start - self.world.now)
            while len(self.blockers) < self.most - shift.lanes.count:
                self.blockers.append(self.lanes.request(priority=-1))
            while len(self.blockers) > self.most - shift.lanes.count:
                blocker = self.blockers.pop()
                if blocker.triggered:
                    self.lanes.release(blocker)
                else:
                    blocker.cancel()

    def vehicle(self, number: int, time: float) -> Generator[Any, Any, None]:
        """One vehicle comes, waits, is worked on and goes."""
        yield self.world.timeout(time)
        with self.lanes.request(priority=0) as lane:
            yield lane
            self.begun[number] = self.world.now
            yield self.world.timeout(self.draw(self.mean))
            self.done[number] = self.world.now


@pytest.mark.parametrize("plan", [measured.FULL, measured.CUT, SHUT], ids=["full", "cut", "night"])
@pytest.mark.parametrize("seed", range(3))
def test_every_vehicle_begins_and_ends_when_simpy_says(plan: tuple[Shift, ...], seed: int) -> None:
    joined = poisson(measured.ARRIVALS, 0, 24, Random(seed))
    ours = run(joined, plan, gamma(0.5, Random(seed)))
    theirs = Oracle(joined, plan, gamma(0.5, Random(seed)))
    assert len(joined) > 350
    assert ours.begun == pytest.approx(theirs.begun, abs=1e-9)
    assert ours.done == pytest.approx(theirs.done, abs=1e-9)


@pytest.mark.parametrize("scv", [0.0, 0.25, 0.5, 1.0])
def test_service_has_the_mean_and_spread_it_is_given(scv: float) -> None:
    draw = gamma(scv, Random(7))
    times = [draw(0.2) for _ in range(20_000)]
    assert fmean(times) == pytest.approx(0.2, rel=0.03)
    assert stdev(times) ** 2 / 0.04 == pytest.approx(scv, abs=0.04)
    left = under_way(scv, Random(7))
    assert fmean(left(0.2) for _ in range(20_000)) == pytest.approx(0.2 * (1 + scv) / 2, rel=0.04)


def test_as_many_come_as_the_rates_say() -> None:
    days = [poisson(measured.ARRIVALS, 0, 24, Random(seed)) for seed in range(200)]
    assert fmean(map(len, days)) == pytest.approx(460, abs=4 * sqrt(460 / 200))
    assert fmean(sum(12 <= time < 13 for time in day) for day in days) == pytest.approx(66, abs=2.4)


def test_vehicles_under_way_take_their_lanes_first() -> None:
    found = run((0.0, 0.0), (Shift(0.0, Lanes(2, 1.0)),), gamma(0.0, Random(1)), busy=(0.5, 0.25))
    assert found.begun == (0.25, 0.5)
    assert found.done == (1.25, 1.5)


def test_whoever_no_lane_opens_for_is_never_done() -> None:
    closing = (Shift(0.0, Lanes(1, 1.0)), Shift(1.5, Lanes(0, 1.0)))
    found = run((0.0, 0.0, 0.0), closing, gamma(0.0, Random(1)))
    assert found.done == (1.0, 2.0, inf)
    assert found.waits() == [0.0, 1.0]
    late = (Shift(2.0, Lanes(1, 1.0)), Shift(3.5, Lanes(0, 1.0)))
    assert run((0.0, 0.0), late, gamma(0.0, Random(1))).done == (3.0, 4.0)
    assert run((0.0,), (), gamma(0.0, Random(1))).done == (inf,)
    assert run((0.0, 0.0), closing, gamma(0.0, Random(1)), until=0.5).begun == (0.0, inf)


@given(st.integers(0, 10_000), st.integers(0, 3), st.integers(1, 5), st.floats(0.05, 3.0))
def test_nobody_overtakes_and_no_more_are_worked_on_than_lanes(
    seed: int, fewer: int, lanes: int, change: float
) -> None:
    random = Random(seed)
    joined = sorted(random.random() * 3 for _ in range(60))
    plan = (Shift(0.0, Lanes(lanes, 0.1)), Shift(change, Lanes(max(0, lanes - fewer), 0.1)))
    found = run(joined, plan, gamma(0.5, random))
    reached = [one for one in zip(found.joined, found.begun, found.done, strict=True) if one[1] < inf]
    assert all(before[1] <= after[1] for before, after in pairwise(reached))
    assert all(came <= start < end for came, start, end in reached)
    for _, start, _ in reached:
        working = sum(other[1] <= start < other[2] for other in reached)
        assert working <= lanes if start < change else working <= max(lanes - fewer, working - 1)


def test_the_same_seed_gives_the_same_day() -> None:
    first, second = measured.simulated(measured.CUT, 1), measured.simulated(measured.CUT, 1)
    assert isinstance(first[0], Run)
    assert first == second
