"""Scenario 33: the intervals hold four vehicles of five, the middle beats the naive forecast; the figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from statistics import fmean

import pytest

from tinhso.bordergate.core.forecasting.eta import Gate, Method, eta
from tinhso.bordergate.core.forecasting.interval import Outcome, Source, prefer
from tinhso.bordergate.core.forecasting.replaying import (
    Passing,
    Replay,
    Stay,
    judged,
    learn,
    outcome_of,
    passings_of,
)
from tinhso.bordergate.core.forecasting.scoring import DayScore, Judged, naive, score
from tinhso.bordergate.core.opening import Closure
from tinhso.bordergate.core.tests.gate_days import FIRST, SERVICE, START, declared, world

LEARNING, JUDGED = 14, 14
SEEDS = range(4)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the simulated days."""
    return START + timedelta(days=day, hours=hour, minutes=minute)


@cache
def judged_days(seed: int, learning_cuts: int = 3) -> tuple[Judged, ...]:
    """Every fourth vehicle of 14 days with 3 cuts, judged after 14 days of learning."""
    random = Random(1000 + seed)
    learning = sorted(random.sample(range(2, LEARNING), learning_cuts))
    cut_days = [*learning, *sorted(random.sample(range(LEARNING, LEARNING + JUDGED), 3))]
    days = world(seed, LEARNING + JUDGED, cut_days)
    found = Replay(days.capacity, SERVICE).judge(days.passings, every=4)
    return tuple(one for _, one in found if one.made_at >= at(LEARNING, 0))


def figures(judged: Sequence[Judged]) -> DayScore:
    """The figures of all judged days together."""
    return score(FIRST, judged)


@pytest.mark.parametrize("seed", SEEDS)
def test_scenario_33_the_interval_holds_four_of_five_and_the_middle_beats_the_naive(seed: int) -> None:
    found = figures(judged_days(seed))
    assert found.count > 800
    assert found.coverage is not None
    assert 0.75 <= found.coverage <= 0.85
    assert found.better_than_naive


@pytest.mark.parametrize("seed", range(2))
def test_scenario_33_holds_though_no_cut_was_seen_before(seed: int) -> None:
    found = figures(judged_days(seed, 0))
    assert found.coverage is not None
    assert 0.75 <= found.coverage <= 0.85
    assert found.better_than_naive


def test_the_middle_beats_the_naive_also_where_the_naive_is_at_its_best() -> None:
    """In open hours, the first left out: there the last hour's rate knows most."""
    daytime = [one for seed in SEEDS for one in judged_days(seed) if 8 <= one.made_at.hour < 19]
    found = figures(daytime)
    assert found.mae_minutes is not None
    assert found.naive_mae_minutes is not None
    assert found.mae_minutes < 0.95 * found.naive_mae_minutes


def test_forecasts_of_a_day_know_nothing_of_it_or_later() -> None:
    """What happened from a day's noon on cannot change what was told that morning."""
    days = world(3, 8, [4])
    noon = at(6, 12)
    known = [one for one in days.passings if one.joined < noon]
    later = [
        Passing(
            one.joined, one.through if one.through < noon else one.through + timedelta(hours=5), one.ahead
        )
        for one in known
    ]
    closed = days.capacity.with_closure(Closure(at(6, 13), at(7, 9), "mưa lớn", known_at=noon))
    first = Replay(days.capacity, SERVICE).judge(known, every=5)
    second = Replay(closed, SERVICE).judge(later, every=5)
    told = [(one.median, one.low, one.high, one.naive) for _, one in first]
    assert told == [(one.median, one.low, one.high, one.naive) for _, one in second]
    assert any(one.low is not None for _, one in first)


def test_the_kernel_is_compared_where_asked_and_the_choice_rests_on_both() -> None:
    days = world(1, 5, [2])
    replay = Replay(days.capacity, SERVICE, compare=True)
    found = replay.judge(days.passings, every=12)
    last = max(outcome.made_at for outcome, _ in found).date()
    assert all(outcome.known_at.date() < last for outcome in replay.outcomes)
    assert any(outcome.known_at.date() == last for outcome, _ in found if outcome.made_at.date() < last)
    compared = [outcome for outcome, _ in found if outcome.kernel and outcome.told]
    assert len(compared) > 40
    assert fmean(one.kernel[0] <= one.actual <= one.kernel[1] for one in compared if one.kernel) < 0.95
    assert prefer(replay.outcomes).compared == len(
        [one for one in replay.outcomes if one.told and one.kernel]
    )


