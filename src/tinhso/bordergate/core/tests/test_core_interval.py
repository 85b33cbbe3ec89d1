"""Intervals: quantiles that round outward, errors by depth, shares that learn, replications, the choice."""

from __future__ import annotations

from datetime import timedelta
from math import inf
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.bordergate.core.forecasting.interval import (
    BANDS,
    COMPARED,
    ENOUGH,
    Errors,
    Outcome,
    Source,
    band,
    interval_score,
    prefer,
    quantile,
    replicate,
)
from tinhso.bordergate.core.forecasting.shapes import Lanes, Service, Shift
from tinhso.bordergate.core.tests.gate_days import START

SIX = (Shift(0.0, Lanes(6, 0.2)),)


def outcome(
    position: int,
    actual: float,
    told: tuple[float, float] | None = None,
    kernel: tuple[float, float] | None = None,
    minute: int = 0,
) -> Outcome:
    """A forecast that expected the position itself."""
    made = START + timedelta(minutes=minute)
    return Outcome(made, made + timedelta(hours=1), position, float(position), actual, told, kernel)


def test_quantiles_round_outward() -> None:
    values = tuple(float(number) for number in range(1, 10))
    assert (quantile(values, 0.1), quantile(values, 0.9)) == (1.0, 9.0)
    assert (quantile(values, 0.25), quantile(values, 0.75)) == (2.0, 8.0)
    assert quantile((4.0,), 0.1) == quantile((4.0,), 0.9) == 4.0


def test_depths_fall_into_bands() -> None:
    assert [band(position) for position in (1, 6, 7, 15, 16, 40, 41, 999)] == [0, 0, 1, 1, 2, 2, 3, 3]


def test_errors_of_like_depth_count_where_there_are_enough() -> None:
    long_lines = [outcome(80, 160.0) for _ in range(ENOUGH)]
    few = [outcome(3, 3.0) for _ in range(ENOUGH - 1)]
    errors = Errors.of([*long_lines, *few])
    assert errors.speaks()
    assert errors.work(80, 80.0) == pytest.approx((80.0, 160.0), rel=0.01)
    assert errors.near(3) == errors.together
    assert len(Errors.of([*long_lines, *few, outcome(3, 3.0)]).near(3)) == ENOUGH
    assert not Errors.of(few).speaks()


def test_misses_widen_and_hits_narrow_the_interval_of_that_depth_alone() -> None:
    random = Random(5)
    actual = [80 * random.uniform(0.7, 1.5) for _ in range(300)]
    plain = Errors.of(outcome(80, one) for one in actual)
    missed = Errors.of(outcome(80, one, (0.0, 0.0)) for one in actual[:30])
    held = Errors.of(outcome(80, one, (0.0, 999.0)) for one in actual)
    assert plain.outside == pytest.approx((0.2,) * (len(BANDS) + 1))
    assert missed.outside == pytest.approx((0.2, 0.2, 0.2, 0.2 - 30 * 0.005 * 0.8))
    assert held.outside[-1] == pytest.approx(0.5)
    narrow, usual = held.work(80, 80.0), plain.work(80, 80.0)
    assert usual[0] < narrow[0] <= 80 <= narrow[1] < usual[1]


def test_shares_are_corrected_in_the_order_in_which_outcomes_became_known() -> None:
    late = [outcome(3, 1.0, (0.0, 9.0), minute=number) for number in range(400)]
    early = [outcome(3, 1.0, (5.0, 9.0), minute=-1)]
    forward, backward = Errors.of([*early, *late]), Errors.of([*reversed(late), *early])
    assert forward == backward


def test_replications_spread_around_the_fluid_moment() -> None:
    ends = replicate(60, SIX, Service(), seed=1, pace_spread=0.0)
    for position in (20, 40, 60):
        low, high = ends.interval(position)
        assert low < position / 30 + 0.05 < high
        assert high - low < 0.7
    assert ends.interval(1)[1] < 0.1, "the first is on its way"
    joining = replicate(1, SIX, Service(), seed=1, pace_spread=0.0).interval(1)
    assert 0.04 < joining[0] < 0.2 < joining[1], "whoever joins has a whole service before it"
    wide = replicate(60, SIX, Service(), seed=1, pace_spread=0.3).interval(60)
    assert wide[1] - wide[0] > ends.interval(60)[1] - ends.interval(60)[0]
    assert replicate(60, SIX, Service(), seed=1, pace_spread=0.0) == ends
    assert replicate(60, SIX, Service(), seed=2, pace_spread=0.0) != ends


def test_replications_see_no_end_where_no_lane_opens() -> None:
    closing = (*SIX, Shift(0.5, Lanes(0, 0.2)))
    assert replicate(60, closing, Service(), seed=1).interval(60) == (inf, inf)
    assert replicate(1, (), Service(), seed=1).interval(1) == (inf, inf)


def test_the_interval_score_rewards_what_is_narrow_and_holds() -> None:
    assert interval_score(10, 20, 15) == 10
    assert interval_score(10, 20, 22) == pytest.approx(10 + 10 * 2)
    assert interval_score(10, 20, 9) == pytest.approx(10 + 10 * 1)


def test_the_better_way_is_preferred_on_enough_evidence_only() -> None:
    def compared(count: int, told: tuple[float, float], kernel: tuple[float, float]) -> list[Outcome]:
        return [outcome(30, 25.0 + number % 10, told, kernel, number) for number in range(count)]

    assert prefer([]).source is Source.KERNEL
    assert prefer([outcome(30, 30.0)] * COMPARED).source is Source.ERRORS
    assert prefer(compared(COMPARED - 1, (0, 90), (20, 40))).source is Source.ERRORS
    better = prefer(compared(COMPARED, (0, 90), (20, 40)))
    assert (better.source, better.compared) == (Source.KERNEL, COMPARED)
    assert (better.kernel_score, better.errors_score) == (20, 90)
    assert (better.kernel_coverage, better.errors_coverage) == (1, 1)
    assert prefer(compared(COMPARED, (20, 40), (0, 90))).source is Source.ERRORS
    assert prefer(compared(COMPARED, (20, 41), (20, 40))).source is Source.ERRORS, "not clearly better"
    blind = prefer(compared(COMPARED, (0, 900), (26, 32)))
    assert blind.kernel_coverage == pytest.approx(0.7)
    assert blind.source is Source.ERRORS


@given(st.lists(st.floats(0, 400), min_size=ENOUGH, max_size=120), st.integers(1, 200))
def test_an_interval_always_holds_what_is_expected(actual: list[float], position: int) -> None:
    low, high = Errors.of(outcome(position, one) for one in actual).work(position, float(position))
    assert 0 <= low <= position <= high
