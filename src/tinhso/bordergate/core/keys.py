"""Natural keys of the four things that a truck is: what is typed in many ways is one thing."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTER_VALUES: Final = dict(zip(_LETTERS, (n for n in range(10, 39) if n % 11), strict=True))
"""ISO 6346: A is 10, and no letter is worth a multiple of 11."""
_CONTAINER: Final = re.compile(r"[A-Z]{3}[UJZ]\d{7}")
_VIN: Final = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_PLATE_MIN, _PLATE_MAX = 4, 12


class KeyProblem(ValueError):
    """A plate, chassis or container number that cannot be one; `code` is stable."""

    def __init__(self, code: str, given: str) -> None:
        super().__init__(f"{code}: {given}")
        self.code = code
        self.given = given


def _bare(text: str) -> str:
    """Letters and digits alone, in capitals; full-width signs as ordinary ones."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in plain if char.isalnum())


def plate_key(plate: str, country: str = "VN") -> str:
    """The key of a number plate (biển số): `29C-123.45`, `29c 123 45` are both `VN:29C12345`.

    Chinese plates keep their first sign (`桂A12345`). Raises KeyProblem (`PLATE`).
    """
    bare = _bare(plate)
    if not _PLATE_MIN <= len(bare) <= _PLATE_MAX or not any(char.isdigit() for char in bare):
        raise KeyProblem("PLATE", plate)
    return f"{country.strip().upper()}:{bare}"


def vin_key(vin: str) -> str:
    """A chassis number (số khung): 17 signs without I, O and Q (ISO 3779). Raises KeyProblem (`VIN`)."""
    bare = _bare(vin)
    if not _VIN.fullmatch(bare):
        raise KeyProblem("VIN", vin)
    return bare


def container_check_digit(first_ten: str) -> int:
    """The check digit of an owner code and serial number (ISO 6346): `CSQU305438` → 3."""
    values = [_LETTER_VALUES[sign] if sign.isalpha() else int(sign) for sign in first_ten]
    return sum(value << place for place, value in enumerate(values)) % 11 % 10


def container_number(text: str) -> str:
    """A container number (số công-te-nơ), checked. Raises KeyProblem (`CONTAINER`, `CONTAINER_CHECK`)."""
    bare = _bare(text)
    if not bare.isascii() or not _CONTAINER.fullmatch(bare):
        raise KeyProblem("CONTAINER", text)
    if container_check_digit(bare[:10]) != int(bare[10]):
        raise KeyProblem("CONTAINER_CHECK", text)
    return bare


def masked(plate: str) -> str:
    """A plate as public pages may show it: its last four signs (`…2345`)."""
    bare = _bare(plate.partition(":")[2] or plate)
    return f"…{bare[-4:]}"
