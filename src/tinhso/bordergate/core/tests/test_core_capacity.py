"""Opening calendar and capacity: scenarios 9 and 10, closures, plans that never raise the past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.clock import TZ
from tinhso.bordergate.core.capacity import HOUR, Capacity, CapacityPlan
from tinhso.bordergate.core.opening import (
    MICROSECOND,
    CapacityError,
    Closure,
    DayException,
    OpeningCalendar,
    Span,
    WeeklyHours,
)

DAY = date(2025, 7, 15)
LONG_AGO = datetime(2025, 1, 1, tzinfo=TZ)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """A moment of the tested day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=TZ)


def tomorrow(hour: int, minute: int = 0) -> datetime:
    """A moment of the day after."""
    return at(hour, minute) + timedelta(days=1)


def plan(version: int, rate: int, since: datetime = LONG_AGO, **more: datetime) -> CapacityPlan:
    """A plan recorded when it begins, unless said otherwise."""
    return CapacityPlan(version, Fraction(rate), since, "thông báo", more.pop("recorded_at", since), **more)


WEEK = WeeklyHours.daily(date(2025, 1, 1), time(7), time(19))
CALENDAR = OpeningCalendar("HN", "export", (WEEK,))
BEFORE = Capacity(CALENDAR, (plan(1, 30),))
CUT = BEFORE.amended(plan(2, 10, at(11)))


def test_scenario_9_a_cut_moves_the_moments_to_the_minute() -> None:
    assert BEFORE.moments_of((30, 60), at(11)) == (at(12), at(13))
    assert CUT.moments_of((30, 60), at(11)) == (at(14), at(17))


def test_scenario_10_what_the_day_cannot_serve_goes_to_the_next_morning() -> None:
    moments = CUT.moments_of(range(1, 101), at(11))
    assert CUT.served_between(at(11), tomorrow(0)) == 80
    assert moments[79] == at(19)
    assert [moment for moment in moments[80:] if moment is None or moment <= tomorrow(7)] == []
    assert moments[80] == tomorrow(7, 6)
    assert moments[99] == tomorrow(9)


def test_a_notice_does_not_change_what_was_known_before() -> None:
    assert CUT.as_known(at(10, 59)).moment_of(30, at(11)) == at(12)
    assert CUT.as_known(at(11)).moment_of(30, at(11)) == at(14)


def test_a_closure_stops_the_line_and_the_line_goes_on_after() -> None:
    shut = CUT.with_closure(Closure(at(13), tomorrow(7), "mưa lớn", known_at=at(12, 50)))
    assert shut.moments_of((20, 21), at(11)) == (at(13), tomorrow(7, 6))
    assert shut.rate_at(at(13)) == 0
    assert shut.declared_at(at(13)) == 10
    assert shut.calendar.next_opening(at(13)) == tomorrow(7)
    found = shut.calendar.closure_at(at(15))
    assert found is not None
    assert found.reason == "mưa lớn"
    assert shut.as_known(at(12)).moment_of(21, at(11)) == at(13, 6)


def test_a_closure_without_an_end_gives_no_moment() -> None:
    shut = CUT.with_closure(Closure(at(13), None, "phía bạn dừng thông quan"))
    assert shut.moments_of((20, 21), at(11)) == (at(13), None)
    assert shut.calendar.next_opening(at(13)) is None


def test_exceptions_and_new_weekly_hours_count_from_their_day() -> None:
    summer = WeeklyHours.daily(date(2025, 7, 17), time(7), time(0))
    calendar = OpeningCalendar(
        "HN", "export", (WEEK, summer), (DayException(date(2025, 7, 16), (Span(480, 600),), "nghỉ lễ"),)
    )
    gate = Capacity(calendar, (plan(1, 30),))
    assert gate.on_day(DAY) == 360
    assert gate.on_day(date(2025, 7, 16)) == 60
    assert gate.on_day(date(2025, 7, 17)) == 510
    assert gate.moment_of(61, at(19)) == datetime(2025, 7, 17, 7, 2, tzinfo=TZ)
    assert [stretch.since.hour for stretch in gate.open_between(at(0), at(0) + timedelta(days=3))] == [
        7,
        8,
        7,
    ]


def test_nights_without_a_break_are_one_stretch() -> None:
    calendar = OpeningCalendar("HN", "export", (WeeklyHours.daily(date(2025, 1, 1), time(0), time(0)),))
    assert len(calendar.open_between(at(3), at(3) + timedelta(days=5))) == 1


def test_a_cut_with_an_end_gives_way_to_the_plan_before() -> None:
    gate = BEFORE.amended(plan(2, 10, at(11), valid_until=at(15)))
    assert gate.on_day(DAY) == 4 * 30 + 4 * 10 + 4 * 30
    assert gate.plan_at(at(14, 59)) == gate.plans[1]
    assert gate.plan_at(at(15)) == gate.plans[0]


