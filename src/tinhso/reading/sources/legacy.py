"""Legacy Vietnamese encodings (bảng mã cũ): TCVN3, VNI, and UTF-8 that was read as Windows-1252."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml

from tinhso.base.text import nfc
from tinhso.reading.sources.syllables import DATA, LETTERS, marked_share

_SOUND: Final = 0.6
_GAIN: Final = 0.25
_FEWEST: Final = 2
_LAST_OF_LEGACY: Final = 0xFF


@dataclass(frozen=True)
class Legacy:
    """One encoding: how it is called, the beginnings of its fonts' names, what stands for what."""

    key: str
    name: str
    fonts: tuple[str, ...]
    meant: Mapping[str, str]
    signs: re.Pattern[str]

    def restored(self, text: str) -> str:
        """The text in Unicode."""
        return nfc(self.signs.sub(lambda found: self.meant[found[0]], text))


@cache
def encodings() -> tuple[Legacy, ...]:
    """Those known."""
    told: dict[str, Any] = yaml.safe_load((DATA / "legacy.yaml").read_text(encoding="utf-8"))
    return tuple(_made(key, one) for key, one in told.items())


def _made(key: str, told: Mapping[str, Any]) -> Legacy:
    meant = dict(zip(told["from"], told["to"], strict=True)) if "from" in told else _combined(told)
    longest_first = sorted(meant, key=len, reverse=True)
    return Legacy(
        key, told["name"], tuple(told["fonts"]), meant, re.compile("|".join(map(re.escape, longest_first)))
    )


def _combined(told: Mapping[str, Any]) -> dict[str, str]:
    """Letters with the signs behind them, small and capital."""
    meant = {**told["single"], **{sign.upper(): letter.upper() for sign, letter in told["single"].items()}}
    for base, signs in told["signs"].items():
        for sign, letter in signs.items():
            meant[base + sign] = letter
            meant[base.upper() + sign] = meant[base.upper() + sign.upper()] = letter.upper()
    return meant


def of_font(name: str) -> Legacy | None:
    """The encoding of text set in a font of this name; None for fonts of Unicode."""
    return next((one for one in encodings() if name.startswith(one.fonts)), None)


def in_font(text: str, name: str) -> str:
    """Text set in a font of this name, in Unicode; the capital fonts of TCVN3 (.VnTimeH) draw capitals."""
    known = of_font(name)
    if known is None:
        return text
    plain = known.restored(text)
    return plain.upper() if known.key == "tcvn3" and name.rstrip().endswith("H") else plain


def restored(text: str) -> tuple[str, str]:
    """The text in Unicode, and the name of the encoding it was in; the name is empty where nothing was done.

    Whether something is to be done is told by how many words with marks are Vietnamese syllables before
    and after. Lines that are better as they are, or have letters of Unicode's own, stay: texts are mixed.
    """
    found, before = marked_share(text)
    if found < _FEWEST or before >= 1 - _GAIN:
        return text, ""
    best, how = max(((marked_share(change(text))[1], name) for name, change in _changes()), default=(0.0, ""))
    if best < max(_SOUND, before + _GAIN):
        return text, ""
    change = dict(_changes())[how]
    lines = (_better(line, change(line)) for line in text.split("\n"))
    return "\n".join(lines), how


def _better(before: str, after: str) -> str:
    if any(ord(char) > _LAST_OF_LEGACY and char in LETTERS for char in before.lower()):
        return before
    return after if marked_share(after)[1] >= marked_share(before)[1] else before


def _changes() -> list[tuple[str, Any]]:
    return [*((one.name, one.restored) for one in encodings()), ("UTF-8", _twice_decoded)]


def _twice_decoded(text: str) -> str:
    """UTF-8 that somebody read as Windows-1252, read rightly; anything else as it is."""
    try:
        raw = b"".join(_byte(char) for char in text)
        return nfc(raw.decode("utf-8"))
    except (UnicodeDecodeError, UnicodeEncodeError):
        return text


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")
