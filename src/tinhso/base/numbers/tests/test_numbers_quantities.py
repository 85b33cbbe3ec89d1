"""Reading ratios and sums of money."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.numbers import AmbiguousNumber, NotANumber, NumberError, Ratio, parse_money, parse_ratio


@pytest.mark.parametrize(
    ("text", "numerator", "denominator", "percent"),
    [
        ("18/30", 18, 30, "60.0"),
        ("02/34", 2, 34, "5.9"),
        ("1.761/1.966", 1761, 1966, "89.6"),
        ("1.542 / 1.562", 1542, 1562, "98.7"),
        ("137/139", 137, 139, "98.6"),
        ("01 trong 07", 1, 7, "14.3"),
    ],
)
def test_ratios(text: str, numerator: int, denominator: int, percent: str) -> None:
    ratio = parse_ratio(text)
    assert ratio == Ratio(numerator, denominator, text)
    assert str(ratio.percent()) == percent
    assert str(ratio) == text


def test_a_ratio_knows_its_percentage_at_any_precision() -> None:
    assert parse_ratio("1.542/1.562").percent(2) == Decimal("98.72")
    assert Ratio(0, 0).percent() is None
    assert str(Ratio(18, 30)) == "18/30"


@pytest.mark.parametrize(
    "text", ["", "18", "18/", "/30", "1/2/3", "89%/85%", "-1/2", "18:30", "a/b", "1/" + "9" * 300]
)
def test_what_is_no_ratio(text: str) -> None:
    with pytest.raises(NotANumber) as refused:
        parse_ratio(text)
    assert refused.value.code == "not_a_ratio"


def test_parts_of_a_ratio_are_clear_integers() -> None:
    with pytest.raises(AmbiguousNumber):
        parse_ratio("1,761/1,966")
    assert parse_ratio("1,761/1,966", locale="en").numerator == 1761
    with pytest.raises(AmbiguousNumber):
        parse_ratio("1.761/1.966", locale=None)
    with pytest.raises(NotANumber) as refused:
        parse_ratio("1,5/2")
    assert refused.value.code == "not_an_integer"


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_plain_ratios_read_back(numerator: int, denominator: int) -> None:
    text = f"{numerator}/{denominator}"
    assert parse_ratio(text) == Ratio(numerator, denominator, text)


@pytest.mark.parametrize(
    ("text", "dong"),
    [
        ("536,46 tỷ đồng", 536_460_000_000),
        ("536,46\u00a0tỷ\u00a0đồng", 536_460_000_000),
        ("536,46 tỉ", 536_460_000_000),
        ("1.234.567 đồng", 1_234_567),
        ("1.234.567đ", 1_234_567),
        ("1.234.567 ₫", 1_234_567),
        ("1.234.567 VNĐ", 1_234_567),
        ("1.680 tỷ đồng", 1_680_000_000_000),
        ("2 triệu", 2_000_000),
        ("900 nghìn đồng", 900_000),
        ("1,2 nghìn tỷ đồng", 1_200_000_000_000),
        ("0,000000001 tỷ đồng", 1),
        ("−2,5 triệu đồng", -2_500_000),
        ("500000", 500_000),
    ],
)
def test_money_is_whole_dong(text: str, dong: int) -> None:
    assert parse_money(text) == dong
    assert parse_money(unicodedata.normalize("NFD", text)) == dong


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,5 đồng", "fraction_of_dong"),
        ("0,0000000001 tỷ đồng", "fraction_of_dong"),
        ("1,000 đồng", "ambiguous_number"),
        ("536.46 tỷ đồng", "other_number_style"),
        ("1..2 đồng", "not_a_number"),
        ("5 USD", "not_money"),
        ("tỷ đồng", "not_money"),
        ("5 đồng đồng", "not_money"),
        ("5 tỷ 200 triệu", "not_money"),
        ("", "not_money"),
    ],
)
def test_what_is_not_exactly_some_dong_is_refused(text: str, code: str) -> None:
    with pytest.raises(NumberError) as refused:
        parse_money(text)
    assert refused.value.code == code
    assert refused.value.reason


@given(st.integers(0, 10**15), st.integers(0, 9))
def test_billions_are_exact_or_refused(units: int, places: int) -> None:
    text = f"{Decimal(f'{units}E-{places}'):f}".replace(".", ",") + " tỷ đồng"
    assert parse_money(text) == units * 10 ** (9 - places)