def test_capacity_is_not_raised_for_hours_that_are_over() -> None:
    late = plan(3, 40, at(10), recorded_at=at(12))
    with pytest.raises(CapacityError) as refused:
        CUT.amended(late)
    assert refused.value.code == "CAPACITY_RETROACTIVE"
    gate = Capacity(CALENDAR, (*CUT.plans, late))
    assert [gate.rate_at(at(hour)) for hour in (10, 11, 12)] == [30, 10, 40]
    lower = BEFORE.amended(plan(2, 5, at(8), recorded_at=at(12)))
    assert lower.rate_at(at(9)) == 5


def test_what_cannot_be_is_refused_with_a_code() -> None:
    def code(make: Callable[[], object]) -> str:
        with pytest.raises(CapacityError) as refused:
            make()
        return refused.value.code

    assert code(lambda: plan(1, -1)) == "RATE_NEGATIVE"
    assert code(lambda: plan(1, 1, at(9), valid_until=at(9))) == "PLAN_BACKWARDS"
    assert code(lambda: BEFORE.amended(plan(1, 10))) == "PLAN_VERSION_OLD"
    assert code(lambda: Capacity(CALENDAR, (plan(1, 1), plan(1, 2)))) == "PLAN_VERSION_TWICE"
    assert code(lambda: WeeklyHours(DAY, ())) == "WEEK_INCOMPLETE"
    assert code(lambda: DayException(DAY, (Span(60, 30),), "")) == "HOURS_DISORDERED"
    assert code(lambda: Closure(at(9), at(8), "")) == "CLOSURE_BACKWARDS"
    assert code(lambda: BEFORE.moment_of(1, datetime(2025, 1, 1))) == "NAIVE_MOMENT"  # noqa: DTZ001 - the case


minutes = st.integers(0, 3 * 1440)
rates = st.fractions(0, 120, max_denominator=7)


@st.composite
def gates(draw: st.DrawFn) -> Capacity:
    """A gate with hours, a few plans and closures."""
    starts = draw(st.lists(minutes, max_size=3))
    plans = [plan(number, 0, at(0) + timedelta(minutes=start)) for number, start in enumerate(starts, 2)]
    varied = [CapacityPlan(one.version, draw(rates), one.valid_from, "", one.recorded_at) for one in plans]
    shut = []
    for _ in range(draw(st.integers(0, 2))):
        since = at(0) + timedelta(minutes=draw(minutes))
        shut.append(Closure(since, since + timedelta(minutes=draw(minutes)), "dừng"))
    calendar = OpeningCalendar("HN", "export", (WEEK,), (), tuple(shut))
    return Capacity(calendar, (plan(1, draw(st.integers(1, 90))), *varied))


@given(gates(), minutes, minutes, minutes)
def test_served_between_adds_up_and_never_falls(gate: Capacity, first: int, second: int, third: int) -> None:
    a, b, c = (at(0) + timedelta(minutes=value) for value in sorted((first, second, third)))
    assert gate.served_between(a, b) + gate.served_between(b, c) == gate.served_between(a, c)
    assert 0 <= gate.served_between(a, b) <= gate.served_between(a, c)


@given(gates(), minutes, st.integers(1, 2000))
def test_moment_of_is_the_first_microsecond_at_which_so_many_were_served(
    gate: Capacity, start: int, n: int
) -> None:
    begun = at(0) + timedelta(minutes=start)
    moment = gate.moment_of(n, begun)
    if moment is None:
        assert gate.served_between(begun, begun + timedelta(days=120)) < n
        return
    assert gate.served_between(begun, moment) >= n
    assert gate.served_between(begun, moment - MICROSECOND) < n
    assert gate.served_between(begun, moment) - n < Fraction(200, HOUR)


@given(gates(), minutes, st.integers(1, 300), st.fractions(0, 30, max_denominator=5))
def test_more_capacity_never_makes_anybody_later(gate: Capacity, start: int, n: int, more: Fraction) -> None:
    begun = at(0) + timedelta(minutes=start)
    raised = Capacity(
        gate.calendar,
        tuple(
            CapacityPlan(one.version, one.rate + more, one.valid_from, one.source, one.recorded_at)
            for one in gate.plans
        ),
    )
    before, after = gate.moment_of(n, begun), raised.moment_of(n, begun)
    assert before is None or (after is not None and after <= before)


@given(gates(), minutes, st.lists(st.integers(0, 400), max_size=8))
def test_many_numbers_at_once_give_what_each_gives_alone(
    gate: Capacity, start: int, numbers: list[int]
) -> None:
    begun = at(0) + timedelta(minutes=start)
    assert gate.moments_of(numbers, begun) == tuple(gate.moment_of(n, begun) for n in numbers)
