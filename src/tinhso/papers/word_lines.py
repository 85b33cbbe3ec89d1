"""What a DOCX is read into: lines and grids."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A paragraph: its words, the automatic number before them, the level of its heading style (0: none)."""

    text: str
    label: str = ""
    heading: int = 0


@dataclass(frozen=True)
class Grid:
    """A table: the words of its cells, row by row."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def plain(self) -> str:
        """One line a row, cells apart by a stroke."""
        return "\n".join(" | ".join(cell.replace("\n", " ") for cell in row) for row in self.rows)
