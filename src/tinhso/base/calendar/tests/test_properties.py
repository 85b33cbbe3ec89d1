"""What holds for every day, term and pause."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.calendar import Pause, national_calendar

CALENDAR = national_calendar()
days = st.dates(date(2021, 6, 1), date(2026, 12, 31))
counts = st.integers(1, 120)


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    """A minute of those years."""
    midnight = datetime.combine(draw(days), datetime.min.time(), clock.TZ)
    return midnight + timedelta(minutes=draw(st.integers(0, 24 * 60 - 1)))


@st.composite
def pauses(draw: st.DrawFn, around: datetime) -> list[Pause]:
    """A few pauses near a moment, some in whole days, overlapping or not."""
    made: list[Pause] = []
    for _ in range(draw(st.integers(0, 4))):
        since = around + timedelta(minutes=draw(st.integers(-5_000, 60_000)))
        until = since + timedelta(minutes=draw(st.integers(0, 20_000)))
        made.append((since.date(), until.date()) if draw(st.booleans()) else (since, until))
    return made


@given(days, counts)
def test_adding_and_counting_agree(start: date, count: int) -> None:
    reached = CALENDAR.add_working_days(start, count)
    assert CALENDAR.is_working(reached)
    assert CALENDAR.working_days(start + timedelta(days=1), reached).count == count


@given(days, counts)
def test_going_there_and_back(start: date, count: int) -> None:
    worked = CALENDAR.add_working_days(start, 0)
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(worked, count), -count) == worked


@given(days, days, days)
def test_counts_of_parts_add_up(one: date, two: date, three: date) -> None:
    first, middle, last = sorted((one, two, three))
    whole = CALENDAR.working_days(first, last)
    parts = CALENDAR.working_days(first, middle)
    if middle < last:
        rest = CALENDAR.working_days(middle + timedelta(days=1), last)
        assert whole.days_off == parts.days_off + rest.days_off
        assert whole.count == parts.count + rest.count
    else:
        assert whole == parts


@given(st.data(), moments(), counts)
def test_a_term_in_days_ends_with_a_working_day_and_no_pause_shortens_it(
    data: st.DataObject, start: datetime, count: int
) -> None:
    held = data.draw(pauses(start))
    plain, paused = CALENDAR.due(start, days=count), CALENDAR.due(start, days=count, pauses=held)
    for answer in (plain, paused):
        assert CALENDAR.is_working(answer.due.date())
        assert answer.due == CALENDAR.hours.closing(answer.due.date())
        assert answer.due > start
        assert len(set(answer.counted)) == count
    assert plain.due.date() == CALENDAR.add_working_days(start.date(), count)
    assert paused.due >= plain.due
    assert CALENDAR.due(start, days=count, pauses=held[:-1]).due <= paused.due


@given(st.data(), moments(), st.integers(1, 400))
def test_a_term_in_hours_is_the_office_time_until_its_end(
    data: st.DataObject, start: datetime, hours: int
) -> None:
    held = data.draw(pauses(start))
    plain, paused = CALENDAR.due(start, hours=hours), CALENDAR.due(start, hours=hours, pauses=held)
    assert paused.due >= plain.due
    assert CALENDAR.business_time_between(start, plain.due) == timedelta(hours=hours)
    assert CALENDAR.business_time_between(start, paused.due, held) == timedelta(hours=hours)
    just_before = paused.due - timedelta(seconds=1)
    assert CALENDAR.business_time_between(start, just_before, held) == timedelta(hours=hours, seconds=-1)
    assert all(CALENDAR.is_working(day) for day in paused.counted)


@given(days, st.integers(0, 90))
def test_a_whole_span_is_eight_hours_a_working_day(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    worked = CALENDAR.business_time_between(start, end + timedelta(days=1))
    assert worked == timedelta(hours=8) * CALENDAR.working_days(start, end).count
