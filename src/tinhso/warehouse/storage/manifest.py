"""The manifest (bản kê): which immutable files are in force, what they hold, how they are known to be whole.

It is replaced at once: written beside, brought to the disk, renamed over the old one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, Self
from uuid import UUID

from tinhso.warehouse.storage import layout


class Unreadable(ValueError):
    """What lies there is no manifest of this format."""


class Told(NamedTuple):
    """What is told of one indicator in a month, by level of the place, kind of period and calendar.

    `published` rows count without illustrative figures, `together` with them; `first` and `last` are the
    ends of the earliest and of the latest period.
    """

    indicator: int
    level: str
    kind: int
    cut_off: bool
    published: int
    together: int
    first: date
    last: date

    def dumped(self) -> list[str | int]:
        """As a row of the manifest."""
        counts = (int(self.cut_off), self.published, self.together)
        days = (self.first.isoformat(), self.last.isoformat())
        return [self.indicator, self.level, self.kind, *counts, *days]

    @classmethod
    def parse(cls, row: list[Any]) -> Told:
        """From a row of the manifest."""
        indicator, level, kind, cut_off, published, together, first, last = row
        days = (date.fromisoformat(first), date.fromisoformat(last))
        return cls(indicator, level, kind, bool(cut_off), published, together, *days)


class Known(NamedTuple):
    """An indicator in the files: its row, the decimals of its numbers, and whether all of them fit."""

    id: UUID
    scale: int
    coverable: bool = True


class File(NamedTuple):
    """One Parquet file, relative to the folder of figures."""

    name: str
    sha256: str
    size: int
    rows: int


class Month(NamedTuple):
    """One partition: the file that serves it, the partition's own version in it, and what it tells."""

    file: str
    published: int
    rows: int
    at: datetime
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Manifest:
    """One publication. `after` is the token of the one before, which a crash leaves in the database."""

    version: int
    token: UUID
    after: UUID
    at: datetime
    indicators: Mapping[int, Known] = field(default_factory=dict)
    files: Mapping[str, File] = field(default_factory=dict)
    months: Mapping[date, Month] = field(default_factory=dict)

    def serving(self, file: str) -> list[date]:
        """The months that file serves."""
        return [month for month, one in self.months.items() if one.file == file]

    def holding(self, indicators: Collection[int]) -> list[date]:
        """The months with a figure of one of those indicators."""
        if not indicators:
            return []
        return [
            month
            for month, one in self.months.items()
            if any(told.indicator in indicators for told in one.told)
        ]

    def dumped(self) -> str:
        """As text."""
        content = {
            "format": layout.FORMAT,
            "version": self.version,
            "token": str(self.token),
            "after": str(self.after),
            "at": self.at.isoformat(),
            "indicators": {
                number: [str(one.id), one.scale, one.coverable] for number, one in self.indicators.items()
            },
            "files": {one.name: [one.sha256, one.size, one.rows] for one in self.files.values()},
            "months": {
                f"{month:%Y-%m}": {
                    "file": one.file,
                    "published": one.published,
                    "rows": one.rows,
                    "at": one.at.isoformat(),
                    "told": [row.dumped() for row in one.told],
                }
                for month, one in self.months.items()
            },
        }
        return json.dumps(content, separators=(",", ":"))

    @classmethod
    def parse(cls, text: str) -> Self:
        """From text. Raises Unreadable."""
        try:
            told = json.loads(text)
            if told["format"] != layout.FORMAT:
                raise Unreadable(f"format {told['format']}")
            return cls(
                int(told["version"]),
                UUID(told["token"]),
                UUID(told["after"]),
                datetime.fromisoformat(told["at"]),
                {
                    int(number): Known(UUID(key), int(scale), bool(coverable))
                    for number, (key, scale, coverable) in told["indicators"].items()
                },
                {name: File(name, *rest) for name, rest in told["files"].items()},
                {date.fromisoformat(f"{month}-01"): _month(one) for month, one in told["months"].items()},
            )
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(str(error)) from error


def _month(told: Mapping[str, Any]) -> Month:
    return Month(
        told["file"],
        int(told["published"]),
        int(told["rows"]),
        datetime.fromisoformat(told["at"]),
        tuple(Told.parse(row) for row in told["told"]),
    )


_DIRECTORY: Final = os.O_RDONLY | os.O_DIRECTORY


def settle(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    handle = os.open(path, _DIRECTORY if path.is_dir() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read() -> Manifest | None:
    """The manifest in force; None where none was ever written. Raises Unreadable."""
    try:
        text = layout.manifest().read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return Manifest.parse(text)


def replace(new: Manifest) -> None:
    """Put it in force, at once and for good."""
    path = layout.manifest()
    beside = path.with_suffix(f".{new.token.hex[:8]}.tmp")
    beside.write_text(new.dumped(), encoding="utf-8")
    settle(beside)
    beside.replace(path)
    settle(path.parent)


def forget() -> None:
    """Have no manifest in force: whoever asks is answered from the facts."""
    layout.manifest().unlink(missing_ok=True)
