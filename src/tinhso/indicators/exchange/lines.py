"""One line of a file: where it stands and what it says, or why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tinhso.base.errors import Problem


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts lines of the text, or rows of the sheet, from 1; empty cells are left out."""

    number: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    problem: Problem | None = None


class Source(Protocol):
    """A file opened for reading, line by line; it may be gone through once."""

    @property
    def total(self) -> int:
        """About how many lines there are, for progress; 0 where nobody knows."""

    def cell(self, number: int, name: str | None) -> str:
        """The cell of that line and column as a spreadsheet names it; empty where there are no cells."""

    def __iter__(self) -> Iterator[Line]:
        """The lines, the head left out."""


@dataclass(frozen=True)
class Wanted:
    """The columns that a file may have, and those it must."""

    known: Sequence[str]
    needed: Sequence[str]
