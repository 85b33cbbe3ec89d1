"""When terms end: examples worked out by hand, most of them around Tết."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from tinhso.base import clock
from tinhso.base.calendar import Calendar, OfficeHours, Pause, national_calendar

CALENDAR = national_calendar()


def at(text: str) -> datetime:
    """`28/01/2022 15:30` as a moment."""
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=clock.TZ)


def on(text: str) -> date:
    """`28/01/2022` as a date."""
    return at(f"{text} 00:00").date()


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("28/01/2022 10:00", 3, "09/02/2022 17:00"),  # Tết 31/01–04/02; Mon 07, Tue 08, Wed 09
        ("28/01/2022 23:59", 3, "09/02/2022 17:00"),  # the hour of the event does not matter
        ("29/01/2022 09:00", 1, "07/02/2022 17:00"),  # handed in on a Saturday
        ("31/01/2022 09:00", 1, "07/02/2022 17:00"),  # handed in on a holiday
        ("23/01/2025 08:00", 5, "06/02/2025 17:00"),  # 24/01, then 03–06/02
        ("26/04/2024 08:00", 3, "04/05/2024 17:00"),  # 29/04–01/05 off; 02, 03 and the worked Saturday 04/05
        ("31/12/2025 08:00", 2, "06/01/2026 17:00"),  # 01 and 02/01 off; 05, 06
        ("05/01/2026 08:00", 5, "10/01/2026 17:00"),  # 06–09 and the worked Saturday 10/01
        ("13/02/2026 08:00", 1, "23/02/2026 17:00"),  # Tết 16–20/02
        ("23/11/2026 08:00", 1, "24/11/2026 17:00"),  # 24/11 waits for its paper
    ],
)
def test_days(start: str, days: int, due: str) -> None:
    answer = CALENDAR.due(at(start), days=days)
    assert answer.due == at(due)
    assert len(answer.counted) == days
    assert answer.counted[-1] == at(due).date()


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("28/01/2022 15:30", 8, "07/02/2022 15:30"),  # 1.5 before Tết, 4 + 2.5 after it
        ("13/02/2026 16:00", 8, "23/02/2026 16:00"),  # 1, then 4 + 3
        ("10/02/2022 08:00", 4, "10/02/2022 12:00"),  # ends with the morning, not with the afternoon's start
        ("10/02/2022 12:30", 1, "10/02/2022 14:00"),  # from the next opening
        ("10/02/2022 06:00", 8, "10/02/2022 17:00"),
        ("11/02/2022 17:00", 1, "14/02/2022 09:00"),  # Friday's closing to Monday
        ("12/02/2022 09:00", 8, "14/02/2022 17:00"),  # a Saturday
    ],
)
def test_hours(start: str, hours: int, due: str) -> None:
    assert CALENDAR.due(at(start), hours=hours).due == at(due)


def test_half_hours_and_the_days_they_ran_on() -> None:
    answer = CALENDAR.due(at("10/02/2022 16:00"), hours=Decimal("1.5"))
    assert answer.due == at("11/02/2022 08:30")
    assert answer.counted == (on("10/02/2022"), on("11/02/2022"))


def test_a_date_as_the_event() -> None:
    assert CALENDAR.due(on("28/01/2022"), days=3).due == at("09/02/2022 17:00")
    assert CALENDAR.due(on("10/02/2022"), hours=8).due == at("10/02/2022 17:00")


def test_a_moment_told_in_another_zone_belongs_to_the_countrys_day() -> None:
    start = datetime.fromisoformat("2022-02-09T18:00:00+00:00")  # 01:00 on 10/02 here
    assert CALENDAR.due(start, days=1).due == at("11/02/2022 17:00")


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([(on("08/02/2022"), on("09/02/2022"))], "11/02/2022 17:00"),  # 07, 10, 11
        ([(on("31/01/2022"), on("04/02/2022"))], "09/02/2022 17:00"),  # Tết stops nothing that runs
        ([(at("07/02/2022 10:00"), at("08/02/2022 09:00"))], "11/02/2022 17:00"),  # two days are touched
        ([(at("07/02/2022 17:30"), at("08/02/2022 07:30"))], "09/02/2022 17:00"),  # a night touches none
        ([(at("08/02/2022 12:00"), at("08/02/2022 13:00"))], "09/02/2022 17:00"),  # nor does a lunch break
        ([(at("08/02/2022 10:00"), at("08/02/2022 10:00"))], "09/02/2022 17:00"),  # nor does an instant
        ([(on("09/02/2022"), on("09/02/2022")), (on("08/02/2022"), on("09/02/2022"))], "11/02/2022 17:00"),
        ([(on("10/02/2022"), on("18/02/2022"))], "09/02/2022 17:00"),  # after the end
        ([(on("28/01/2022"), on("28/01/2022"))], "09/02/2022 17:00"),  # the day of the event anyway
    ],
)
def test_pauses_of_a_term_in_days(pauses: list[Pause], due: str) -> None:
    assert CALENDAR.due(at("28/01/2022 10:00"), days=3, pauses=pauses).due == at(due)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([(at("10/02/2022 10:00"), at("10/02/2022 11:00"))], "11/02/2022 09:00"),
        ([(at("10/02/2022 11:00"), at("10/02/2022 14:00"))], "11/02/2022 10:00"),  # lunch is not paused twice
        ([(on("11/02/2022"), on("13/02/2022"))], "10/02/2022 17:00"),
        ([(on("10/02/2022"), on("10/02/2022"))], "11/02/2022 17:00"),
    ],
)
def test_pauses_of_a_term_in_hours(pauses: list[Pause], due: str) -> None:
    assert CALENDAR.due(at("10/02/2022 08:00"), hours=8, pauses=pauses).due == at(due)


def test_other_office_hours() -> None:
    mornings = Calendar(CALENDAR.corrections, OfficeHours.parse("07:30-11:30"))
    assert mornings.due(at("28/01/2022 10:00"), days=1).due == at("07/02/2022 11:30")
    assert mornings.due(at("28/01/2022 10:00"), hours=2).due == at("07/02/2022 08:00")
    assert str(mornings.hours) == "07:30-11:30"


@pytest.mark.parametrize("text", ["", "08:00", "12:00-08:00", "08:00-12:00,11:00-17:00", "08:00-25:00"])
def test_impossible_office_hours_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        OfficeHours.parse(text)


def test_office_hours_by_default() -> None:
    assert OfficeHours().blocks == ((time(8), time(12)), (time(13), time(17)))


@pytest.mark.parametrize(
    ("since", "until", "pauses", "hours"),
    [
        ("28/01/2022 15:30", "07/02/2022 15:30", [], "8"),
        ("10/02/2022 11:00", "10/02/2022 14:00", [], "2"),
        ("10/02/2022 12:00", "10/02/2022 13:00", [], "0"),
        ("12/02/2022 08:00", "13/02/2022 17:00", [], "0"),
        ("10/02/2022 08:00", "11/02/2022 17:00", [(on("11/02/2022"), on("11/02/2022"))], "8"),
        ("10/02/2022 09:00", "10/02/2022 09:00", [], "0"),
    ],
)
def test_business_time_between(since: str, until: str, pauses: list[Pause], hours: str) -> None:
    assert CALENDAR.business_time_between(at(since), at(until), pauses) == timedelta(hours=float(hours))


@pytest.mark.parametrize(
    ("start", "count", "reached"),
    [
        ("28/01/2022", 1, "07/02/2022"),
        ("07/02/2022", -1, "28/01/2022"),
        ("28/01/2022", 0, "28/01/2022"),
        ("01/02/2022", 0, "07/02/2022"),
        ("09/02/2022", -3, "28/01/2022"),
    ],
)
def test_add_working_days(start: str, count: int, reached: str) -> None:
    assert CALENDAR.add_working_days(on(start), count) == on(reached)


@pytest.mark.parametrize("term", [{}, {"days": 1, "hours": 1}, {"days": 0}, {"hours": 0}, {"days": -1}])
def test_a_term_has_one_positive_length(term: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="positive"):
        CALENDAR.due(on("28/01/2022"), days=term.get("days"), hours=term.get("hours"))


@pytest.mark.parametrize(
    "pause",
    [
        (on("09/02/2022"), on("08/02/2022")),
        (at("09/02/2022 10:00"), at("09/02/2022 09:00")),
        (at("09/02/2022 10:00"), on("08/02/2022")),
    ],
)
def test_a_pause_that_runs_backwards_is_refused(pause: Pause) -> None:
    with pytest.raises(ValueError, match="pause"):
        CALENDAR.due(on("28/01/2022"), days=1, pauses=[pause])


def test_spans_that_run_backwards_are_refused() -> None:
    with pytest.raises(ValueError, match="before"):
        CALENDAR.working_days(on("02/01/2022"), on("01/01/2022"))
    with pytest.raises(ValueError, match="before"):
        CALENDAR.business_time_between(at("02/01/2022 00:00"), at("01/01/2022 00:00"))
