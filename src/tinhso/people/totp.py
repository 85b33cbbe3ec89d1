"""Codes by time (TOTP, RFC 6238 over RFC 4226): SHA-1, 6 digits, 30 seconds, as all apps read them."""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
from datetime import datetime
from hashlib import sha1
from typing import Final
from urllib.parse import quote, urlencode

DIGITS: Final = 6
PERIOD: Final = 30
LEEWAY: Final = 1
"""Steps before and after the present whose codes are taken, for clocks that differ."""


def new_key() -> bytes:
    """160 bits, as RFC 4226 recommends."""
    return secrets.token_bytes(20)


def hotp(key: bytes, counter: int, digits: int = DIGITS) -> str:
    """The code of a counter (RFC 4226, section 5.3)."""
    mac = hmac.digest(key, struct.pack(">Q", counter), sha1)
    offset = mac[-1] & 0x0F
    (number,) = struct.unpack(">I", mac[offset : offset + 4])
    return str((number & 0x7FFFFFFF) % 10**digits).zfill(digits)


def step_of(moment: datetime) -> int:
    """The time step of a moment."""
    return int(moment.timestamp()) // PERIOD


def matching_step(key: bytes, code: str, moment: datetime, *, after: int = 0) -> int | None:
    """The step whose code was typed, later than `after` (codes are taken once); None when there is none."""
    typed = "".join(code.split())
    now = step_of(moment)
    found = None
    for step in range(now - LEEWAY, now + LEEWAY + 1):
        if hmac.compare_digest(hotp(key, step).encode(), typed.encode()) and step > after:
            found = step
    return found


def base32(key: bytes) -> str:
    """The key as people type it into an app."""
    return base64.b32encode(key).decode().rstrip("=")


def address(key: bytes, account: str, issuer: str) -> str:
    """The `otpauth://` address that apps read from a QR code."""
    label = quote(f"{issuer}:{account}")
    query = urlencode(
        {"secret": base32(key), "issuer": issuer, "digits": DIGITS, "period": PERIOD}, quote_via=quote
    )
    return f"otpauth://totp/{label}?{query}"
