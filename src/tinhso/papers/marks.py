"""What a drawn chart is made of: rectangles, lines, dots and words, in points, from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Anchor = Literal["start", "middle", "end"]

INK: Final = "#1c1f23"
MUTED: Final = "#5b636d"
PAPER: Final = "#ffffff"
GRID: Final = "#d5d9de"
GOAL: Final = "#b3261e"
COLOURS: Final = ("#1f5fa8", "#d9822b", "#3d8a5f", "#8a5aa8", "#7a828c", "#a83a4c", "#2b8fa3", "#b59a1d")
_NARROW: Final = frozenset("iíìỉĩịlj.,:;'!|()[] tf/")
_WIDE: Final = frozenset("mwMW%@—")


@dataclass(frozen=True)
class Rect:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class Line:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    stroke: str
    width: float = 0.75
    dashed: bool = False


@dataclass(frozen=True)
class Dot:
    """A dot at a value."""

    x: float
    y: float
    radius: float
    fill: str


@dataclass(frozen=True)
class Word:
    """Words; `y` is their base line, `anchor` says which part of them stands at `x`."""

    x: float
    y: float
    text: str
    size: float = 9
    anchor: Anchor = "start"
    fill: str = INK
    bold: bool = False


Mark = Rect | Line | Dot | Word


@dataclass(frozen=True)
class Drawing:
    """A chart drawn: its size in points and its marks, back to front."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def width_of(words: str, size: float = 9) -> float:
    """About how wide the words are; a little too wide rather than too narrow."""
    ems = sum(0.32 if c in _NARROW else 0.9 if c in _WIDE else 0.66 if c.isupper() else 0.5 for c in words)
    return ems * size


def shortened(words: str, room: float, size: float = 9) -> str:
    """The words as far as they fit, then an ellipsis."""
    if width_of(words, size) <= room:
        return words
    kept = words
    while kept and width_of(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(words: str, room: float, lines: int, size: float = 9) -> tuple[str, ...]:
    """The words on at most so many lines of this width; what does not fit ends in an ellipsis."""
    done: list[str] = []
    current = ""
    for word in words.split():
        tried = f"{current} {word}".strip()
        if width_of(tried, size) <= room or not current:
            current = tried
        else:
            done.append(current)
            current = word
    done.append(current)
    if len(done) > lines:
        done = [*done[: lines - 1], " ".join(done[lines - 1 :])]
    return tuple(shortened(line, room, size) for line in done)