def test_whoever_stands_before_a_vehicle_is_counted_however_it_ends() -> None:
    stays = [
        Stay(at(0, 9), at(0, 10)),
        Stay(at(0, 8), at(0, 9, 30)),
        Stay(at(0, 9, 10), at(0, 9, 20), through=False),
        Stay(at(0, 9, 15), None),
        Stay(at(0, 9, 18), at(0, 11)),
        Stay(at(0, 9, 40), at(0, 12)),
    ]
    assert passings_of(stays) == (
        Passing(at(0, 8), at(0, 9, 30), 0),
        Passing(at(0, 9), at(0, 10), 1),
        Passing(at(0, 9, 18), at(0, 11), 4),
        Passing(at(0, 9, 40), at(0, 12), 3),
    )


def test_a_morning_knows_yesterday_and_what_to_tell_today() -> None:
    days = world(2, 6, [3])
    today = at(5, 0).date()
    found = learn(days.capacity, SERVICE, days.passings, today, every=3)
    again = learn(
        days.capacity, SERVICE, [one for one in days.passings if one.through < at(5, 0)], today, every=3
    )
    assert found == again
    elsewhere = [
        Passing(one.joined.astimezone(UTC), one.through.astimezone(UTC), one.ahead) for one in days.passings
    ]
    assert learn(days.capacity, SERVICE, elsewhere, today, every=3) == found
    assert found.yesterday.day == at(4, 0).date()
    assert 40 < found.yesterday.count < 130
    assert found.yesterday.coverage is not None
    assert found.errors.speaks()
    assert found.preference.source is Source.ERRORS
    told = eta(Gate(days.capacity, SERVICE, found.errors, found.preference.source), at(5, 9), 60)
    assert told.source is Source.ERRORS


def test_the_figures_of_a_day_by_hand() -> None:
    def one(error: int, width: int, plain: int | None) -> Judged:
        middle = at(0, 12)
        half = timedelta(minutes=width / 2)
        through = middle + timedelta(minutes=error)
        return Judged(
            at(0, 10),
            middle,
            middle - half,
            middle + half,
            through,
            middle + timedelta(minutes=plain) if plain else None,
        )

    found = score(FIRST, [one(10, 40, 20), one(-10, 10, None), one(30, 100, -30), one(0, 10, None)])
    assert found == DayScore(
        FIRST,
        4,
        mae_minutes=12.5,
        median_error_minutes=10.0,
        bias_minutes=7.5,
        coverage=0.75,
        width_minutes=40.0,
        naive_mae_minutes=35.0,
    )
    assert found.better_than_naive
    bare = Judged(at(0, 10), at(0, 12), None, None, at(0, 12))
    assert score(FIRST, [bare]).coverage is None
    assert score(FIRST, [bare]).better_than_naive is None
    assert score(FIRST, []) == DayScore(FIRST, 0, None, None, None, None, None, None)


def test_the_naive_forecast_by_hand() -> None:
    capacity = declared([])
    through = [at(0, 18) + timedelta(minutes=4 * number) for number in range(1, 16)]
    assert naive(capacity, at(0, 19), 30, through) == at(1, 9)
    assert naive(capacity, at(1, 5), 30, through) == at(1, 9)
    assert naive(capacity, at(0, 18, 30), 7, through) == at(1, 7, 30)
    assert naive(capacity, at(3, 9), 2, through) == at(3, 11)
    assert naive(capacity, at(0, 6), 2, through) is None
    assert naive(capacity, at(0, 7, 30), 2, [at(0, 7, 10), at(0, 7, 20)]) == at(0, 8)


def test_an_outcome_is_told_in_declared_work_so_that_the_night_is_no_error() -> None:
    capacity = declared([])
    gate = Gate(capacity, SERVICE)
    forecast = eta(gate, at(0, 18, 30), 30)
    assert (forecast.method, forecast.source) == (Method.FLUID, Source.KERNEL)
    assert forecast.median == at(1, 7, 30)
    outcome = outcome_of(forecast, capacity, at(0, 18, 30), at(1, 7, 45))
    assert outcome == Outcome(at(0, 18, 30), at(1, 7, 45), 30, 30.0, 37.5, None, None)
    beside = judged(forecast, Passing(at(0, 18, 30), at(1, 7, 45), 29), None)
    assert figures([beside]).mae_minutes == 15
