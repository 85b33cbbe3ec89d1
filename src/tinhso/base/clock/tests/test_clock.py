"""The clock runs, stands where it is told to, and tells every moment in the country's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base import clock

NOON = datetime(2022, 4, 11, 12, tzinfo=clock.TZ)


def test_a_running_clock_shows_the_machines_moment_in_the_countrys_zone() -> None:
    before = datetime.now(UTC)  # noqa: TID251 - the machine's own clock is what is compared with
    shown = clock.now()
    assert before <= shown <= before + timedelta(seconds=5)
    assert shown.utcoffset() == timedelta(hours=7)
    assert clock.standing() is None


def test_a_date_means_noon_of_that_day() -> None:
    with clock.standing_at(date(2022, 4, 11)):
        assert clock.now() == clock.standing() == NOON
        assert clock.today() == date(2022, 4, 11)


def test_blocks_nest_and_the_outer_moment_comes_back_even_after_an_error() -> None:
    with clock.standing_at(NOON):
        with pytest.raises(RuntimeError), clock.standing_at(NOON + timedelta(days=1)):
            raise RuntimeError
        assert clock.now() == NOON
    assert clock.standing() is None


def test_today_turns_at_midnight_of_the_country_and_not_of_greenwich() -> None:
    with clock.standing_at(datetime(2022, 12, 31, 17, 0, tzinfo=UTC)):
        assert clock.today() == date(2023, 1, 1)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2022, 1, 1)  # noqa: DTZ001 - the refused input
    with pytest.raises(ValueError, match="zone"):
        clock.local(naive)
    with pytest.raises(ValueError, match="zone"), clock.standing_at(naive):
        pass


@given(st.integers(0, 4_000_000_000), st.timezones())
def test_local_tells_the_same_moment(seconds: int, zone: tzinfo) -> None:
    moment = datetime.fromtimestamp(seconds, zone)
    told = clock.local(moment)
    assert told.timestamp() == seconds
    assert told.tzinfo is clock.TZ
