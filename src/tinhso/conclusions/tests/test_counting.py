"""Counting papers, against an oracle of fractions; terms in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.committees.majorities import Share
from tinhso.conclusions.core.counting import Outcome, Rule, count, decide
from tinhso.conclusions.core.deadlines import last_day, term_in

OPTIONS = ("agree", "disagree", "other")


@st.composite
def shares(draw: st.DrawFn) -> Share:
    denominator = draw(st.integers(1, 12))
    return Share(draw(st.integers(0, denominator)), denominator, over=draw(st.booleans()))


def _reached(share: Share, part: int, whole: int) -> bool:
    """The oracle: fractions as one learns them at school."""
    if whole == 0:
        return False
    wanted = Fraction(share.numerator, share.denominator)
    return Fraction(part, whole) > wanted if share.over else Fraction(part, whole) >= wanted


@given(st.integers(0, 40), st.lists(st.sampled_from(OPTIONS), max_size=40), shares(), shares())
def test_ends_as_fractions_say(missing: int, papers: list[str], quorum: Share, majority: Share) -> None:
    asked = len(papers) + missing
    found = decide(count(asked, OPTIONS, papers), Rule(quorum, majority))
    tally = {option: papers.count(option) for option in OPTIONS}
    most = max(tally.values())
    leading = [option for option in OPTIONS if tally[option] == most]
    if not papers or not _reached(quorum, len(papers), asked):
        assert found.outcome is Outcome.NO_QUORUM
    elif len(leading) > 1:
        assert found.outcome is Outcome.TIED
    elif _reached(majority, most, asked):
        assert (found.outcome, found.winner) == (Outcome.PASSED, leading[0])
    else:
        assert found.outcome is Outcome.NOT_PASSED
    assert found.winner == "" or found.outcome is Outcome.PASSED


@given(st.lists(st.sampled_from(OPTIONS), max_size=30), st.integers(0, 10))
def test_counts_every_paper_once(papers: list[str], missing: int) -> None:
    counted = count(len(papers) + missing, OPTIONS, papers)
    assert sum(counted.papers.values()) == counted.returned == len(papers)
    assert counted.missing == missing


def test_more_than_half_is_not_half() -> None:
    half = Rule(Share(1, 2), Share(1, 2, over=True))
    assert decide(count(6, OPTIONS, ["agree"] * 3 + ["other"]), half).outcome is Outcome.NOT_PASSED
    assert decide(count(6, OPTIONS, ["agree"] * 4), half).outcome is Outcome.PASSED
    assert decide(count(6, OPTIONS, ["agree"] * 3 + ["disagree"] * 3), half).outcome is Outcome.TIED
    assert decide(count(6, OPTIONS, ["agree"] * 2), half).outcome is Outcome.NO_QUORUM


def test_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="came back"):
        count(1, OPTIONS, ["agree", "agree"])
    with pytest.raises(ValueError, match="No option"):
        count(1, OPTIONS, ["perhaps"])


SAID_ON = date(2023, 3, 7)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("trong tháng 4", date(2023, 4, 30)),
        ("Trong tháng 4/2024", date(2024, 4, 30)),
        ("tháng 1", date(2024, 1, 31)),
        ("trước ngày 30/4", date(2023, 4, 30)),
        ("30/04/2023", date(2023, 4, 30)),
        ("ngày 15 tháng 5 năm 2023", date(2023, 5, 15)),
        ("trong quý II", date(2023, 6, 30)),
        ("quý IV/2023", date(2023, 12, 31)),
        ("6 tháng đầu năm", date(2023, 6, 30)),
        ("tháng này", date(2023, 3, 31)),
        ("tháng sau", date(2023, 4, 30)),
        ("trong năm 2023", date(2023, 12, 31)),
        ("cuối năm", date(2023, 12, 31)),
        ("ngày 31/02/2023", None),
        ("sớm nhất có thể", None),
        ("thường xuyên", None),
        ("trong năm 2021", None),
        ("", None),
    ],
)
def test_terms_in_words(words: str, day: date | None) -> None:
    assert last_day(words, SAID_ON) == day


@given(st.dates(date(2000, 1, 1), date(2098, 12, 31)), st.integers(1, 12))
def test_a_month_is_the_next_to_end(said_on: date, month: int) -> None:
    day = last_day(f"trong tháng {month}", said_on)
    assert day is not None and day.month == month
    assert 0 <= (day - said_on).days <= 366


def test_the_words_of_a_term_are_found_in_a_sentence() -> None:
    said = "Các sở, ngành hoàn thành việc bổ sung danh mục trong tháng 4, gửi Sở Thông tin và Truyền thông."
    assert term_in(said, SAID_ON) == ("trong tháng 4", date(2023, 4, 30))
    assert term_in("Tiếp tục đôn đốc", SAID_ON) is None
