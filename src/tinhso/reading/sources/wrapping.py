"""Lines that were broken to fit a page, joined to the paragraphs they were (nối dòng)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

_FEWEST: Final = 6
_LONGEST: Final = 130
_SHORTEST: Final = 40
_FULL: Final = 0.72
_FULL_SENTENCE: Final = 0.97
_MOSTLY: Final = 0.5
_MARK: Final = re.compile(
    r"\s*(?:[-–—+•*▪●○■◆]\s|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]\s|[IVXLC]{1,5}[.)]\s|[a-zđ][.)]\s)"
)
_PART: Final = re.compile(r"\s*(?:Điều|Chương|Mục|Phần|Phụ lục|PHỤ LỤC|Biểu|Bảng)\s+[\dIVXLC]+\b")
_STOPPED: Final = re.compile(r"[.;:!?…”\")]\s*$")
_DASHED: Final = re.compile(r"\d\s*$")
_AFTER_DASH: Final = re.compile(r"\s*[-–]\s*\d")
_LETTER: Final = re.compile(r"\w")
_TORN: Final = re.compile(r"[\w)][-–/]$")


def is_wrapped(text: str) -> bool:
    """Whether the lines of a plain text were broken at a width, rather than at the ends of paragraphs."""
    lines = [line.rstrip() for line in text.split("\n")]
    filled = [len(line) for line in lines if line.strip()]
    if len(filled) < _FEWEST:
        return False
    widest = max(filled)
    if not _SHORTEST <= widest <= _LONGEST:
        return False
    joined = sum(
        len(line) >= _FULL * widest and bool(after.strip()) and not _STOPPED.search(line)
        for line, after in pairwise(lines)
    )
    return joined >= _MOSTLY * len(filled)


def joined(text: str) -> str:
    """The same text, as long as before: ends of lines inside paragraphs are spaces."""
    lines = text.split("\n")
    widest = max((len(line.rstrip()) for line in lines), default=0)
    parts = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        parts.append(line)
        parts.append(" " if _goes_on(line, after, widest) else "\n")
    return "".join(parts[:-1])


def _goes_on(line: str, after: str, widest: int) -> bool:
    if not line.strip() or not after.strip() or " | " in line or " | " in after:
        return False
    if begins_anew(line, after) or (after[:1].isspace() and not line[:1].isspace()):
        return False
    first = after.split(maxsplit=1)[0]
    full = _FULL_SENTENCE if _STOPPED.search(line) else _FULL
    return len(line.rstrip()) + 1 + len(first) > full * widest and is_capitals(line) == is_capitals(after)


def begins_anew(before: str, after: str) -> bool:
    """Whether a line begins a paragraph of its own by its words: a bullet, a number, an article."""
    if _MARK.match(after):
        return not (_DASHED.search(before) and _AFTER_DASH.match(after))
    return bool(_PART.match(after) and _STOPPED.search(before))


def is_marked(line: str) -> bool:
    """Whether a line begins with a bullet or a number of its own."""
    return bool(_MARK.match(line))


def is_capitals(line: str) -> bool:
    """Whether all its letters are capitals."""
    return bool(_LETTER.search(line)) and line == line.upper() and any(map(str.isalpha, line))


def glued(before: str, after: str) -> str:
    """Two lines as one: parted by a space, except where `2022-` goes on as `2025`."""
    if _TORN.search(before) and after[:1].isalnum():
        return before + after
    return f"{before} {after}"
