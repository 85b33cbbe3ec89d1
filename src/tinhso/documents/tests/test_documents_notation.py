"""Notations read both ways: the examples of the field, and every node that can be printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.documents.notation import (
    ISSUERS,
    TYPES,
    Notation,
    NotationError,
    Style,
    parse_notation,
    print_notation,
)

GOLDEN = {
    "247/KH-UBND": Notation(247, "UBND", "KH"),
    "197/QĐ-UBND": Notation(197, "UBND", "QĐ"),
    "2881/VP-KGVX": Notation(2881, "VP", unit="KGVX"),
    "49-NQ/TU": Notation(49, "TU", "NQ", style=Style.PARTY),
    "52-NQ/TW": Notation(52, "TW", "NQ", style=Style.PARTY),
    "30/2020/NĐ-CP": Notation(30, "CP", "NĐ", 2020),
    "20/2020/QĐ-TTg": Notation(20, "TTg", "QĐ", 2020),
    "202/2025/QH15": Notation(202, "QH15", year=2025),
    "1672/NQ-UBTVQH15": Notation(1672, "UBTVQH15", "NQ"),
    "01/TTr-STTTT": Notation(1, "STTTT", "TTr"),
    "12a/CTr-UBND": Notation(12, "UBND", "CTr", letter="a"),
    "05/2023/TTLT-BTTTT-BNV": Notation(5, "BTTTT", "TTLT", 2023, "BNV"),
    "45-CTr/BTGTU": Notation(45, "BTGTU", "CTr", style=Style.PARTY),
}


@pytest.mark.parametrize(("text", "node"), GOLDEN.items())
def test_the_fields_examples_both_ways(text: str, node: Notation) -> None:
    assert parse_notation(text) == node
    assert print_notation(node) == text


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("Số: 247 / kh - ubnd", "247/KH-UBND"),
        ("197/QD-UBND", "197/QĐ-UBND"),
        ("197/QĐ-UBND".encode().decode(), "197/QĐ-UBND"),
        ("49–nq/tu", "49-NQ/TU"),
        ("20/2020/qđ-ttg", "20/2020/QĐ-TTg"),
        ("5/ttr-stttt", "05/TTr-STTTT"),
        ("0030/2020/NĐ-CP", "30/2020/NĐ-CP"),
        ("3/2024/NQ-HDND", "03/2024/NQ-HĐND"),
        ("2881/vp-kgvx", "2881/VP-KGVX"),
        ("202/2025/qh15", "202/2025/QH15"),
    ],
)
def test_spaces_dashes_and_case_do_not_matter(typed: str, canonical: str) -> None:
    assert str(parse_notation(typed)) == canonical


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Chưa nhập"),
        ("KH-UBND", "thiếu số ở đầu"),
        ("247", "không phải số, ký hiệu"),
        ("247/KH", "thiếu cơ quan ban hành"),
        ("247/KH-", "không phải số, ký hiệu"),
        ("49-XX/TU", "“XX” không phải chữ viết tắt"),
        ("0/QĐ-UBND", "bắt đầu từ 01"),
        ("12/1890/NĐ-CP", "Năm 1890"),
        ("202/QH15", "có năm ban hành"),
        ("1/KH-UBND/2/3", "không phải số, ký hiệu"),
        ("49-NQ/TU/x", "không phải số, ký hiệu"),
        ("12/KH-UB$ND", "dấu không dùng"),
        ("1" * 90 + "/KH-UBND", "không phải số, ký hiệu"),
    ],
)
def test_what_is_no_notation_is_told_in_vietnamese(typed: str, reason: str) -> None:
    with pytest.raises(NotationError) as caught:
        parse_notation(typed)
    assert reason in caught.value.reason


def test_the_type_follows_from_the_sign() -> None:
    assert parse_notation("2881/VP-KGVX").document_type == "CV"
    assert parse_notation("49-NQ/TU").document_type == "NQ"
    assert parse_notation("202/2025/QH15").document_type == ""


SIGNS = st.one_of(
    st.sampled_from(sorted(ISSUERS.values())),
    st.text("ABCEGHKLMNPQRSTUVXY", min_size=5, max_size=8),
)
UNITS = st.lists(SIGNS, max_size=2).map("-".join)
NUMBERS = st.integers(1, 10**6)
LETTERS = st.sampled_from(["", "a", "b", "đ"])
STATE = st.builds(
    Notation,
    number=NUMBERS,
    letter=LETTERS,
    type=st.sampled_from(["", *sorted(TYPES.values())]),
    issuer=SIGNS,
    unit=UNITS,
    year=st.one_of(st.none(), st.integers(1945, 2100)),
)
PARTY = st.builds(
    Notation,
    number=NUMBERS,
    letter=LETTERS,
    type=st.sampled_from(sorted(TYPES.values())),
    issuer=SIGNS,
    unit=UNITS,
    style=st.just(Style.PARTY),
)
NODES = st.one_of(STATE, PARTY)


@given(NODES)
def test_what_is_printed_is_read_back(node: Notation) -> None:
    assert parse_notation(print_notation(node)) == node


@given(NODES, st.data())
def test_typing_it_untidily_changes_nothing(node: Notation, data: st.DataObject) -> None:
    loose = "".join(
        sign + data.draw(st.sampled_from(["", " ", "\u00a0"])) if sign in "/-" else sign for sign in str(node)
    )
    typed = data.draw(st.sampled_from([loose, loose.lower(), f"Số: {loose} ", loose.replace("-", "–")]))
    assert parse_notation(typed) == node


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    try:
        found = parse_notation(text)
    except NotationError as error:
        assert error.reason
    else:
        assert parse_notation(str(found)) == found
