"""When things go out: quiet hours over midnight, digests on working days, at Tết and on swapped days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.calendar import national_calendar
from tinhso.notify.choices import DeliveryState, Rhythm
from tinhso.notify.planning import Plan, Quiet, Wishes, next_digest, plan

CALENDAR = national_calendar()
NIGHT = Quiet(time(21), time(6, 30))
NONE = Quiet(time(0), time(0))
TIMES = st.integers(0, 24 * 60 - 1).map(lambda minutes: time(minutes // 60, minutes % 60))
FIRST = datetime(2025, 1, 1, tzinfo=clock.TZ)
MOMENTS = st.integers(0, 690 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.TZ)


def wishes(
    rhythm: Rhythm = Rhythm.DAILY, hour: time = time(8), weekday: int = 0, quiet: Quiet = NIGHT
) -> Wishes:
    return Wishes(rhythm, hour, weekday, quiet)


@pytest.mark.parametrize(
    ("moment", "released"),
    [
        ("2026-11-23T20:59", "2026-11-23T20:59"),
        ("2026-11-23T21:00", "2026-11-24T06:30"),
        ("2026-11-23T23:59", "2026-11-24T06:30"),
        ("2026-11-24T00:00", "2026-11-24T06:30"),
        ("2026-11-24T06:29", "2026-11-24T06:30"),
        ("2026-11-24T06:30", "2026-11-24T06:30"),
        ("2026-12-31T22:00", "2027-01-01T06:30"),
    ],
)
def test_quiet_hours_over_midnight(moment: str, released: str) -> None:
    assert NIGHT.release(at(moment)) == at(released)


def test_quiet_hours_are_those_of_the_country() -> None:
    noon_in_london = datetime(2026, 11, 23, 15, tzinfo=UTC)  # 22:00 in Vietnam
    assert NIGHT.release(noon_in_london) == at("2026-11-24T06:30")
    assert NIGHT.release(datetime(2026, 11, 23, 1, tzinfo=UTC)) == at("2026-11-23T08:00")


def test_quiet_hours_of_one_day() -> None:
    lunch = Quiet(time(11, 30), time(13))
    assert lunch.release(at("2026-11-23T12:00")) == at("2026-11-23T13:00")
    assert lunch.release(at("2026-11-23T13:00")) == at("2026-11-23T13:00")


@given(MOMENTS, TIMES, TIMES)
def test_what_is_released_is_not_quiet_and_comes_within_a_day(
    moment: datetime, start: time, end: time
) -> None:
    quiet = Quiet(start, end)
    free = quiet.release(moment)
    assert moment <= free < moment + timedelta(days=1)
    assert quiet.release(free) == free


@pytest.mark.parametrize(
    ("moment", "digest", "why"),
    [
        ("2026-11-23T07:59", "2026-11-23T08:00", "later the same day"),
        ("2026-11-23T08:00", "2026-11-24T08:00", "what comes at the hour is of the next"),
        ("2026-11-20T09:00", "2026-11-23T08:00", "over a week-end"),
        ("2026-02-13T09:00", "2026-02-23T08:00", "over Tết Bính Ngọ, 14 to 22 February"),
        ("2026-04-30T07:00", "2026-05-04T08:00", "over 30/4, 1/5 and the week-end"),
        ("2025-04-25T09:00", "2025-04-26T08:00", "a Saturday worked for 2 May 2025"),
        ("2026-01-01T09:00", "2026-01-05T08:00", "2 January 2026 is swapped with Saturday the 10th"),
        ("2026-01-09T09:00", "2026-01-10T08:00", "that Saturday is worked"),
    ],
)
def test_daily_digests_come_on_working_days(moment: str, digest: str, why: str) -> None:
    assert next_digest(wishes(), at(moment), CALENDAR.is_working) == at(digest), why


@pytest.mark.parametrize(
    ("moment", "weekday", "digest"),
    [
        ("2026-11-23T09:00", 0, "2026-11-30T08:00"),
        ("2026-11-20T09:00", 0, "2026-11-23T08:00"),
        ("2026-02-13T09:00", 0, "2026-02-23T08:00"),  # the Monday of Tết falls to the first working day
        ("2026-02-17T09:00", 2, "2026-02-23T08:00"),
        ("2026-11-19T09:00", 6, "2026-11-23T08:00"),  # Sundays are answered on Mondays
    ],
)
def test_weekly_digests_come_on_their_day_or_the_working_day_after(
    moment: str, weekday: int, digest: str
) -> None:
    chosen = wishes(Rhythm.WEEKLY, weekday=weekday)
    assert next_digest(chosen, at(moment), CALENDAR.is_working) == at(digest)


@given(MOMENTS, TIMES, st.integers(0, 6), st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]))
def test_digests_are_ahead_and_on_working_days(
    moment: datetime, hour: time, weekday: int, rhythm: Rhythm
) -> None:
    found = next_digest(wishes(rhythm, hour, weekday, NONE), moment, CALENDAR.is_working)
    assert found > moment
    assert CALENDAR.is_working(found.date())
    assert found.time() == hour


def test_urgent_ones_pass_by_choice() -> None:
    night = at("2026-11-23T22:00")
    free = Wishes(Rhythm.DAILY, time(8), 0, NIGHT)
    assert plan(free, night, CALENDAR.is_working, urgent=True) == Plan(DeliveryState.WAITING, night)
    strict = Wishes(Rhythm.DAILY, time(8), 0, NIGHT, urgent_passes=False)
    assert plan(strict, night, CALENDAR.is_working, urgent=True) == Plan(
        DeliveryState.HELD, at("2026-11-24T06:30")
    )


def test_without_digests_the_night_is_waited_for() -> None:
    off = wishes(Rhythm.OFF)
    night, day = at("2026-11-23T22:00"), at("2026-11-23T10:00")
    assert plan(off, night, CALENDAR.is_working, urgent=False).state is DeliveryState.HELD
    assert plan(off, day, CALENDAR.is_working, urgent=False) == Plan(DeliveryState.WAITING, day)


def test_a_digest_in_quiet_hours_waits_for_their_end() -> None:
    early = wishes(hour=time(5))
    told = plan(early, at("2026-11-23T10:00"), CALENDAR.is_working, urgent=False)
    assert told == Plan(DeliveryState.DIGEST, at("2026-11-24T06:30"))


def test_a_country_that_never_works_is_told_all_the_same() -> None:
    found = next_digest(wishes(), at("2026-11-23T10:00"), lambda day: day == date(1999, 1, 1))
    assert found == at("2026-11-24T08:00")
