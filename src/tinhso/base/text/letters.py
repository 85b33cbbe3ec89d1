"""What every part of this room knows about Vietnamese letters."""

from __future__ import annotations

import unicodedata

APOSTROPHES = frozenset("'’‘ʼ′`")
"""Signs that stand inside a word and part nothing: Cư M'gar is also written Cư Mgar."""

D_WITH_STROKE = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
"""Look-alikes of Đ that converters from legacy Vietnamese encodings left behind."""


def nfc(text: str) -> str:
    """The composed form (NFC) in which all text is kept: `ế` is one code point, however it was typed."""
    return unicodedata.normalize("NFC", text)


def decomposed(text: str) -> str:
    """The compatibility-decomposed form: letters apart from marks, wide and circled signs made plain."""
    return unicodedata.normalize("NFKD", text).translate(D_WITH_STROKE)


def is_mark(char: str) -> bool:
    """Whether `char` is a combining mark: a tone, a hook, a horn, any accent."""
    return unicodedata.category(char).startswith("M")


def is_invisible(char: str) -> bool:
    """Whether `char` shows nothing and parts nothing: zero-width signs, soft hyphens, apostrophes."""
    return char in APOSTROPHES or unicodedata.category(char) == "Cf"
