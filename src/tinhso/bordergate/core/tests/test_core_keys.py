"""Plates, chassis and containers: many spellings, one key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.bordergate.core.keys import (
    KeyProblem,
    container_check_digit,
    container_number,
    masked,
    plate_key,
    vin_key,
)


@pytest.mark.parametrize("typed", ["29C-123.45", "29C12345", "29c 123 45", "２９Ｃ-12345", " 29C_123-45 "])
def test_one_plate_has_one_key(typed: str) -> None:
    assert plate_key(typed) == "VN:29C12345"


def test_plates_of_both_countries_are_two() -> None:
    assert plate_key("桂A·12345", "cn") == "CN:桂A12345"
    assert plate_key("A12345", "CN") != plate_key("A12345")
    assert masked(plate_key("29C-123.45")) == "…2345"


@pytest.mark.parametrize("typed", ["", "29", "ABCDEF", "1" * 20])
def test_no_plate(typed: str) -> None:
    with pytest.raises(KeyProblem, match="PLATE"):
        plate_key(typed)


@pytest.mark.parametrize(("number", "digit"), [("CSQU305438", 3), ("MSKU907032", 3)])
def test_check_digits_of_known_containers(number: str, digit: int) -> None:
    assert container_check_digit(number) == digit
    assert container_number(f"{number[:4]} {number[4:]}-{digit}") == f"{number}{digit}"


@given(st.integers(0, 999_999), st.integers(0, 9), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_a_wrong_check_digit_is_refused(serial: int, digit: int, letter: str) -> None:
    first = f"AB{letter}U{serial:06d}"
    if digit == container_check_digit(first):
        assert container_number(f"{first}{digit}") == f"{first}{digit}"
        return
    with pytest.raises(KeyProblem) as refused:
        container_number(f"{first}{digit}")
    assert refused.value.code == "CONTAINER_CHECK"


def test_chassis_numbers() -> None:
    assert vin_key(" rlhpc-12345 6789012 ") == "RLHPC123456789012"
    for wrong in ("RLHPC12345678901", "RLHPC12345678901O", "RLHPC12345678901I", ""):
        with pytest.raises(KeyProblem, match="VIN"):
            vin_key(wrong)
