"""Vietnamese order as a stored key, for databases that know no Vietnamese collation.

A key is ASCII and compares byte by byte (`COLLATE "C"`). It holds three levels, as the Unicode collation
algorithm does: letters, then tones, then case. A lower level speaks only where all above are equal, so
`ma, Ma, mà, mạ, mạch` come in this order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from string import ascii_letters

from tinhso.base.text.letters import decomposed, is_invisible, is_mark

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_CODES = sorted(ascii_letters)[: len(_ALPHABET)]
_LETTER_CODE = dict(zip(_ALPHABET, _CODES, strict=True))
_OTHER_LETTER = "z"
_SHAPED = {
    ("a", "\u0306"): "ă",
    ("a", "\u0302"): "â",
    ("e", "\u0302"): "ê",
    ("o", "\u0302"): "ô",
    ("o", "\u031b"): "ơ",
    ("u", "\u031b"): "ư",
}
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_LEVEL, _LOWEST, _BOUNDARY, _NUMBER, _OTHER_MARK = "!", "1", "#", "0", "7"
_PART = " "


@dataclass
class _Levels:
    """The levels of a key while it grows: one weight per unit on each."""

    letters: list[str] = field(default_factory=list)
    tones: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)

    def add(self, letter: str, tone: str = _LOWEST, case: str = _LOWEST) -> None:
        self.letters.append(letter)
        self.tones.append(tone)
        self.cases.append(case)

    def of_letters_and_tones(self) -> str:
        return "".join(self.letters) + _LEVEL + _without_tail(self.tones)

    def of_case(self) -> str:
        return _without_tail(self.cases)


def _without_tail(weights: list[str]) -> str:
    """The weights up to the last that is not the lowest: the order is the same and the key shorter."""
    end = len(weights)
    while end and weights[end - 1] == _LOWEST:
        end -= 1
    return "".join(weights[:end])


def _clusters(text: str) -> Iterator[tuple[str, str]]:
    """Each visible sign with the marks that stand on it."""
    base, marks = "", ""
    for char in decomposed(text):
        if is_mark(char):
            marks += char
        elif not is_invisible(char):
            if base:
                yield base, marks
            base, marks = char, ""
    if base:
        yield base, marks


def _add_letter(levels: _Levels, char: str, marks: str) -> None:
    letter, tone, others = char.casefold(), "", ""
    case = _LOWEST if letter == char else "2"
    for mark in marks:
        shaped = _SHAPED.get((letter, mark))
        if shaped:
            letter = shaped
        elif mark in _TONES and not tone:
            tone = _TONES[mark]
        else:
            others += f"{_OTHER_MARK}{ord(mark):06x}"
    for part in letter[:-1]:
        levels.add(_code(part), case=case)
    levels.add(_code(letter[-1]), (tone or _LOWEST) + others, case)


def _code(letter: str) -> str:
    return _LETTER_CODE.get(letter) or f"{_OTHER_LETTER}{ord(letter):06x}"


def _number(digits: str) -> str:
    """A run of digits so that fewer digits come first: numbers of any length compare by value."""
    figures = digits.lstrip("0") or "0"
    length = str(len(figures)) if len(figures) < 10 else f"A{len(figures):08d}"
    return f"{_NUMBER}{length}{figures}"


def _levels(text: str) -> _Levels:
    levels, digits, parted = _Levels(), "", False
    for char, marks in _clusters(text):
        if char.isdecimal():
            if parted and levels.letters and not digits:
                levels.add(_BOUNDARY)
            digits, parted = digits + str(int(char)), False
            continue
        if digits:
            levels.add(_number(digits))
            digits = ""
        if not char.isalnum():
            parted = True
            continue
        if parted and levels.letters:
            levels.add(_BOUNDARY)
        parted = False
        _add_letter(levels, char, marks)
    if digits:
        levels.add(_number(digits))
    return levels


def sort_key(text: str) -> str:
    """What models store in their `sort_key` column: ASCII that sorts in Vietnamese order under `COLLATE "C"`.

    Letters a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z, then tones ngang, huyền, hỏi,
    ngã, sắc, nặng, then small before capital. Digits come before letters and compare as numbers (Quận 2
    before Quận 10; 04 equals 4). Spaces and punctuation part words and come before both; how many and which
    does not count, and at either end they count for nothing. Texts that differ only there have equal keys:
    end an ORDER BY with the id. About three times as long as the text at most: keep it in a TextField.
    """
    levels = _levels(text)
    return levels.of_letters_and_tones() + _LEVEL + levels.of_case()


def name_sort_key(full_name: str) -> str:
    """The key of a person's name: by the last word (tên), then family name (họ), then middle names (đệm).

    Case comes last of all, so that a list typed in capitals mixes well with one that was not.
    """
    words = re.split(r"\s+", full_name.strip())
    parts = words[-1], words[0] if len(words) > 1 else "", " ".join(words[1:-1])
    levels = [_levels(part) for part in parts]
    keys = [part.of_letters_and_tones() for part in levels]
    return _PART.join([*keys, *(part.of_case() for part in levels)])
