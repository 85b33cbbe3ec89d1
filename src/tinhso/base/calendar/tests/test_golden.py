"""The days off of 2022–2026 as the State published them, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tinhso.base.calendar import Calendar, Correction, DayKind, OutsideCalendar, national_calendar

OFF = {
    2022: "03/01 31/01 01/02 02/02 03/02 04/02 11/04 02/05 03/05 01/09 02/09",
    2023: "02/01 20/01 23/01 24/01 25/01 26/01 01/05 02/05 03/05 01/09 04/09",
    2024: "01/01 08/02 09/02 12/02 13/02 14/02 18/04 29/04 30/04 01/05 02/09 03/09",
    2025: "01/01 27/01 28/01 29/01 30/01 31/01 07/04 30/04 01/05 02/05 01/09 02/09",
    2026: "01/01 02/01 16/02 17/02 18/02 19/02 20/02 27/04 30/04 01/05 31/08 01/09 02/09",
}
"""Monday to Friday, not worked."""

WORKED = {2022: "", 2023: "", 2024: "04/05", 2025: "26/04", 2026: "10/01 22/08"}
"""Saturdays worked in exchange for a day off."""

CULTURE_DAY = date(2026, 11, 24)


def _days(year: int, text: str) -> set[date]:
    return {date(year, int(each[3:]), int(each[:2])) for each in text.split()}


def _year(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range(366) if (first + timedelta(days=n)).year == year]


@pytest.mark.parametrize("year", OFF)
def test_every_day_of_the_year(year: int) -> None:
    calendar, off, worked = national_calendar(), _days(year, OFF[year]), _days(year, WORKED[year])
    expected = {day for day in _year(year) if (day.weekday() < 5 and day not in off) or day in worked}
    assert {day for day in _year(year) if calendar.is_working(day)} == expected


@pytest.mark.parametrize(("year", "count"), [(2022, 249), (2023, 249), (2024, 251), (2025, 250), (2026, 250)])
def test_counts_of_whole_years(year: int, count: int) -> None:
    answer = national_calendar().working_days(date(year, 1, 1), date(year, 12, 31))
    assert answer.count == count
    assert answer.count + len(answer.days_off) == len(_year(year))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2022, 2, 1), "Tết Nguyên Đán"),
        (date(2022, 1, 1), "Tết Dương lịch"),
        (date(2022, 1, 8), "thứ Bảy"),
        (date(2022, 1, 9), "Chủ nhật"),
        (date(2024, 4, 29), "Ngày nghỉ (thay cho ngày 04/05/2024)"),
        (date(2026, 1, 2), "Ngày nghỉ (hoán đổi, làm bù ngày 10/01/2026)"),
    ],
)
def test_a_day_off_says_why(day: date, reason: str) -> None:
    assert national_calendar().day_off_reason(day) == reason


@pytest.mark.parametrize("year", range(2026, 2031))
def test_culture_day_waits_for_its_paper_every_year(year: int) -> None:
    day = CULTURE_DAY.replace(year=year)
    assert national_calendar().is_working(day) == (day.weekday() < 5)


def test_culture_day_is_off_once_a_paper_says_so() -> None:
    national = national_calendar().corrections
    decided = Correction(CULTURE_DAY, DayKind.DAY_OFF, "Ngày Văn hóa Việt Nam", "văn bản giả định")
    for corrections in ((*national, decided), (decided, *national)):
        calendar = Calendar(corrections)
        assert calendar.day_off_reason(CULTURE_DAY) == "Ngày Văn hóa Việt Nam"
        assert calendar.is_working(CULTURE_DAY.replace(year=2027)), "one year's paper decides one year"


def test_the_last_active_correction_of_a_day_decides() -> None:
    day = date(2026, 7, 6)
    off = Correction(day, DayKind.DAY_OFF, "Bão", "Công điện 1")
    on = Correction(day, DayKind.WORKING_DAY, "Bão đã tan", "Công điện 2")
    assert not Calendar((off,)).is_working(day)
    assert Calendar((off, on)).is_working(day)
    assert not Calendar((on, off)).is_working(day)


def test_a_waiting_working_day_changes_nothing() -> None:
    saturday = date(2026, 7, 4)
    waiting = Correction(saturday, DayKind.WORKING_DAY, "Làm bù", "chờ văn bản", active=False)
    assert not Calendar((waiting,)).is_working(saturday)


@pytest.mark.parametrize("day", [date(1900, 12, 31), date(2101, 1, 1)])
def test_years_without_a_calendar_are_refused(day: date) -> None:
    with pytest.raises(OutsideCalendar):
        national_calendar().is_working(day)


def test_the_first_and_last_year_are_known() -> None:
    assert not national_calendar().is_working(date(1901, 1, 1))
    assert not national_calendar().is_working(date(2100, 1, 1))


def test_a_correction_of_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="holiday"):
        Correction(CULTURE_DAY, "holiday", "", "")  # type: ignore[arg-type]  # the refused input
