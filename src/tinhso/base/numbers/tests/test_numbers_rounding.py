"""Rounding and percentages: exact, halves away from zero, never half-even."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.numbers import compare_printed, percent, round_half_up

COUNTS = st.integers(0, 10**15)
SIZES = st.integers(1, 10**15)
PLACES = st.integers(0, 6)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("-0.4", 0, "0"),
        ("2.675", 2, "2.68"),
        ("1.005", 2, "1.01"),
        ("89.573", 1, "89.6"),
        ("7", 2, "7.00"),
        ("12345678901234567890123456789012345.65", 1, "12345678901234567890123456789012345.7"),
    ],
)
def test_halves_go_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(value), places)) == rounded


@pytest.mark.parametrize(
    ("numerator", "denominator", "places", "value"),
    [
        (18, 30, 1, "60.0"),
        (13, 20, 1, "65.0"),
        (1542, 1562, 2, "98.72"),
        (323, 1562, 2, "20.68"),
        (1761, 1966, 1, "89.6"),
        (137, 139, 1, "98.6"),
        (1, 8, 0, "13"),
        (1, 8, 1, "12.5"),
        (1, 800, 2, "0.13"),
        (1, 3, 0, "33"),
        (0, 7, 1, "0.0"),
        (Decimal("536.46"), 1000, 1, "53.6"),
    ],
)
def test_golden_percentages(numerator: int | Decimal, denominator: int, places: int, value: str) -> None:
    assert str(percent(numerator, denominator, places)) == value


def test_of_nothing_there_is_no_percentage() -> None:
    assert percent(3, 0) is None
    assert percent(0, Decimal("0.00")) is None


@given(COUNTS, SIZES, PLACES)
def test_a_percentage_is_the_nearest_and_a_tie_goes_up(numerator: int, denominator: int, places: int) -> None:
    value = percent(numerator, denominator, places)
    assert value is not None
    assert value.as_tuple().exponent == -places
    off = Fraction(value) - Fraction(numerator * 100, denominator)
    half = Fraction(1, 2 * 10**places)
    assert -half < off <= half


@given(st.integers(0, 10**6), st.integers(0, 4))
def test_exact_ties_are_never_half_even(units: int, places: int) -> None:
    tie = Decimal(f"{units}5E-{places + 1}")
    assert round_half_up(tie, places) == Decimal(f"{units + 1}E-{places}")
    assert round_half_up(-tie, places) == -Decimal(f"{units + 1}E-{places}")
    assert percent(tie, 100, places) == Decimal(f"{units + 1}E-{places}")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20), PLACES)
def test_rounding_twice_changes_nothing(value: Decimal, places: int) -> None:
    once = round_half_up(value, places)
    assert str(round_half_up(once, places)) == str(once)


def test_what_is_not_exact_is_not_taken() -> None:
    floating: object = 0.1
    with pytest.raises(TypeError, match="float"):
        round_half_up(floating, 1)  # type: ignore[arg-type]  # the refusal is what is tested
    with pytest.raises(TypeError, match="bool"):
        percent(True, 2)
    with pytest.raises(ValueError, match="finite"):
        round_half_up(Decimal("NaN"))
    with pytest.raises(ValueError, match="negative"):
        round_half_up(1, -1)


@pytest.mark.parametrize(
    ("printed", "numerator", "denominator", "computed", "verdict"),
    [
        ("89.5", 1761, 1966, "89.6", "truncated"),
        ("89.6", 1761, 1966, "89.6", "same"),
        ("98.6", 137, 139, "98.6", "same"),
        ("98.56", 137, 139, "98.56", "same"),
        ("60", 18, 30, "60", "same"),
        ("60.0", 18, 30, "60.0", "same"),
        ("61", 18, 30, "60", "different"),
        ("89", 1761, 1966, "90", "truncated"),
        ("91", 1761, 1966, "90", "different"),
    ],
)
def test_print_beside_computation(
    printed: str, numerator: int, denominator: int, computed: str, verdict: str
) -> None:
    result = compare_printed(Decimal(printed), numerator, denominator)
    assert (str(result.printed), str(result.computed), result.verdict) == (printed, computed, verdict)
    assert result.agrees == (verdict == "same")


def test_a_printed_percentage_of_nothing_cannot_be_checked() -> None:
    result = compare_printed(Decimal("89.5"), 3, 0)
    assert (result.computed, result.verdict, result.agrees) == (None, "not_computable", False)


@given(COUNTS, SIZES, PLACES)
def test_a_rounded_print_is_the_same_at_its_own_precision(
    numerator: int, denominator: int, places: int
) -> None:
    printed = percent(numerator, denominator, places)
    assert printed is not None
    result = compare_printed(printed, numerator, denominator)
    assert (result.verdict, result.places, result.computed) == ("same", places, printed)
