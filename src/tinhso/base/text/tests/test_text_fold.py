"""Folding: what means the same for a search has one form."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.text import fold, nfc, search_key, slugify


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Tỉnh Lạng Sơn", "tinh lang son"),
        ("Đồng Đăng", "dong dang"),
        ("ĐẶC KHU", "dac khu"),
        ("247/KH-UBND", "247 kh ubnd"),
        ("  Chuyển   đổi\u00a0số…  ", "chuyen doi so"),
        ("“Cửa khẩu số”", "cua khau so"),
        ("Cư M'gar", "cu mgar"),
        ("Cư M’gar", "cu mgar"),
        ("1.680 tổ", "1 680 to"),
        ("m²", "m2"),
        ("Nguyễn Thuý Quyên", "nguyen thuy quien"),
        ("dấu nối mềm\u00adẩn", "dau noi meman"),
        ("", ""),
        ("…", ""),
    ],
)
def test_golden_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("hoà", "hoa"),
        ("Thuỷ", "thủy"),
        ("Kỳ Lừa", "Kì Lừa"),
        ("quý", "quí"),
        ("Quý I/2022", "quí i 2022"),
        ("kỹ thuật", "kĩ thuật"),
        ("tỷ lệ", "tỉ lệ"),
        ("y tế", "i tế"),
        ("Mỹ Lý", "mĩ lí"),
        ("chuyên đôi sô", "chuyển đổi số"),
        ("Ðồng", "Đồng"),  # the first begins with the Icelandic letter eth
    ],
)
def test_variants_find_each_other(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("tay", "tai"), ("thúy", "thúi"), ("hay", "hai"), ("Huy", "hui")])
def test_y_after_a_vowel_is_not_i(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("whole", ["Quyết định", "Nguyễn", "Kỳ Lừa", "Yên Bái", "thuỷ lợi", "Đức Quý"])
def test_what_is_typed_so_far_finds_the_whole(whole: str) -> None:
    for end in range(1, len(whole) + 1):
        assert fold(whole).startswith(fold(whole[:end]))


@given(st.text())
def test_fold_is_idempotent_and_blind_to_the_form_of_input(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text)) == folded
    assert folded == " ".join(folded.split())


def test_one_fold_is_enough_for_every_letter_there_is() -> None:
    letters = [char for code in range(sys.maxunicode + 1) if (char := chr(code)).isalnum()]
    assert [char for char in letters if fold(fold(char)) != fold(char)] == []


@given(st.text())
def test_nfc_is_idempotent_and_undoes_nfd(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text) == nfc(unicodedata.normalize("NFD", text))


def test_nfc_of_a_province() -> None:
    apart = unicodedata.normalize("NFD", "Tỉnh Lạng Sơn")
    assert (len(apart), len(nfc(apart))) == (16, 13)


def test_search_key_joins_what_is_there() -> None:
    assert search_key("Xã Đồng Đăng", "", "05977") == "xa dong dang 05977"
    assert search_key("Kỳ Lừa") == fold("Kì Lừa")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("49-NQ/TU", "49-nq-tu"),
        ("Phường Kỳ Lừa", "phuong-ky-lua"),
        ("Quyết định số 20/2020/QĐ-TTg", "quyet-dinh-so-20-2020-qd-ttg"),
        ("Ω", ""),
    ],
)
def test_golden_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text())
def test_slugs_are_plain_and_stable(text: str) -> None:
    slug = slugify(text)
    assert slug.isascii()
    assert slugify(slug) == slug
    assert slug == slug.lower().strip("-")
    assert "--" not in slug
