"""Scenarios 9 and 10 as drivers see them; which way a forecast takes, and what holds of every forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.base.clock import TZ
from tinhso.bordergate.core.capacity import Capacity, CapacityPlan
from tinhso.bordergate.core.forecasting.eta import Eta, Gate, Method, Reason, eta, eta_joining, etas, outlook
from tinhso.bordergate.core.forecasting.interval import Errors, Outcome, Source
from tinhso.bordergate.core.forecasting.psffa import expected_wait
from tinhso.bordergate.core.forecasting.shapes import Lanes, Service, Steps
from tinhso.bordergate.core.opening import Closure, OpeningCalendar, WeeklyHours

DAY = datetime(2025, 7, 15, tzinfo=TZ)
LONG_AGO = datetime(2025, 1, 1, tzinfo=TZ)
HOURS = OpeningCalendar("HN", "export", (WeeklyHours.daily(date(2025, 1, 1), time(7), time(19)),))


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """A moment of the tested day, or days later."""
    return DAY + timedelta(days=days, hours=hour, minutes=minute)


def gate(rate: int | Fraction = 30, *cuts: tuple[datetime, int]) -> Gate:
    """Gate T, cut to a rate from a moment on."""
    plans = [CapacityPlan(1, Fraction(rate), LONG_AGO, "thường ngày", LONG_AGO)]
    for moment, less in cuts:
        plans.append(CapacityPlan(len(plans) + 1, Fraction(less), moment, "phía bạn thông báo", moment))
    return Gate(Capacity(HOURS, tuple(plans)))


def learnt(factor: float, spread: float = 0.2) -> Errors:
    """Errors of a gate that takes `factor` times as long as declared, give or take."""
    return Errors.of(
        Outcome(at(8), at(9), position, float(position), position * factor * (1 + spread * (step - 10) / 10))
        for position in (3, 10, 30, 80)
        for step in range(21)
        for _ in range(3)
    )


CUT = gate(30, (at(11), 10))
LEARNT = learnt(1.0)


@pytest.mark.parametrize("errors", [None, LEARNT], ids=["kernel", "errors"])
def test_scenario_9_the_notice_moves_every_eta_to_now_and_n_by_rate(errors: Errors | None) -> None:
    before, after = replace(gate(), errors=errors), replace(CUT, errors=errors)
    assert [one.median for one in etas(before, at(11), (30, 60))] == [at(12), at(13)]
    assert [one.median for one in etas(after, at(11), (30, 60))] == [at(14), at(17)]
    everybody = etas(after, at(11), range(3, 61))
    assert [one.median for one in everybody] == [at(11) + timedelta(minutes=6 * n) for n in range(3, 61)]
    assert {(one.method, one.reason) for one in everybody} == {(Method.FLUID, Reason.LINE_STANDS)}
    assert {one.source for one in everybody} == {Source.KERNEL if errors is None else Source.ERRORS}


def test_scenario_10_the_last_twenty_see_the_next_morning() -> None:
    found = etas(CUT, at(11), range(1, 101))
    medians = [one.median for one in found if one.median is not None]
    assert len(medians) == 100
    assert max(medians[:80]) == at(19)
    assert min(medians[80:]) == at(7, 6, days=1)
    assert max(medians) == at(9, 0, days=1)


def test_with_lanes_free_a_vehicle_waits_for_little_more_than_itself() -> None:
    alone, busy, last = etas(gate(), at(9), (1, 5, 6))
    assert {alone.method, busy.method, last.method} == {Method.PSFFA}
    assert alone.reason is Reason.LANES_FREE
    assert alone.median is not None
    assert busy.median is not None
    assert timedelta(minutes=9) < alone.median - at(9) < timedelta(minutes=11)
    assert alone.median < busy.median < at(9, 14)
    own = 12 * (1 - 0.5 / 9) ** 3
    for one in (alone, busy, last):
        wait = expected_wait(Lanes(6, 0.2), 0.5, one.position - 1) * 60
        assert one.median is not None
        assert (one.median - at(9)) / timedelta(minutes=1) == pytest.approx(own + wait, abs=0.001)
    assert eta_joining(gate(), at(9), 4) == eta(gate(), at(9), 5)
    assert eta(gate(), at(9), 7).method is Method.FLUID


def test_at_night_everybody_is_told_the_morning() -> None:
    found = etas(gate(), at(20), (1, 7, 60))
    for one in found:
        assert one.low is not None
        assert one.low > at(7, 0, days=1)
    assert found[2].median == at(9, 0, days=1)


def test_without_an_end_of_a_closure_nothing_is_told_but_why() -> None:
    shut = replace(gate(), capacity=gate().capacity.with_closure(Closure(at(13), None, "phía bạn dừng")))
    before, after = etas(shut, at(12), (20, 40))
    assert before.median == at(12, 40)
    assert (after.median, after.low, after.high) == (None, None, None)
    assert (after.method, after.reason, after.source) == (Method.NONE, Reason.NO_END_KNOWN, Source.NONE)
    assert etas(shut, at(14), (1,))[0].median is None
    assert etas(replace(shut, errors=LEARNT), at(14), (1,))[0].source is Source.NONE


def test_a_gate_that_takes_longer_than_declared_gets_a_later_interval() -> None:
    usual, slow = (eta(replace(gate(), errors=learnt(factor)), at(9), 60) for factor in (1.0, 1.5))
    assert usual.median == slow.median == at(11)
    assert usual.low is not None
    assert usual.high is not None
    assert slow.high is not None
    assert at(10, 35) < usual.low < at(10, 50)
    assert at(11, 10) < usual.high < at(11, 25)
    assert slow.high > at(12)
    assert slow.low == slow.median


def test_the_kernel_can_be_asked_beside_errors_and_preferred_to_them() -> None:
    both = replace(gate(), errors=LEARNT)
    compared = etas(both, at(9), (60,), compare=True)[0]
    assert compared.source is Source.ERRORS
    assert compared.told is not None
    assert compared.kernel is not None
    assert compared.kernel[0] < 60 < compared.kernel[1]
    preferred = eta(replace(both, preferred=Source.KERNEL), at(9), 60)
    assert preferred.source is Source.KERNEL
    assert preferred.low is not None
    assert preferred.low != compared.low


def test_the_same_question_has_the_same_answer() -> None:
    assert etas(CUT, at(11), range(1, 40), seed=3) == etas(CUT, at(11), range(1, 40), seed=3)


def test_nobody_stands_before_the_first() -> None:
    with pytest.raises(ValueError, match="position 1"):
        eta(gate(), at(9), 0)


def test_a_line_of_weeks_is_told_too() -> None:
    """11/2/2022: 1,646 waiting, 80 a day; the last truck is through after 20.6 days."""
    found = eta(gate(Fraction(80, 12)), at(7), 1646)
    assert found.median == at(7, 0, days=20) + timedelta(hours=6.9)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.median < found.high


def test_an_outlook_is_water_while_the_line_stands_and_psffa_where_it_ends() -> None:
    steady = Steps((0.0,), (25.0,))
    standing = outlook(gate(), at(9), 80, steady, timedelta(hours=6))
    assert standing.method is Method.FLUID
    assert standing.line.at(4.0) == pytest.approx(74 - 4 * 5)
    ending = outlook(gate(), at(9), 20, steady, timedelta(hours=6))
    assert ending.method is Method.PSFFA
    assert 0.5 < ending.line.waiting[-1] < 4
    again = outlook(gate(), at(9), 20, Steps((0.0, 4.0), (10.0, 60.0)), timedelta(hours=6))
    assert again.method is Method.PSFFA
    assert again.line.at(3.0) < 1 < again.line.waiting[-1]
    shut = outlook(gate(), at(18), 30, steady, timedelta(hours=4))
    assert shut.line.at(4.0) == pytest.approx(24 - 5 + 75)


counts = st.integers(1, 120)


@settings(max_examples=40)
@given(st.integers(1, 120), st.lists(counts, min_size=2, max_size=12), st.integers(0, 47), st.booleans())
def test_whoever_stands_further_back_is_never_told_an_earlier_moment(
    rate: int, positions: list[int], half_hours: int, known: bool
) -> None:
    here = replace(gate(rate), errors=LEARNT if known else None)
    now = at(0) + timedelta(minutes=30 * half_hours)
    found = etas(here, now, sorted(positions))
    for one in found:
        assert one.median is not None
        assert one.low is not None
        assert now < one.low <= one.median
        assert one.high is None or one.median <= one.high
    assert _rising([one.median for one in found])


@given(st.integers(1, 120), st.integers(0, 60), counts, st.integers(0, 47))
def test_more_capacity_never_makes_a_waiting_vehicle_later(
    rate: int, more: int, position: int, half_hours: int
) -> None:
    now = at(0) + timedelta(minutes=30 * half_hours)
    slow, fast = (_median(gate(one), now, position) for one in (rate, rate + more))
    assert fast <= slow + timedelta(seconds=1)  # lanes are whole numbers, the wait before them is rounded


def _median(here: Gate, now: datetime, position: int) -> datetime:
    one: Eta = eta(replace(here, errors=LEARNT), now, position)
    assert one.median is not None
    return one.median


def _rising(moments: Sequence[datetime | None]) -> bool:
    known = [moment for moment in moments if moment is not None]
    return all(before <= after for before, after in pairwise(known))


def test_behind_many_even_lanes_the_last_free_one_is_not_later_than_the_first_to_wait() -> None:
    even = replace(gate(500), service=Service(12.0, 0.0), errors=LEARNT)
    assert _rising([one.median for one in etas(even, at(9), range(90, 110))])


def test_service_is_a_setting_of_the_gate() -> None:
    quick = replace(gate(), service=Service(6.0, 1.0))
    first = eta(quick, at(9), 1)
    assert first.median is not None
    assert first.median < at(9, 6)
