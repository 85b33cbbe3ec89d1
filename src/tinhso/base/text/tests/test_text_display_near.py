"""Tone placement for the screen, and guesses for unknown codes and names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.text import fold, near_matches, normalise_tone_placement

PLANS = ["49-nq-tu", "247-kh-ubnd", "246-kh-ubnd", "197-qd-ubnd", "1878-qd-ubnd"]
COMMUNES = ["Đồng Đăng", "Kỳ Lừa", "Tam Thanh", "Lương Văn Tri", "Đông Kinh", "Hữu Lũng", "Thất Khê"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("hoà bình", "hòa bình"),
        ("khoẻ mạnh", "khỏe mạnh"),
        ("Uỷ ban thuỷ lợi", "Ủy ban thủy lợi"),
        ("HOÀ", "HÒA"),
        ("quý", "quý"),
        ("Quỳnh", "Quỳnh"),
        ("hoàn thành", "hoàn thành"),
        ("ngoài", "ngoài"),
        ("khuỷu", "khuỷu"),
        ("hoặc xoắn", "hoặc xoắn"),
        ("hòa", "hòa"),
    ],
)
def test_tones_move_only_in_open_pairs(typed: str, shown: str) -> None:
    assert normalise_tone_placement(typed) == shown


@given(st.text())
def test_moving_tones_is_idempotent_and_changes_no_search(text: str) -> None:
    shown = normalise_tone_placement(text)
    assert normalise_tone_placement(shown) == shown
    assert fold(shown) == fold(text)


def test_a_slip_in_a_code_finds_the_code_first() -> None:
    assert near_matches("247-kh-ubn", PLANS)[0] == "247-kh-ubnd"
    assert near_matches("49-NQ/TU", PLANS, 1) == ["49-nq-tu"]
    assert near_matches("246-kh-ubnb", PLANS)[:2] == ["246-kh-ubnd", "247-kh-ubnd"]


def test_names_are_found_without_tones_and_by_a_part() -> None:
    assert near_matches("dong dang", COMMUNES)[0] == "Đồng Đăng"
    assert near_matches("phường Kì Lừa", COMMUNES)[0] == "Kỳ Lừa"
    assert near_matches("lương văn", COMMUNES)[0] == "Lương Văn Tri"


def test_what_is_like_nothing_finds_nothing() -> None:
    assert near_matches("xyzw", COMMUNES) == []
    assert near_matches("", COMMUNES) == []
    assert near_matches("Kỳ Lừa", COMMUNES, 0) == []


def test_no_candidate_is_named_twice_and_ties_stand_in_vietnamese_order() -> None:
    assert near_matches("ma", ["mạ", "mà", "ma", "mà"]) == ["ma", "mà", "mạ"]


@given(st.text(max_size=20), st.lists(st.text(max_size=10), max_size=10), st.integers(0, 5))
def test_matches_are_candidates_and_at_most_as_many_as_asked(
    word: str, candidates: list[str], limit: int
) -> None:
    found = near_matches(word, candidates, limit)
    assert len(found) <= limit
    assert set(found) <= set(candidates)
