"""Periods: codes, bounds, names, neighbours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.calendar import ND_09_2019, CutOff, Period, PeriodKind

NAMED = [
    ("2022-03-05", "2022-03-05", "2022-03-05", "ngày 05/03/2022", "5 March 2022"),
    ("2024-02", "2024-02-01", "2024-02-29", "tháng 2/2024", "February 2024"),
    ("2022-Q1", "2022-01-01", "2022-03-31", "quý I/2022", "Q1 2022"),
    ("2022-Q4", "2022-10-01", "2022-12-31", "quý IV/2022", "Q4 2022"),
    ("2022-H1", "2022-01-01", "2022-06-30", "6 tháng đầu năm 2022", "first half of 2022"),
    ("2022-H2", "2022-07-01", "2022-12-31", "6 tháng cuối năm 2022", "second half of 2022"),
    ("2022", "2022-01-01", "2022-12-31", "năm 2022", "2022"),
    ("2021..2025", "2021-01-01", "2025-12-31", "giai đoạn 2021–2025", "2021–2025"),
    # Nghị định 09/2019: every bound of a year
    ("R2022-01", "2021-12-15", "2022-01-14", "kỳ báo cáo tháng 1/2022", "reporting period January 2022"),
    ("R2022-03", "2022-02-15", "2022-03-14", "kỳ báo cáo tháng 3/2022", "reporting period March 2022"),
    ("R2022-Q1", "2021-12-15", "2022-03-14", "kỳ báo cáo quý I/2022", "reporting period Q1 2022"),
    ("R2022-Q2", "2022-03-15", "2022-06-14", "kỳ báo cáo quý II/2022", "reporting period Q2 2022"),
    ("R2022-Q3", "2022-06-15", "2022-09-14", "kỳ báo cáo quý III/2022", "reporting period Q3 2022"),
    ("R2022-Q4", "2022-09-15", "2022-12-14", "kỳ báo cáo quý IV/2022", "reporting period Q4 2022"),
    ("R2022-H1", "2021-12-15", "2022-06-14", "kỳ báo cáo 6 tháng đầu năm 2022", "reporting period first half of 2022"),  # noqa: E501 - a table
    ("R2022-H2", "2022-06-15", "2022-12-14", "kỳ báo cáo 6 tháng cuối năm 2022", "reporting period second half of 2022"),  # noqa: E501 - a table
    ("R2022", "2021-12-15", "2022-12-14", "kỳ báo cáo năm 2022", "reporting period 2022"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "start", "end", "label", "english"), NAMED)
def test_bounds_and_names(code: str, start: str, end: str, label: str, english: str) -> None:
    period = Period.parse(code)
    assert (period.start, period.end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert period.code == code
    assert period.label == period.label_in("vi") == label
    assert period.label_in("en") == period.label_in("en-gb") == english
    assert period.is_reporting == code.startswith("R")


@pytest.mark.parametrize(
    "code",
    [
        "",
        "22",
        "2022-13",
        "2022-00",
        "2022-Q5",
        "2022-Q0",
        "2022-H3",
        "2022-02-30",
        "R2022-03-05",
        "R2021..2025",
        "2025..2021",
        "2022..2022",
        "2022-3",
        " 2022",
        "2022\n",
        "r2022",
        "0000",
        "R0001",
        "２０２２",
        "9999",
    ],
)
def test_other_codes_are_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Period.parse(code)


@pytest.mark.parametrize(
    ("code", "previous", "following"),
    [
        ("2022-03-01", "2022-02-28", "2022-03-02"),
        ("2022-01", "2021-12", "2022-02"),
        ("2022-Q4", "2022-Q3", "2023-Q1"),
        ("2022-H1", "2021-H2", "2022-H2"),
        ("2022", "2021", "2023"),
        ("2021..2025", "2016..2020", "2026..2030"),
        ("R2022-Q1", "R2021-Q4", "R2022-Q2"),
        ("R2022-12", "R2022-11", "R2023-01"),
    ],
)
def test_neighbours(code: str, previous: str, following: str) -> None:
    period = Period.parse(code)
    assert period.previous() == Period.parse(previous)
    assert period.next() == Period.parse(following)
    assert period.previous() < period < period.next()


@pytest.mark.parametrize(
    ("kind", "day", "calendar", "reporting"),
    [
        (PeriodKind.MONTH, "2022-03-14", "2022-03", "R2022-03"),
        (PeriodKind.MONTH, "2022-03-15", "2022-03", "R2022-04"),
        (PeriodKind.QUARTER, "2022-03-15", "2022-Q1", "R2022-Q2"),
        (PeriodKind.HALF, "2022-06-14", "2022-H1", "R2022-H1"),
        (PeriodKind.YEAR, "2022-12-15", "2022", "R2023"),
    ],
)
def test_the_period_of_a_day(kind: PeriodKind, day: str, calendar: str, reporting: str) -> None:
    assert Period.of(kind, date.fromisoformat(day)).code == calendar
    assert Period.of(kind, date.fromisoformat(day), ND_09_2019).code == reporting


def test_a_span_does_not_follow_from_a_day() -> None:
    with pytest.raises(ValueError, match="span"):
        Period.of(PeriodKind.SPAN, date(2022, 1, 1))
    with pytest.raises(ValueError, match="day"):
        Period.of(PeriodKind.DAY, date(2022, 1, 1), ND_09_2019)


def test_another_cut_off_is_kept_by_the_neighbours() -> None:
    rule = CutOff(closes_on=24, legal="quy chế báo cáo của tỉnh")
    period = Period.parse("R2022-03", rule)
    assert (period.start, period.end) == (date(2022, 2, 25), date(2022, 3, 24))
    assert period.next().start == date(2022, 3, 25)
    assert period.nominal.code == "2022-03"


@pytest.mark.parametrize("day", [0, 28])
def test_a_cut_off_day_exists_in_every_month(day: int) -> None:
    with pytest.raises(ValueError, match="closing day"):
        CutOff(closes_on=day, legal="")


def test_contains_days_moments_and_periods() -> None:
    quarter = Period.parse("2022-Q1")
    assert quarter.contains(date(2022, 3, 31))
    assert not quarter.contains(date(2022, 4, 1))
    assert quarter.contains(datetime(2021, 12, 31, 17, tzinfo=UTC))  # midnight here
    assert not quarter.contains(datetime(2022, 3, 31, 17, tzinfo=UTC))
    assert quarter.contains(Period.parse("2022-02"))
    assert not quarter.contains(Period.parse("R2022-01"))


@pytest.mark.parametrize(
    ("code", "kind", "parts"),
    [
        ("2022", PeriodKind.QUARTER, "2022-Q1 2022-Q2 2022-Q3 2022-Q4"),
        ("R2022-Q1", PeriodKind.MONTH, "R2022-01 R2022-02 R2022-03"),
        ("2021..2022", PeriodKind.HALF, "2021-H1 2021-H2 2022-H1 2022-H2"),
        ("2022-02", PeriodKind.YEAR, ""),
    ],
)
def test_split(code: str, kind: PeriodKind, parts: str) -> None:
    assert [part.code for part in Period.parse(code).split(kind)] == parts.split()


def test_ordering_by_start_then_end() -> None:
    codes = ["2022-Q2", "2022", "2021..2025", "2022-01", "R2022-01", "2022-Q1"]
    ordered = ["2021..2025", "R2022-01", "2022-01", "2022-Q1", "2022", "2022-Q2"]
    assert [period.code for period in sorted(map(Period.parse, codes))] == ordered


kinds = st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR])
rules = st.none() | st.builds(CutOff, closes_on=st.integers(1, 27), legal=st.just("giả định"))


@given(kinds, st.dates(date(1990, 1, 1), date(2100, 12, 31)), rules, st.integers(-50, 50))
def test_periods_of_a_kind_tile_time(kind: PeriodKind, day: date, rule: CutOff | None, steps: int) -> None:
    period = Period.of(kind, day, rule)
    assert period.contains(day)
    assert Period.parse(period.code, rule or ND_09_2019) == period
    assert period.next().start == period.end + timedelta(days=1)
    assert period.next().previous() == period
    assert period.shift(steps).shift(-steps) == period
    assert Period.of(kind, period.start, rule) == Period.of(kind, period.end, rule) == period
