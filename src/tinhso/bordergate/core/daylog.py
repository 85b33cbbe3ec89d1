"""The published line of one day: rows as printed, the root over them, the proof of one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from tinhso.bordergate.core.streams import Cycle, Stream
from tinhso.bordergate.core.verify_day import COLUMNS, leaf, node, tree


class Aside(StrEnum):
    """Why a place did not go in its turn (ngoại lệ), as the published file words it."""

    NONE = ""
    DEFER = "defer"
    HOLD = "hold"
    NO_SHOW = "no_show"
    DIVERT = "divert"
    DECISION = "decision"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    TURNED_BACK = "turned_back"


@dataclass(frozen=True)
class DayRow:
    """A place as it is published: no plate, no name. Moments are aware, of +07:00."""

    place: str
    stream: Stream
    accepted_seq: int
    accepted_at: datetime
    called_seq: int | None = None
    called_at: datetime | None = None
    exception: Aside = Aside.NONE
    exception_ref: str = ""

    @property
    def line(self) -> str:
        """The row as printed."""
        called = (str(self.called_seq), printed(self.called_at)) if self.called_at else ("", "")
        told = (self.place, self.stream, str(self.accepted_seq), printed(self.accepted_at), *called)
        return ",".join((*told, self.exception, self.exception_ref))


@dataclass(frozen=True)
class DayHead:
    """Whose line it is."""

    gate: str
    direction: str
    cycle: Cycle
    day: date

    @property
    def line(self) -> str:
        """The first leaf of the tree."""
        return ",".join((self.day.isoformat(), self.gate, self.direction, str(self.cycle)))


_OFFSET: Final = "+07:00"


def printed(moment: datetime | None) -> str:
    """`2025-07-15T08:00:00.000000+07:00`. Raises ValueError for a moment of another zone."""
    if moment is None:
        return ""
    text = moment.isoformat(timespec="microseconds")
    if not text.endswith(_OFFSET):
        raise ValueError("Moments are published in the country's zone.")
    return text


def _leaves(head: DayHead, rows: Iterable[DayRow]) -> list[bytes]:
    return [leaf(head.line), *(leaf(row.line) for row in rows)]


def root_of(head: DayHead, rows: Iterable[DayRow]) -> str:
    """The root over the rows, in hexadecimal."""
    return tree(_leaves(head, rows)).hex()


def as_csv(head: DayHead, rows: Sequence[DayRow]) -> str:
    """The file that is published (sổ thứ tự trong ngày); rows in the order of `accepted_seq`."""
    ordered = sorted(rows, key=lambda row: row.accepted_seq)
    top = [
        f"# gate {head.gate}",
        f"# direction {head.direction}",
        f"# cycle {head.cycle}",
        f"# root {root_of(head, ordered)}",
        ",".join(COLUMNS),
    ]
    return "\n".join([*top, *(row.line for row in ordered)]) + "\n"


def proof_of(head: DayHead, rows: Sequence[DayRow], place: str) -> list[tuple[str, str]]:
    """Sides and hashes beside a row, from the leaf up. Raises KeyError for a place that is not there."""
    ordered = sorted(rows, key=lambda row: row.accepted_seq)
    found = next((at for at, row in enumerate(ordered) if row.place == place), None)
    if found is None:
        raise KeyError(place)
    return proof_of_lines([head.line, *(row.line for row in ordered)], found + 1)


def proof_of_lines(lines: Sequence[str], index: int) -> list[tuple[str, str]]:
    """The same for printed lines, the head's first; `index` counts it."""
    level = [leaf(line) for line in lines]
    steps: list[tuple[str, str]] = []
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            steps.append(("right" if beside > index else "left", level[beside].hex()))
        pairs = [node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level, index = pairs + level[len(pairs) * 2 :], index // 2
    return steps
