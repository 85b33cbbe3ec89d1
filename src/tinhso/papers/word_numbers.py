"""Automatic numbers of a word processor (numbering.xml), counted as it counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from docx.oxml.ns import qn

_LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")
_ROMAN: Final = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_MOST: Final = 9_999


@dataclass(frozen=True)
class Level:
    """How one level is numbered: `decimal`, `%1.%2.`, from which number."""

    manner: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class Numbers:
    """The lists of a document, counted while its paragraphs are read in order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    fresh: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    def next(self, number_id: str, depth: int) -> str:
        """The label of the next paragraph of this list at this depth; `-` for bullets, empty for none."""
        abstract = self.lists.get(number_id, "")
        known = self.levels.get(abstract)
        if known is None or not 0 <= depth < _LEVELS:
            return ""
        counts = self.counts.setdefault(abstract, [None] * _LEVELS)
        level = known.get(depth, Level())
        restart = self.fresh.pop((number_id, depth), None)
        before = counts[depth]
        counts[depth] = restart if restart is not None else level.start if before is None else before + 1
        for deeper in range(depth + 1, _LEVELS):
            counts[deeper] = None
        if level.manner == "bullet":
            return "-"
        if level.manner == "none":
            return ""
        return _PLACE.sub(lambda found: self._shown(known, counts, int(found[1]) - 1), level.text).strip()

    def _shown(self, known: dict[int, Level], counts: list[int | None], depth: int) -> str:
        level = known.get(depth, Level())
        count = counts[depth]
        return written(level.start if count is None else count, level.manner)


def written(number: int, manner: str) -> str:
    """3 as `3`, `III`, `c`: what the word processor prints."""
    if not 0 < number <= _MOST:
        return str(number)
    if manner in {"upperRoman", "lowerRoman"}:
        told, left = "", number
        for value, letters in _ROMAN:
            told += letters * (left // value)
            left %= value
        return told if manner == "upperRoman" else told.lower()
    if manner in {"lowerLetter", "upperLetter"}:
        letter = _LETTERS[(number - 1) % len(_LETTERS)] * ((number - 1) // len(_LETTERS) + 1)
        return letter if manner == "lowerLetter" else letter.upper()
    return f"{number:02}" if manner == "decimalZero" else str(number)


def read_numbers(root: Any) -> Numbers:
    """The lists that a part `numbering.xml` declares; none without it."""
    found = Numbers()
    if root is None:
        return found
    for abstract in root.iterchildren(qn("w:abstractNum")):
        found.levels[_of(abstract, "abstractNumId")] = {
            depth: level for depth, level in map(_level, abstract.iterchildren(qn("w:lvl"))) if depth >= 0
        }
    for number in root.iterchildren(qn("w:num")):
        key = _of(number, "numId")
        found.lists[key] = _value(number, "abstractNumId")
        for override in number.iterchildren(qn("w:lvlOverride")):
            start = whole(_value(override, "startOverride"), -1)
            if start >= 0:
                found.fresh[key, whole(_of(override, "ilvl"), -1)] = start
    return found


def _level(told: Any) -> tuple[int, Level]:
    return whole(_of(told, "ilvl"), -1), Level(
        _value(told, "numFmt") or "decimal", _value(told, "lvlText"), whole(_value(told, "start"), 1)
    )


def _of(element: Any, name: str) -> str:
    return str(element.get(qn(f"w:{name}"), ""))


def _value(element: Any, name: str) -> str:
    child = element.find(qn(f"w:{name}"))
    return "" if child is None else _of(child, "val")


def whole(text: str, otherwise: int) -> int:
    """A whole number of at most four digits; anything else is `otherwise`."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else otherwise
