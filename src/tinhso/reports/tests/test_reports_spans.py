"""Periods of reports: the closing days of the reporting regime, weeks, nine months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.reports.spans import Span, SpanKind


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2022-03", date(2022, 2, 15), date(2022, 3, 14)),
        ("2022-Q4", date(2022, 9, 15), date(2022, 12, 14)),
        ("2022-H1", date(2021, 12, 15), date(2022, 6, 14)),
        ("2022-9M", date(2021, 12, 15), date(2022, 9, 14)),
        ("2022", date(2021, 12, 15), date(2022, 12, 14)),
    ],
)
def test_figures_close_on_the_fourteenth(code: str, first: date, last: date) -> None:
    span = Span.parse(code, closed=True)
    assert (span.start, span.end) == (first, last)
    assert Span.parse(code).end >= last


def test_weeks_run_from_monday_to_sunday() -> None:
    span = Span.parse("2022-W15", closed=True)
    assert (span.start, span.end, span.label) == (date(2022, 4, 11), date(2022, 4, 17), "tuần 15/2022")
    assert span.previous().code == "2022-W14"


def test_nine_months_compare_with_those_of_the_year_before() -> None:
    assert Span.parse("2022-9M", closed=True).previous() == Span.parse("2021-9M", closed=True)
    assert Span.parse("2022-9M").label == "9 tháng đầu năm 2022"


@pytest.mark.parametrize("code", ["2022-W60", "2022-Q5", "22", "2022-10M", ""])
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(ValueError):
        Span.parse(code)


KINDS = [kind for kind in SpanKind if kind not in {SpanKind.SPAN, SpanKind.DAY, SpanKind.NINE}]


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.sampled_from(KINDS), st.booleans())
def test_periods_follow_each_other_without_gap(day: date, kind: SpanKind, closed: bool) -> None:
    span = Span.of(kind, day, closed=closed)
    assert span.start <= day <= span.end
    assert span.previous().end == span.start - timedelta(days=1)
    assert Span.parse(span.code, closed=closed) == span
