"""Fluid and PSFFA: the measured gate with and without a cut, against the kernel; and what must always
hold.
"""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.bordergate.core.forecasting import erlang
from tinhso.bordergate.core.forecasting.fluid import fluid
from tinhso.bordergate.core.forecasting.psffa import busy, expected_wait, psffa
from tinhso.bordergate.core.forecasting.shapes import Lanes, Service, Shift, Steps, Trajectory, rates
from tinhso.bordergate.core.tests import measured
from tinhso.bordergate.core.tests.measured import ARRIVALS, CUT, END, FULL, SCV

VEHICLES = sum(measured.HOURLY)


def minutes(line: Trajectory) -> float:
    """Mean wait of the day's vehicles."""
    return line.vehicle_hours / VEHICLES * 60


@pytest.mark.parametrize(
    ("plan", "kernel", "kernel_peak", "psffa_mean", "psffa_peak", "fluid_mean", "fluid_peak"),
    [(FULL, 5.43, 13.7, 6.47, 17.4, 1.41, 6.0), (CUT, 65.8, 113.7, 67.9, 112.4, 67.2, 114.0)],
    ids=["no cut", "cut"],
)
def test_the_measured_gate_is_met_by_all_three(
    plan: tuple[Shift, ...],
    kernel: float,
    kernel_peak: float,
    psffa_mean: float,
    psffa_peak: float,
    fluid_mean: float,
    fluid_peak: float,
) -> None:
    assert VEHICLES == 460
    days = measured.simulated(plan, 200)
    assert measured.mean_minutes(days) == pytest.approx(kernel, rel=0.06)
    most = max(measured.waiting_at(days, quarter / 4 - 0.01) for quarter in range(44, 68))
    assert most == pytest.approx(kernel_peak, rel=0.06)
    expected = psffa(ARRIVALS, plan, SCV, 0.0, END)
    assert minutes(expected) == pytest.approx(psffa_mean, rel=0.1)
    assert expected.peak == pytest.approx(psffa_peak, rel=0.12)
    water = fluid(ARRIVALS, rates(plan), 0.0, END)
    assert minutes(water) == pytest.approx(fluid_mean, rel=0.02)
    assert water.peak == pytest.approx(fluid_peak, abs=0.01)


def test_psffa_sees_the_line_that_water_does_not_and_both_agree_in_a_cut() -> None:
    times = [hour / 2 for hour in range(1, 48)]
    for plan, fluid_limit, psffa_limit in ((FULL, 3.0, 1.2), (CUT, 2.5, 2.5)):
        days = measured.simulated(plan, 150)
        truth = [measured.waiting_at(days, time) for time in times]
        water = fluid(ARRIVALS, rates(plan), 0.0, END)
        expected = psffa(ARRIVALS, plan, SCV, 0.0, END)
        far = fmean(abs(water.at(time) - real) for time, real in zip(times, truth, strict=True))
        near = fmean(abs(expected.at(time) - real) for time, real in zip(times, truth, strict=True))
        assert far < fluid_limit
        assert near < psffa_limit
        if plan is FULL:
            assert near < far / 2


def test_a_gate_left_alone_settles_at_erlang_c() -> None:
    plan = (Shift(0.0, Lanes(14, 0.2)),)
    line = psffa(Steps((0.0,), (60.0,)), plan, 1.0, 0.0, 60.0)
    assert line.waiting[-1] == pytest.approx(erlang.mean_waiting(14, 12.0), rel=0.01)
    assert expected_wait(plan[0].lanes, 1.0, 12 + erlang.mean_waiting(14, 12.0)) * 60 == pytest.approx(
        2.89, rel=0.01
    )


def test_psffa_is_integrated_finely_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = [psffa(ARRIVALS, plan, SCV, 0.0, END).vehicle_hours for plan in (FULL, CUT)]
    monkeypatch.setattr("tinhso.bordergate.core.forecasting.psffa.STEP", 1 / 600)
    fine = [psffa(ARRIVALS, plan, SCV, 0.0, END).vehicle_hours for plan in (FULL, CUT)]
    assert usual == pytest.approx(fine, rel=1e-4)


def test_a_shut_gate_only_gathers() -> None:
    shut = (Shift(0.0, Lanes(0, 0.2)), Shift(2.0, Lanes(12, 0.2)))
    assert psffa(Steps((0.0,), (10.0,)), shut, SCV, 5.0, 2.0).waiting[-1] == pytest.approx(25.0)
    assert psffa(Steps((0.0,), (10.0,)), (), SCV, 5.0, 2.0).waiting[-1] == pytest.approx(25.0)
    assert fluid(Steps((0.0,), (10.0,)), rates(shut), 5.0, 2.0).waiting[-1] == pytest.approx(25.0)


def test_water_is_exact_where_the_line_empties_and_grows_again() -> None:
    line = fluid(Steps((0.0, 2.0), (10.0, 50.0)), Steps((0.0,), (30.0,)), 10.0, 3.0)
    assert line.times == pytest.approx((0.0, 0.5, 2.0, 3.0))
    assert line.waiting == pytest.approx((10.0, 0.0, 0.0, 20.0))
    assert line.vehicle_hours == pytest.approx(2.5 + 10.0)
    assert (line.at(-1.0), line.at(0.25), line.at(9.0)) == pytest.approx((10.0, 5.0, 20.0))


def test_lanes_let_through_exactly_what_a_plan_says() -> None:
    service = Service()
    for rate in (1, 4, 10, 30, 45, 60, 61.5):
        assert service.lanes(rate).rate == pytest.approx(rate)
    assert [service.lanes(rate).count for rate in (0, 1, 10, 30, 60)] == [0, 1, 2, 6, 12]


def test_steps_that_do_not_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="rise"):
        Steps((1.0, 1.0), (2.0, 3.0))
    assert Steps((1.0,), (2.0,)).at(0.5) == 0.0
    assert Steps((1.0,), (2.0,)).total(0.0, 3.0) == pytest.approx(4.0)


@given(st.integers(1, 40), st.floats(0.0, 2.0), st.floats(0.0, 500.0), st.floats(0.0, 50.0))
def test_more_vehicles_keep_more_lanes_busy_and_never_more_than_all(
    lanes: int, scv: float, system: float, more: float
) -> None:
    first, second = busy(lanes, scv, system), busy(lanes, scv, system + more)
    assert 0 <= first <= second + 1e-12
    assert second < 1
    assert lanes * first <= system + 1e-9


@given(
    st.lists(st.floats(0, 90), min_size=1, max_size=12), st.floats(5, 60), st.floats(0, 40), st.floats(0, 80)
)
def test_more_capacity_never_leaves_a_longer_line(
    hourly: list[float], rate: float, more: float, waiting: float
) -> None:
    arrivals = Steps(tuple(float(hour) for hour in range(len(hourly))), tuple(hourly))
    slow = fluid(arrivals, Steps((0.0,), (rate,)), waiting, 14.0)
    fast = fluid(arrivals, Steps((0.0,), (rate + more,)), waiting, 14.0)
    assert all(fast.at(time / 4) <= slow.at(time / 4) + 1e-6 for time in range(57))
