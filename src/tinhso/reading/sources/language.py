"""Whether a text is Vietnamese, with its marks or without."""

from __future__ import annotations

from typing import Final

from tinhso.reading.sources.syllables import (
    LETTERS,
    PECULIAR,
    function_words,
    is_bare_syllable,
    is_syllable,
    words,
)

_ENOUGH: Final = 8
_SAMPLE: Final = 60_000
_FOREIGN_SCRIPT: Final = 0.3
_MARKED: Final = 0.08
_SOUND: Final = 0.6
_SMALL: Final = 0.04


def is_vietnamese(text: str) -> bool:
    """Whether it is; texts of a few words, or of figures alone, get the benefit of the doubt."""
    sample = text[:_SAMPLE]
    letters = [char for char in sample if char.isalpha()]
    if letters and sum(map(_is_of_another_script, letters)) > _FOREIGN_SCRIPT * len(letters):
        return False
    found = [word.lower() for word in words(sample) if len(word) > 1]
    if len(found) < _ENOUGH:
        return True
    if sum(_is_peculiar(word) for word in found) >= _MARKED * len(found):
        return True
    plain = [word for word in found if word.isascii()]
    if not plain:
        return False
    sound = sum(is_bare_syllable(word) for word in plain) + sum(map(is_syllable, set(found) - set(plain)))
    ours, theirs = function_words()
    small = sum(word in ours for word in plain)
    foreign = sum(word in theirs and word not in ours for word in plain)
    return sound >= _SOUND * len(found) and small >= _SMALL * len(plain) and small > foreign


def _is_peculiar(word: str) -> bool:
    return not word.isascii() and not PECULIAR.isdisjoint(word)


def _is_of_another_script(char: str) -> bool:
    return not char.isascii() and char.lower() not in LETTERS
