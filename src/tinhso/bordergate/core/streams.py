"""Streams of the line and the published cycle by which they take turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final


class Stream(StrEnum):
    """A stream of the line (luồng): fresh goods, special, general."""

    FRESH = "F"
    SPECIAL = "P"
    GENERAL = "G"


TURNS: Final = frozenset({Stream.FRESH, Stream.GENERAL})
"""Streams that take turns. Special goes before the cycle and is no turn of it."""


@dataclass(frozen=True)
class Cycle:
    """The published order of turns (chu kỳ luồng), such as F,F,G. Raises ValueError for one that starves.

    Each stream that takes turns stands in it at least once; the pointer starts at 0 every local day.
    """

    turns: tuple[Stream, ...]

    def __post_init__(self) -> None:
        if frozenset(self.turns) != TURNS:
            raise ValueError("A cycle names F and G, each at least once, and nothing else.")

    @classmethod
    def parse(cls, text: str) -> Cycle:
        """`F,F,G`. Raises ValueError."""
        return cls(tuple(Stream(part.strip()) for part in text.split(",")))

    def __str__(self) -> str:
        return ",".join(self.turns)


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: the stream, and where the pointer stands before and behind it."""

    stream: Stream
    before: int
    after: int


def turn(cycle: Cycle, pointer: int, waiting: Mapping[Stream, object] | Sequence[Stream]) -> Turn | None:
    """The next turn among the streams in which somebody waits; None where nobody does.

    Special is served before the cycle and leaves the pointer where it is; an empty stream is skipped, and no
    turn is lost with it.
    """
    if Stream.SPECIAL in waiting:
        return Turn(Stream.SPECIAL, pointer, pointer)
    length = len(cycle.turns)
    for step in range(length):
        place = (pointer + step) % length
        if cycle.turns[place] in waiting:
            return Turn(cycle.turns[place], pointer, (place + 1) % length)
    return None


@dataclass(frozen=True)
class Goods:
    """A line of goods as far as streams care: HS code, net weight in kg, quarantine certificate."""

    hs: str
    net_kg: Decimal
    quarantine_certificate: str = ""


@dataclass(frozen=True)
class StreamRule:
    """Which goods go where (quy tắc phân luồng), by version: lists of HS prefixes.

    `fresh_share` of the net weight must be fresh (0 < share ≤ 1); `certified`: fresh goods count with a
    quarantine certificate alone. `special` prefixes are live animals and the like.
    """

    version: str
    fresh: tuple[str, ...]
    special: tuple[str, ...] = ()
    fresh_share: Decimal = Decimal("0.5")
    certified: bool = False

    def is_fresh(self, line: Goods) -> bool:
        """Whether that line is on the list, with its paper where one is asked for."""
        return line.hs.startswith(self.fresh) and (bool(line.quarantine_certificate) or not self.certified)


@dataclass(frozen=True)
class Placed:
    """The stream that goods belong to, and why; `asked` in vain is no error."""

    stream: Stream
    why: str


def classify(rule: StreamRule, goods: Sequence[Goods], *, granted: str = "") -> Placed:
    """The stream by what the goods are, never by what the declarant asks for.

    `granted` names a signed grant of priority (`PriorityGrant`): relief, AEO. Unknown goods are general.
    """
    if granted:
        return Placed(Stream.SPECIAL, f"grant:{granted}")
    if rule.special and any(line.hs.startswith(rule.special) for line in goods):
        return Placed(Stream.SPECIAL, f"hs:{rule.version}")
    total = sum((line.net_kg for line in goods), Decimal(0))
    fresh = sum((line.net_kg for line in goods if rule.is_fresh(line)), Decimal(0))
    if total > 0 and fresh >= rule.fresh_share * total:
        return Placed(Stream.FRESH, f"hs:{rule.version}")
    return Placed(Stream.GENERAL, f"hs:{rule.version}")
