"""What became of every line of a file: counted, and told one by one to whoever wants to know."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TextIO

from tinhso.base.errors import Problem
from tinhso.indicators.bulk.shapes import RowResult, Status
from tinhso.indicators.exchange.columns import guarded


@dataclass(frozen=True, slots=True)
class Told:
    """One line: what became of it, and for a refused one where, why, and what to do (near names too)."""

    line: int
    status: Status
    figure: str = ""
    column: str = ""
    cell: str = ""
    code: str = ""
    message: str = ""
    hint: str = ""

    @classmethod
    def of(cls, line: int, result: RowResult, cell: str) -> Told:
        """From the result of a batch's row."""
        figure = str(result.figure) if result.figure else ""
        told = (result.code, result.message, result.hint)
        return cls(line, result.status, figure, result.field or "", cell, *told)

    @classmethod
    def refused(cls, line: int, problem: Problem, cell: str = "") -> Told:
        """A line that cannot be."""
        return cls.of(line, RowResult.refused(line, problem), cell)

    def __str__(self) -> str:
        """`12 (C12) value: … (…)`, for people."""
        where = f"{self.line} ({self.cell})" if self.cell else str(self.line)
        column = f" {self.column}" if self.column else ""
        return f"{where}{column}: {self.message}" + (f" ({self.hint})" if self.hint else "")


@dataclass
class Counts:
    """How the lines ended; the four add up to all."""

    created: int = 0
    superseded: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def lines(self) -> int:
        """All of them."""
        return self.created + self.superseded + self.unchanged + self.refused

    def add(self, status: Status) -> None:
        """One more that ended so."""
        setattr(self, status, getattr(self, status) + 1)


Tell = Callable[[Told], None]


@contextmanager
def report(path: Path) -> Iterator[Tell]:
    """Write every line's end into a file: CSV by its ending, else one JSON object a line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        yield _csv(file) if path.suffix.lower() == ".csv" else _jsonl(file)


def _csv(file: TextIO) -> Tell:
    writer = csv.writer(file)
    writer.writerow([field.name for field in fields(Told)])

    def tell(told: Told) -> None:
        writer.writerow(
            [guarded(value) if isinstance(value, str) else value for value in asdict(told).values()]
        )

    return tell


def _jsonl(file: TextIO) -> Tell:
    def tell(told: Told) -> None:
        said = {name: value for name, value in asdict(told).items() if value != ""}
        file.write(json.dumps(said, ensure_ascii=False) + "\n")

    return tell
