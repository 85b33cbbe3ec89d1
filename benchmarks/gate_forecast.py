"""Forecasts of the border gate: the event kernel beside SimPy, one day by three methods, the cost of an ETA.

    PYTHONPATH=src python -m benchmarks.gate_forecast [--vehicles 100000] [--seeds 20]

Needs neither database nor settings, but SimPy of the tests. Kernel and SimPy let the same vehicles through
with the same services, and must agree on every one. `--seeds`: simulated months to judge the interval on.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Generator, Sequence
from datetime import timedelta
from functools import partial
from random import Random
from statistics import fmean, median
from typing import Any

import simpy

from tinhso.bordergate.core.forecasting.eta import Gate, etas
from tinhso.bordergate.core.forecasting.fluid import fluid
from tinhso.bordergate.core.forecasting.interval import Errors, Outcome
from tinhso.bordergate.core.forecasting.kernel import gamma, poisson, run
from tinhso.bordergate.core.forecasting.psffa import psffa
from tinhso.bordergate.core.forecasting.replaying import Replay
from tinhso.bordergate.core.forecasting.scoring import DayScore, score
from tinhso.bordergate.core.forecasting.shapes import Lanes, Shift, Steps, Trajectory, rates
from tinhso.bordergate.core.tests import gate_days, measured

ROUNDS = 5
LANES = 14


def _seconds(what: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.perf_counter()
        what()
        best = min(best, time.perf_counter() - begun)
    return best


def _kernel(joined: Sequence[float], scv: float) -> Sequence[float]:
    """A line before lanes that stay the same; when each vehicle was through."""
    return run(joined, (Shift(0.0, Lanes(LANES, 0.2)),), gamma(scv, Random(1))).done


def _simpy(joined: Sequence[float], scv: float) -> list[float]:
    """The same line in SimPy; when each vehicle was through."""
    world, draw = simpy.Environment(), gamma(scv, Random(1))
    lanes, done = simpy.Resource(world, LANES), [0.0] * len(joined)

    def vehicle(number: int) -> Generator[Any, Any, None]:
        with lanes.request() as lane:
            yield lane
            yield world.timeout(draw(0.2))
            done[number] = world.now

    def arriving() -> Generator[Any, Any, None]:
        for number, moment in enumerate(joined):
            yield world.timeout(moment - world.now)
            world.process(vehicle(number))

    world.process(arriving())
    world.run()
    return done


def engines(vehicles: int) -> None:
    """Events a second: two for every vehicle, its coming and its going."""
    joined = poisson(Steps((0.0,), (60.0,)), 0.0, vehicles / 60, Random(0))
    print(f"{'service':24} {'kernel events/s':>16} {'SimPy events/s':>16} {'ratio':>6}")
    for name, scv in (("exponential", 1.0), ("gamma, scv 0.5", 0.5), ("gamma, scv 0.3", 0.3)):
        ours, theirs = _kernel(joined, scv), _simpy(joined, scv)
        if max(abs(one - other) for one, other in zip(ours, theirs, strict=True)) > 1e-6:
            raise SystemExit(f"{name}: the kernel and SimPy disagree")
        here = 2 * len(joined) / _seconds(partial(_kernel, joined, scv))
        there = 2 * len(joined) / _seconds(partial(_simpy, joined, scv), 3)
        print(f"{name:24} {here:>16,.0f} {there:>16,.0f} {here / there:>6.1f}")


def one_day() -> None:
    """The measured gate: mean wait and most waiting by fluid and PSFFA, beside 300 days by the kernel."""
    arrivals, scv, until = measured.ARRIVALS, measured.SCV, measured.END
    vehicles = sum(measured.HOURLY)
    print(f"\n{'measured gate':24} {'mean wait':>12} {'most':>8} {'time':>10}")
    for name, plan in (("no cut", measured.FULL), ("cut", measured.CUT)):
        begun = time.perf_counter()
        days = measured.simulated(plan, 300)
        spent = time.perf_counter() - begun
        most = max(measured.waiting_at(days, quarter / 4 - 0.01) for quarter in range(40, 80))
        wait = measured.mean_minutes(days)
        print(f"{name + ', kernel (300)':24} {wait:>8.2f} min {most:>8.1f} {spent * 1000:>7.1f} ms")
        ways: tuple[tuple[str, Callable[[], Trajectory]], ...] = (
            ("PSFFA", partial(psffa, arrivals, plan, scv, 0.0, until)),
            ("fluid", partial(fluid, arrivals, rates(plan), 0.0, until)),
        )
        for method, way in ways:
            line, cost = way(), _seconds(way)
            mean = line.vehicle_hours / vehicles * 60
            share = f"({(mean / wait - 1) * 100:+.0f} %)"
            label = f"{name}, {method}"
            print(f"{label:24} {mean:>8.2f} min {line.peak:>8.1f} {cost * 1000:>7.2f} ms {share}")


def one_eta() -> None:
    """What a forecast costs: one position, and every place of a line at once."""
    now = gate_days.START + timedelta(days=20, hours=11)
    outcomes = [
        Outcome(now, now, place, float(place), place * (0.8 + step / 50))
        for place in (3, 10, 30, 80)
        for step in range(20)
        for _ in range(50)
    ]
    bare = Gate(gate_days.declared(gate_days.cuts((20,), Random(1))), gate_days.SERVICE)
    told = Gate(bare.capacity, bare.service, Errors.of(outcomes))
    print(f"\n{'forecast':40} {'errors':>10} {'kernel':>10}")
    for label, places in (
        ("one position, 60 in line", (60,)),
        ("all 60 places", range(1, 61)),
        ("all 300 places", range(1, 301)),
        ("all 1,646 places", range(1, 1647)),
    ):
        costs = [_seconds(partial(etas, gate, now, places), 3) * 1000 for gate in (told, bare)]
        print(f"{label:40} {costs[0]:>7.2f} ms {costs[1]:>7.2f} ms")


def honesty(seeds: int) -> None:
    """Coverage and error on 14 judged days with 3 cuts after 14 days of learning, month after month."""
    found: list[DayScore] = []
    begun = time.perf_counter()
    for seed in range(seeds):
        random = Random(1000 + seed)
        cut_days = [*sorted(random.sample(range(2, 14), 3)), *sorted(random.sample(range(14, 28), 3))]
        days = gate_days.world(seed, 28, cut_days)
        judged = Replay(days.capacity, gate_days.SERVICE).judge(days.passings, every=3)
        late = gate_days.START + timedelta(days=14)
        found.append(score(gate_days.FIRST, [one for _, one in judged if one.made_at >= late]))
    coverage = [one.coverage or 0.0 for one in found]
    print(f"\n{seeds} simulated months, {sum(one.count for one in found):,} forecasts judged")
    print(
        f"coverage of the 80 % interval: mean {fmean(coverage):.3f}, least {min(coverage):.3f}, "
        f"most {max(coverage):.3f}, within 75 to 85 %: {sum(0.75 <= one <= 0.85 for one in coverage)}"
    )
    print(
        f"mean absolute error {fmean(one.mae_minutes or 0 for one in found):.1f} min (median "
        f"{median(one.median_error_minutes or 0 for one in found):.1f}), naive "
        f"{fmean(one.naive_mae_minutes or 0 for one in found):.1f} min; better in "
        f"{sum(bool(one.better_than_naive) for one in found)} months; width "
        f"{fmean(one.width_minutes or 0 for one in found):.0f} min"
    )
    print(f"{(time.perf_counter() - begun) / seeds:.2f} s a month, simulation and learning included")


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.gate_forecast")
    asked.add_argument("--vehicles", type=int, default=100_000)
    asked.add_argument("--seeds", type=int, default=20)
    options = asked.parse_args()
    engines(options.vehicles)
    one_day()
    one_eta()
    honesty(options.seeds)


if __name__ == "__main__":
    main()
