"""Codes by time against the published vectors: RFC 4226 appendix D, RFC 6238 appendix B (SHA-1)."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.people import totp
from tinhso.people.secrets_box import open_sealed, seal

KEY = b"12345678901234567890"


@pytest.mark.parametrize(
    ("counter", "code"),
    list(
        enumerate(
            [
                "755224",
                "287082",
                "359152",
                "969429",
                "338314",
                "254676",
                "287922",
                "162583",
                "399871",
                "520489",
            ]
        )
    ),
)
def test_hotp_vectors(counter: int, code: str) -> None:
    assert totp.hotp(KEY, counter) == code


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_totp_vectors(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert totp.hotp(KEY, totp.step_of(moment), digits=8) == code
    assert totp.matching_step(KEY, code[2:], moment) == seconds // 30


@pytest.mark.parametrize(("shift", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_clocks_may_differ_by_one_step(shift: int, taken: bool) -> None:
    code = totp.hotp(KEY, 1000)
    moment = datetime.fromtimestamp(1000 * 30 + shift, UTC)
    assert (totp.matching_step(KEY, code, moment) is not None) is taken


def test_a_step_is_taken_once() -> None:
    moment = datetime.fromtimestamp(30_000, UTC)
    code = totp.hotp(KEY, 1000)
    assert totp.matching_step(KEY, code, moment, after=999) == 1000
    assert totp.matching_step(KEY, code, moment, after=1000) is None


@given(st.text(max_size=12))
def test_whatever_is_typed_is_no_error(typed: str) -> None:
    totp.matching_step(KEY, typed, datetime.fromtimestamp(30_000, UTC))


def test_apps_read_the_address() -> None:
    address = totp.address(KEY, "an.nv", "Tỉnh Số")
    assert address.startswith("otpauth://totp/T%E1%BB%89nh%20S%E1%BB%91%3Aan.nv?secret=")
    assert f"secret={base64.b32encode(KEY).decode()}" in address
    assert "issuer=T%E1%BB%89nh%20S%E1%BB%91" in address
    assert len(totp.new_key()) == 20


@given(st.binary(max_size=64))
def test_sealed_secrets_open_for_their_purpose_only(content: bytes) -> None:
    sealed = seal("totp", content)
    assert open_sealed("totp", sealed) == content
    assert open_sealed("other", sealed) is None
