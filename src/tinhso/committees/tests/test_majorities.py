"""Shares in whole numbers: against fractions, and the borders that rounding would move."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tinhso.committees.majorities import Share


@given(st.integers(0, 100), st.integers(1, 100), st.booleans(), st.integers(1, 400), st.integers(0, 400))
def test_reached_is_the_comparison_of_fractions(
    numerator: int, denominator: int, over: bool, total: int, number: int
) -> None:
    share = Share(min(numerator, denominator), denominator, over=over)
    wanted = Fraction(share.numerator, share.denominator)
    told = Fraction(number, total)
    assert share.reached(number, total) == (told > wanted if over else told >= wanted)


@given(st.integers(0, 60), st.integers(1, 60), st.booleans(), st.integers(1, 200))
def test_needed_is_the_least_that_reaches(numerator: int, denominator: int, over: bool, total: int) -> None:
    share = Share(min(numerator, denominator), denominator, over=over)
    needed = share.needed(total)
    assert share.reached(needed, total)
    assert needed == 0 or not share.reached(needed - 1, total)


def test_two_thirds_of_six_are_four_and_more_than_half_of_six_are_four() -> None:
    assert Share(2, 3).needed(6) == 4
    assert Share(1, 2, over=True).needed(6) == 4
    assert Share(1, 2).needed(6) == 3
    assert Share(2, 3).needed(7) == 5


def test_nobody_is_never_enough() -> None:
    assert not Share(0, 1).reached(0, 0)


def test_words_and_signs() -> None:
    assert str(Share(2, 3)) == "từ 2/3"
    assert str(Share(1, 2, over=True)) == "trên 1/2"
    assert (Share(2, 3).sign, Share(1, 2, over=True).sign) == (">=2/3", ">1/2")
