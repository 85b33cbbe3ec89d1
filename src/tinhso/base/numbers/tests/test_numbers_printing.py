"""Printing numbers, and reading back what was printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.numbers import (
    Language,
    format_money,
    format_money_short,
    format_number,
    format_percent,
    parse_money,
    parse_number,
    parse_percent,
    plain,
    round_half_up,
)

NBSP = "\u00a0"
LANGUAGES: st.SearchStrategy[Language] = st.sampled_from(("vi", "en"))
EXACT = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=4)


@pytest.mark.parametrize(
    ("value", "places", "lang", "text"),
    [
        (1680, None, "vi", "1.680"),
        (Decimal("89.5"), None, "vi", "89,5"),
        (Decimal("89.50"), None, "vi", "89,50"),
        (Decimal("89.573"), 1, "vi", "89,6"),
        (Decimal("1E+3"), None, "vi", "1.000"),
        (Decimal("-0.0"), None, "vi", "0,0"),
        (Decimal("-0.04"), 1, "vi", "0,0"),
        (-1234567, None, "vi", "-1.234.567"),
        (999, None, "vi", "999"),
        (Decimal("1234567.25"), None, "en", "1,234,567.25"),
        (4, 2, "en", "4.00"),
    ],
)
def test_golden_numbers(value: int | Decimal, places: int | None, lang: Language, text: str) -> None:
    assert format_number(value, places, lang) == text


def test_percentages_never_break_before_their_sign() -> None:
    assert format_percent(Decimal("89.5")) == f"89,5{NBSP}%"
    assert format_percent(Decimal("89.573"), 1) == f"89,6{NBSP}%"
    assert format_percent(100, lang="en") == "100%"


@pytest.mark.parametrize(
    ("dong", "text", "short"),
    [
        (1_234_567, "1.234.567 đồng", "1,23 triệu đồng"),
        (536_460_000_000, "536.460.000.000 đồng", "536,46 tỷ đồng"),
        (2_000_000_000, "2.000.000.000 đồng", "2 tỷ đồng"),
        (999_999_999, "999.999.999 đồng", "1 tỷ đồng"),
        (994_000_000, "994.000.000 đồng", "994 triệu đồng"),
        (999_999, "999.999 đồng", "999.999 đồng"),
        (1_234_500_000_000, "1.234.500.000.000 đồng", "1.234,5 tỷ đồng"),
        (100_000_000_000, "100.000.000.000 đồng", "100 tỷ đồng"),
        (-2_500_000, "-2.500.000 đồng", "-2,5 triệu đồng"),
        (0, "0 đồng", "0 đồng"),
    ],
)
def test_money(dong: int, text: str, short: str) -> None:
    assert format_money(dong) == text.replace(" ", NBSP)
    assert format_money_short(dong) == short.replace(" ", NBSP)


def test_money_in_english() -> None:
    assert format_money(1_234_567, "en") == f"1,234,567{NBSP}VND"
    assert format_money_short(536_460_000_000, lang="en") == f"536.46{NBSP}billion{NBSP}VND"


@given(EXACT, LANGUAGES)
def test_what_is_printed_reads_back_exactly(value: Decimal, lang: Language) -> None:
    assert str(parse_number(format_number(value, lang=lang), locale=lang)) == str(
        value if value else abs(value)
    )
    assert parse_number(plain(value, lang=lang), locale=lang, expects="decimal") == value


@given(st.integers(-(10**30), 10**30), LANGUAGES)
def test_printed_integers_read_back_as_integers(value: int, lang: Language) -> None:
    assert parse_number(format_number(value, lang=lang), locale=lang, expects="integer") == value


@given(st.decimals(min_value=-999, max_value=999, places=2), st.integers(0, 3))
def test_printed_percentages_read_back(value: Decimal, places: int) -> None:
    assert parse_percent(format_percent(value, places)) == round_half_up(value, places)


@given(st.integers(-(10**20), 10**20), LANGUAGES)
def test_printed_money_reads_back(dong: int, lang: Language) -> None:
    assert parse_money(format_money(dong, lang), locale=lang) == dong


@given(st.integers(-(10**16), 10**16))
def test_short_money_is_within_half_its_last_place(dong: int) -> None:
    read = parse_money(format_money_short(dong))
    unit = 10**9 if abs(read) >= 10**9 else 10**6
    assert abs(read - dong) * 2 * 100 <= unit
