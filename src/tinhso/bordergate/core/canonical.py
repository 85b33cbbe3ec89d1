"""One way of writing JSON down as bytes, and Ed25519 signatures over them.

The form is the part of RFC 8785 (JSON Canonicalization Scheme) that needs no numbers but integers: keys in
order, no spaces, UTF-8, texts in Unicode form C. What has another form has no canonical bytes and is refused.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tinhso.bordergate.core.faults import GateFault

LARGEST: Final = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_HEX_SIGNATURE: Final = re.compile(r"[0-9a-f]{128}")
_HEX_KEY: Final = re.compile(r"[0-9a-f]{64}")
_DEEPEST: Final = 6


def canonical_bytes(value: Mapping[str, object]) -> bytes:
    """The one way of writing `value`. Raises GateFault `NOT_CANONICAL` for floats, odd keys, no NFC."""
    _require(value, "", _DEEPEST)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def digest_of(data: bytes) -> str:
    """SHA-256 in 64 small hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _require(value: object, path: str, depth: int) -> None:
    if depth < 0:
        raise GateFault("NOT_CANONICAL", f"{path} is nested too deep.")
    if value is None or isinstance(value, str | int):
        _require_plain(value, path)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str) or not _KEY.fullmatch(key):
                raise GateFault("NOT_CANONICAL", f"{path} has a key that is no plain name: {key!r}.")
            _require(inner, f"{path}.{key}", depth - 1)
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            _require(inner, f"{path}[{place}]", depth - 1)
    else:
        raise GateFault("NOT_CANONICAL", f"{path} is a {type(value).__name__}: no such thing is signed.")


def _require_plain(value: str | int | None, path: str) -> None:
    if isinstance(value, str):
        _require_text(value, path)
    elif value is not None and abs(value) > LARGEST:
        raise GateFault("NOT_CANONICAL", f"{path} is larger than every reader keeps exactly.")


def _require_text(text: str, path: str) -> None:
    if "\0" in text:
        raise GateFault("NOT_CANONICAL", f"{path} holds the sign NUL, which databases do not keep.")
    if text.isascii():
        return
    if any("\ud800" <= char <= "\udfff" for char in text) or not unicodedata.is_normalized("NFC", text):
        raise GateFault("NOT_CANONICAL", f"{path} is not in Unicode form C.")


def sign_bytes(data: bytes, key: Ed25519PrivateKey) -> str:
    """An Ed25519 signature (RFC 8032) in 128 hexadecimal digits."""
    return key.sign(data).hex()


def is_signed(data: bytes, signature: str, public_key: str) -> bool:
    """Whether that signature is by that key over these bytes. Anything malformed is no signature."""
    if not _HEX_SIGNATURE.fullmatch(signature) or not _HEX_KEY.fullmatch(public_key):
        return False
    try:
        _public(public_key).verify(bytes.fromhex(signature), data)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=1024)
def _public(public_key: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
