"""The lines of pages as paragraphs: running heads and page numbers dropped, broken lines joined. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from tinhso.reading.core.model import Span
from tinhso.reading.sources.printed import Line, Page
from tinhso.reading.sources.wrapping import begins_anew, glued, is_capitals, is_marked

_EDGE_LINES: Final = 3
_EDGE: Final = 0.12
_REPEATED: Final = 0.6
_FEWEST_PAGES: Final = 3
_NUMBER: Final = re.compile(r"(?:trang\s*)?[-–—\s]*\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?[-–—\s.]*", re.I)
_COUNTED: Final = re.compile(r"^\d+|\d+$")
_LEAST_RIGHT: Final = 0.6
_INDENT: Final = 0.8
_HANGING: Final = 4.0
_LOOSE: Final = 0.35
_SAME_SIZE: Final = 1.6
_LONG_LINE: Final = 25
_FAR: Final = 2.4
_FARTHER: Final = 1.3
_STOPS: Final = (".", "!", "?", ":", ";", "…", "./.")


def joined(pages: Sequence[Page]) -> tuple[str, tuple[Span, ...]]:
    """The text of the pages, a paragraph a line, and where each page stands in it."""
    kept = [_without_edges(page, pages) for page in pages]
    margins = _margins(kept)
    text = _Text()
    for page in kept:
        text.begin_page()
        usual = _usual_step(page)
        for line in page.lines:
            text.add(line, margins[_size(page)], usual)
    return text.finished()


class _Text:
    """The text put together so far. A table that goes on overleaf keeps its head once."""

    def __init__(self) -> None:
        self._paragraphs: list[str] = []
        self._starts: list[int] = []
        self._length = 0
        self._before: Line | None = None
        self._heads: set[str] = set()
        self._fresh = True
        self._alone = True
        """Whether the paragraph has one line so far."""

    def begin_page(self) -> None:
        """What follows stands on another page."""
        self._starts.append(self._length)
        self._fresh = True

    def add(self, line: Line, margins: tuple[float, float], usual: float) -> None:
        """The next line of the page."""
        before = self._before
        if line.ruled and not (before and before.ruled):
            self._heads.add(line.text)
        elif line.ruled and self._fresh and line.text in self._heads:
            return
        pair = before and _Pair(before, line, margins, usual, same_page=not self._fresh, alone=self._alone)
        self._alone = not (pair and pair.goes_on())
        if pair and not self._alone:
            whole = glued(self._paragraphs[-1], line.text)
            self._length += len(whole) - len(self._paragraphs[-1])
            self._paragraphs[-1] = whole
            start = self._length - len(line.text) - 1
        else:
            start = self._length
            self._paragraphs.append(line.text)
            self._length += len(line.text) + 1
        if self._fresh:
            self._starts[-1] = start
        self._before, self._fresh = line, False

    def finished(self) -> tuple[str, tuple[Span, ...]]:
        """The text and the stretches of its pages."""
        text = "\n".join(self._paragraphs)
        starts = [min(start, len(text)) for start in self._starts]
        return text, tuple(map(Span, starts, [*starts[1:], len(text)]))


def _size(page: Page) -> int:
    return int(page.width / 20)


def _without_edges(page: Page, pages: Sequence[Page]) -> Page:
    """The page without its number and without what stands at its edge on most pages."""
    repeated = _repeated(pages) if len(pages) >= _FEWEST_PAGES else frozenset()
    outer = {id(line) for line in (*page.lines[:1], *page.lines[-1:]) if _at_edge(page, line)}
    edge = {id(line) for line in (*page.lines[:_EDGE_LINES], *page.lines[-_EDGE_LINES:])}
    lines = tuple(
        line
        for line in page.lines
        if not (id(line) in outer and not line.ruled and _NUMBER.fullmatch(line.text))
        and not (id(line) in edge and _pattern(page, line) in repeated)
    )
    return Page(page.width, page.height, lines)


def _at_edge(page: Page, line: Line) -> bool:
    return line.bottom < _EDGE * page.height or line.top > (1 - _EDGE) * page.height


def _repeated(pages: Sequence[Page]) -> frozenset[tuple[str, int]]:
    found = Counter(
        pattern
        for page in pages
        for pattern in {
            _pattern(page, line)
            for line in (*page.lines[:_EDGE_LINES], *page.lines[-_EDGE_LINES:])
            if _at_edge(page, line) and not line.ruled
        }
    )
    return frozenset(pattern for pattern, times in found.items() if times >= _REPEATED * len(pages))


def _pattern(page: Page, line: Line) -> tuple[str, int]:
    """What a running head has in common from page to page: its words but for a number, its height."""
    return _COUNTED.sub("#", line.text), int(50 * line.top / page.height + 0.5)


def _margins(pages: Sequence[Page]) -> dict[int, tuple[float, float]]:
    """How far to the left and to the right lines go, by the width of the page."""
    found: defaultdict[int, list[Line]] = defaultdict(list)
    for page in pages:
        found[_size(page)] += [line for line in page.lines if not line.is_row]
    margins: defaultdict[int, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for width, lines in found.items():
        lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
        tenth = (len(lines) - 1) // 10
        if lines:
            margins[width] = lefts[tenth], max(rights[-1 - tenth], _LEAST_RIGHT * 20 * width)
    return margins


def _usual_step(page: Page) -> float:
    """How far lines stand apart, from middle to middle."""
    return median(_steps(page) or [0.0])


def _steps(page: Page) -> list[float]:
    return [
        after.pieces[0].middle - before.pieces[0].middle
        for before, after in _plain_pairs(page)
        if after.top - before.bottom < before.height
    ]


def _plain_pairs(page: Page) -> Iterator[tuple[Line, Line]]:
    return (
        (before, after) for before, after in pairwise(page.lines) if not before.is_row and not after.is_row
    )


@dataclass(frozen=True)
class _Pair:
    """A line and the one before it, within which margins, and how far lines stand apart on that page.

    `alone`: the one before is all of its paragraph so far.
    """

    before: Line
    line: Line
    margins: tuple[float, float]
    usual: float
    same_page: bool
    alone: bool

    def goes_on(self) -> bool:
        """Whether the line goes on with the paragraph of the line before it."""
        before, line = self.before, self.line
        if before.is_row or line.is_row or begins_anew(before.text, line.text):
            return False
        if max(before.height, line.height) > _SAME_SIZE * min(before.height, line.height):
            return False
        if is_capitals(before.text) != is_capitals(line.text) or (self.same_page and self._is_apart()):
            return False
        if line.text[:1].islower() and not before.text.endswith(_STOPS) and len(before.text) >= _LONG_LINE:
            return True  # centred lines are broken before they are full
        return self._is_full() and self._is_below()

    def _is_below(self) -> bool:
        """Whether the line stands where a second line does: at the margin, or hanging below its bullet."""
        indent = self.line.left - self.before.left
        if is_marked(self.before.text):
            return indent < _HANGING * self.line.height
        level = abs(indent) < _LOOSE * self.line.height
        set_in = self.line.left > self.margins[0] + _INDENT * self.line.height
        return indent <= _INDENT * self.line.height and not (level and set_in and self.alone)

    def _is_full(self) -> bool:
        """Whether the first word of this line would not have found room on the line before."""
        line = self.line
        first = line.text.split(maxsplit=1)[0]
        width = (line.right - line.left) * (len(first) + 1) / max(len(line.text), 1)
        return self.before.right + width > self.margins[1] - _LOOSE * line.height

    def _is_apart(self) -> bool:
        """Whether the lines stand farther apart than lines of a paragraph do."""
        before, line = self.before, self.line
        step = line.pieces[0].middle - before.pieces[0].middle
        if step > _FAR * max(before.height, line.height):
            return True
        return bool(self.usual) and step > _FARTHER * self.usual and before.text.endswith(_STOPS)
