"""Wholes made of parts: exact, by the rule, never by averaging ratios."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.indicators.aggregation import Aggregate, CannotAggregate, Part, aggregate, decimal_of
from tinhso.indicators.models import Adding

NUMBERS = st.decimals(-(10**9), 10**9, places=6)
COUNTS = st.decimals(0, 10**9, places=2)
VALUES = st.lists(NUMBERS, min_size=1, max_size=20)
PAIRS = st.lists(st.tuples(COUNTS, COUNTS.filter(bool)), min_size=1, max_size=20)


def _parts(values: list[Decimal]) -> list[Part]:
    return [Part(value) for value in values]


@given(VALUES)
def test_a_sum_is_exact_whatever_the_order(values: list[Decimal]) -> None:
    whole = aggregate(Adding.SUM, _parts(values))
    assert Fraction(whole.value or 0) == sum(map(Fraction, values))
    assert aggregate(Adding.SUM, _parts(values[::-1])) == whole


@given(PAIRS)
def test_a_ratio_of_sums_adds_above_and_below(pairs: list[tuple[Decimal, Decimal]]) -> None:
    whole = aggregate(Adding.RATIO_OF_SUMS, [Part(None, above, below) for above, below in pairs])
    assert whole.value is None
    assert Fraction(whole.numerator or 0) == sum(Fraction(above) for above, _ in pairs)
    assert Fraction(whole.denominator or 0) == sum(Fraction(below) for _, below in pairs)


@given(VALUES)
def test_average_and_ends_lie_in_order(values: list[Decimal]) -> None:
    low, mean, high = (
        aggregate(rule, _parts(values)).value for rule in (Adding.MIN, Adding.AVERAGE, Adding.MAX)
    )
    assert low == min(values)
    assert high == max(values)
    assert mean is not None
    half_a_unit = Decimal("0.0000005")
    assert min(values) - half_a_unit <= mean <= max(values) + half_a_unit


@given(VALUES, st.integers(1, 5), st.sampled_from([Adding.SUM, Adding.AVERAGE, Adding.MAX, Adding.MIN]))
def test_gaps_are_counted_and_change_no_value(values: list[Decimal], gaps: int, rule: Adding) -> None:
    full = aggregate(rule, _parts(values))
    gappy = aggregate(rule, [*_parts(values), *[Part()] * gaps])
    assert (gappy.value, gappy.counted, gappy.missing) == (full.value, len(values), gaps)
    assert full.is_complete
    assert not gappy.is_complete


@given(st.fractions(-(10**6), 10**6))
def test_a_decimal_is_half_a_unit_away_at_most(value: Fraction) -> None:
    assert abs(Fraction(decimal_of(value)) - value) <= Fraction(1, 2 * 10**6)


def test_what_cannot_be_added_is_refused_with_the_reason() -> None:
    two = [Part(Decimal(1)), Part(Decimal(2))]
    ratios = [Part(None, Decimal(1), Decimal(2))] * 2
    for rule, parts, reason in (
        (Adding.NONE, two, "không cộng"),
        (Adding.RATIO_OF_SUMS, two, "tử số và mẫu số"),
        (Adding.SUM, ratios, "tỷ lệ"),
    ):
        with pytest.raises(CannotAggregate, match=reason):
            aggregate(rule, parts)


def test_nothing_gives_nothing_and_one_alone_is_itself() -> None:
    assert aggregate(Adding.SUM, []) == Aggregate()
    assert aggregate(Adding.RATIO_OF_SUMS, [Part()]) == Aggregate(missing=1)
    assert aggregate(Adding.NONE, [Part(Decimal(6))]) == Aggregate(Decimal(6), counted=1)


def test_ratios_are_weighed_by_their_denominators() -> None:
    parts = [Part(None, Decimal(1), Decimal(1)), Part(None, Decimal(0), Decimal(99))]
    whole = aggregate(Adding.RATIO_OF_SUMS, parts)
    assert (whole.numerator, whole.denominator) == (Decimal(1), Decimal(100))
    assert aggregate(Adding.AVERAGE, parts).value == 50
