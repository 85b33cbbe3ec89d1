"""What stands on a printed page: words at their places, brought into lines and rows of tables. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Final

from tinhso.reading.sources.grids import Grid, Rules, grids_of

_SAME_LINE: Final = 0.5
_WIDE_GAP: Final = 1.2
_WIDER_THAN_USUAL: Final = 3.0


@dataclass(frozen=True)
class Piece:
    """Words in a row at their place, measured from the page's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half-way down."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Line:
    """A line of a page: one piece, or the cells of a row; `ruled` if lines of a table stand around it."""

    pieces: tuple[Piece, ...]
    ruled: bool = False

    @property
    def text(self) -> str:
        """Its words, cells parted by a stroke."""
        return " | ".join(piece.text for piece in self.pieces).rstrip(" |")

    @property
    def is_row(self) -> bool:
        """Whether it is of a table, or of two columns."""
        return self.ruled or len(self.pieces) > 1

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.pieces[-1].right

    @property
    def top(self) -> float:
        """Its highest point."""
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        """Its lowest point."""
        return max(piece.bottom for piece in self.pieces)

    @property
    def height(self) -> float:
        """That of its letters."""
        return median(piece.height for piece in self.pieces)


@dataclass(frozen=True)
class Page:
    """A page and its lines from top to bottom."""

    width: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Recognised:
    """What a picture gave: its page, how sure its letters are from 0 to 1, the words of red stamps."""

    page: Page
    sure: Decimal
    stamps: str = ""


def page_of(pieces: Sequence[Piece], rules: Rules, width: float, height: float) -> Page:
    """The lines of a page. Words inside a ruled table are brought together by its cells."""
    left, rows = list(pieces), []
    for grid in grids_of(rules):
        inside = [piece for piece in left if grid.holds((piece.left + piece.right) / 2, piece.middle)]
        if inside:
            left = [piece for piece in left if piece not in inside]
            rows += _rows(grid, inside)
    lines = [*rows, *(_parted(row) for row in _clustered(left))]
    return Page(width, height, tuple(sorted(lines, key=lambda line: (line.top + line.bottom, line.left))))


def _clustered(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces that stand on one line, each from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: one.middle):
        row = rows[-1] if rows else []
        if row and abs(piece.middle - median(one.middle for one in row[-8:])) < _SAME_LINE * min(
            piece.height, row[-1].height
        ):
            row.append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _parted(row: Sequence[Piece]) -> Line:
    """A line whose words are joined; where it gapes wider than anywhere else, another cell begins."""
    gaps = [after.left - before.right for before, after in pairwise(row)]
    usual = median(gaps) if gaps else 0.0
    cells = [[row[0]]]
    for gap, piece in zip(gaps, row[1:], strict=True):
        wide = gap > _WIDE_GAP * piece.height and (
            gap > _WIDER_THAN_USUAL * max(usual, 0.1) or len(gaps) == 1
        )
        if wide:
            cells.append([piece])
        else:
            cells[-1].append(piece)
    return Line(tuple(map(_joined, cells)))


def _joined(words: Sequence[Piece]) -> Piece:
    return Piece(
        words[0].left,
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
        " ".join(word.text for word in words),
    )


def _rows(grid: Grid, words: Sequence[Piece]) -> list[Line]:
    """A line for every row of a table that has words."""
    cells: dict[tuple[int, int], list[Piece]] = {}
    for word in words:
        cells.setdefault(grid.cell((word.left + word.right) / 2, word.middle), []).append(word)
    lines = []
    for row in sorted({row for row, _column in cells}):
        columns = grid.columns(row)
        found = [_cell(cells.get((row, column), ())) for column in range(len(columns) - 1)]
        top, bottom = grid.tops[row], grid.tops[row + 1]
        placed = [
            replace(piece, left=left, right=right, top=top, bottom=bottom)
            for piece, (left, right) in zip(found, pairwise(columns), strict=True)
        ]
        if placed:
            lines.append(Line(tuple(placed), ruled=True))
    return lines


def _cell(words: Sequence[Piece]) -> Piece:
    """The words of a cell, line by line, as one."""
    told = [piece.text for row in _clustered(words) for piece in row]
    return Piece(0, 0, 0, 0, " ".join(told))
