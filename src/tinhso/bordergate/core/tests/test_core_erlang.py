"""Erlang C against a sum written down term by term, and what follows from it."""

from __future__ import annotations

from math import exp, factorial, inf, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.bordergate.core.forecasting import erlang


def summed(lanes: int, load: float) -> float:
    """The definition: the last term over all terms."""
    last = load**lanes / factorial(lanes) * lanes / (lanes - load)
    return last / (sum(load**number / factorial(number) for number in range(lanes)) + last)


@given(st.integers(1, 60), st.floats(0.001, 0.999))
def test_the_recursion_gives_what_the_sum_gives(lanes: int, share: float) -> None:
    assert isclose(
        erlang.probability_of_waiting(lanes, lanes * share), summed(lanes, lanes * share), rel_tol=1e-9
    )


def test_scenario_32_fourteen_lanes_of_twelve_minutes_wait_2_89_minutes() -> None:
    assert erlang.mean_wait(14, 1.0, 12.0) == pytest.approx(2.890, abs=0.0005)
    assert erlang.mean_wait(14, 1.0, 12.0, scv=0.0) == pytest.approx(1.445, abs=0.0005)


def test_one_lane_is_pollaczek_and_khinchine() -> None:
    assert erlang.mean_wait(1, 0.5, 1.0, scv=0.5) == pytest.approx(0.5 * 0.5 / (1 - 0.5) * 1.5)


def test_the_wait_exceeded_by_a_share_is_exponential_beyond_the_lanes() -> None:
    waiting = erlang.probability_of_waiting(14, 12.0)
    wait = erlang.wait_exceeded_by(0.1, 14, 1.0, 12.0)
    assert waiting * exp(-wait * (14 - 12) / 12) == pytest.approx(0.1)
    assert erlang.wait_exceeded_by(0.1, 14, 1.0, 12.0, scv=0.0) == pytest.approx(wait / 2)
    assert erlang.wait_exceeded_by(0.9, 14, 1.0, 12.0) == 0


def test_what_cannot_be_served_waits_for_ever() -> None:
    assert erlang.mean_wait(3, 1.0, 3.0) == inf
    assert erlang.wait_exceeded_by(0.1, 3, 1.0, 3.0) == inf
    assert erlang.probability_of_waiting(3, 5.0) == 1
    assert erlang.mean_wait(3, 0.0, 3.0) == 0
    with pytest.raises(ValueError, match="At least one lane"):
        erlang.probability_of_waiting(0, 1.0)
    with pytest.raises(ValueError, match="share"):
        erlang.wait_exceeded_by(1.0, 3, 0.1, 3.0)


@given(st.integers(2, 40), st.floats(0.05, 0.95), st.floats(0.0, 0.04))
def test_more_load_waits_longer_and_more_lanes_shorter(lanes: int, share: float, more: float) -> None:
    load = lanes * share
    assert erlang.mean_waiting(lanes, load) <= erlang.mean_waiting(lanes, load + lanes * more) + 1e-12
    assert erlang.mean_waiting(lanes + 1, load) <= erlang.mean_waiting(lanes, load) + 1e-12
