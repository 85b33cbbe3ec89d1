"""Sorting: the stored key gives the order of the Vietnamese alphabet byte by byte."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.text import name_sort_key, sort_key

ALPHABET = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
LETTERS = "aàảãáạăằâấbdđeêẽghiìklmnoôơớuưửyỹAÁĐÔƠƯ"

GOLDEN = [
    ["ma", "mà", "mả", "mã", "má", "mạ"],
    ALPHABET,
    ["Á", "An", "Ánh", "Đỗ", "Ong", "Ô", "Ông"],
    ["An", "Dũng", "Đỗ", "Ong", "Ô", "Ơn"],
    ["ma", "Ma", "MA", "mà", "Mà", "mạch", "mai"],  # letters first, then tones, then small before capital
    ["Quận 1", "Quận 2", "Quận 10", "Quận Ba Đình"],  # digits as numbers, before letters
    ["Hà", "Hà Nam", "Hà Nội", "Hải Dương"],  # the end of a word before any letter
    ["Mục 3.2", "Mục 3.10", "Mục 4"],
    ["2 km", "2km", "10 km"],
    ["197/QĐ-UBND", "246/KH-UBND", "1878/QĐ-UBND"],
    ["“Nền tảng”", "nền tảng số", "«Nền tảng số»"],  # punctuation at the ends does not count
    ["", "1", "a", "z", "Ω"],
    ["hoa", "hoà", "hoả"],
    ["n", "ñ", "na"],
    ["123456789", "1234567890", "012345678901"],
]


@pytest.mark.parametrize("expected", GOLDEN, ids=lambda words: words[0] or words[1])
def test_golden_orders(expected: list[str]) -> None:
    assert sorted(expected, key=sort_key) == expected
    for lower, upper in itertools.pairwise(expected):
        assert sort_key(lower) < sort_key(upper)


@pytest.mark.parametrize(
    ("one", "other"),
    [("04", "4"), ("A - B", "A B"), (" (A) ", "A"), ("Cư M'gar", "Cư Mgar"), ("Ðỗ", "Đỗ"), ("１２", "12")],
)
def test_what_does_not_count(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


def test_numbers_part_from_letters_but_not_from_their_value() -> None:
    assert sort_key("1 2") != sort_key("12")
    assert sort_key("a1") != sort_key("a 1")


@given(st.text())
def test_keys_are_ascii_and_blind_to_the_form_of_input(text: str) -> None:
    key = sort_key(text)
    assert key.isascii()
    assert key.isprintable()
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text)) == key


@given(st.text(LETTERS, max_size=8), st.text(LETTERS, max_size=8))
def test_different_words_never_tie(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (one == other)


@given(st.text(LETTERS + " ", max_size=12), st.text("aăâbđ", min_size=1, max_size=5))
def test_a_longer_text_comes_after_its_beginning(text: str, more: str) -> None:
    assert sort_key(text) < sort_key(text + more)


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_compare_by_value(one: int, other: int) -> None:
    assert (sort_key(f"Tổ {one}") < sort_key(f"Tổ {other}")) == (one < other)


def _reference(word: str) -> tuple[list[int], list[int], list[bool]]:
    """Letters, tones, case of a word of plain Vietnamese letters, found another way than the code does."""
    letters, tones = [], []
    for char in word.lower():
        for tone, mark in enumerate(["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]):
            for place, letter in enumerate(ALPHABET):
                if unicodedata.normalize("NFC", letter + mark) == char:
                    letters.append(place)
                    tones.append(tone)
    return letters, tones, [char.isupper() for char in word]


@given(st.text(LETTERS, max_size=6), st.text(LETTERS, max_size=6))
def test_keys_agree_with_the_levels_of_the_alphabet(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (_reference(one) < _reference(other))


def test_names_sort_by_the_last_word_then_family_then_middle() -> None:
    expected = [
        "An",
        "Đỗ Văn An",
        "HOÀNG THỊ AN",
        "Hoàng Văn An",
        "Nguyễn An",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Lê Ân",
        "Trần Bình",
        "Lê Văn Đức",
        "An Văn Hà",
        "Vũ Hà",
        "An Văn Hạ",
    ]
    assert sorted(expected, key=name_sort_key) == expected


@given(st.text())
def test_name_keys_are_ascii_and_blind_to_the_form_of_input(text: str) -> None:
    key = name_sort_key(text)
    assert key.isascii()
    assert name_sort_key(unicodedata.normalize("NFD", text)) == name_sort_key(
        unicodedata.normalize("NFC", text)
    )


def test_case_of_a_name_only_breaks_a_tie() -> None:
    assert name_sort_key("LÊ VĂN AN") > name_sort_key("Lê Văn An")
    assert name_sort_key("LÊ VĂN AN") < name_sort_key("Ma Văn An")
