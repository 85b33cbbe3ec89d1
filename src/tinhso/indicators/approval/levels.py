"""Levels of approval (các cấp duyệt): whose turn it is, and what a decision makes of a figure. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

Ladder = Mapping[tuple[UUID, int], frozenset[UUID]]
"""By agency and number of levels climbed in the tree: the agencies there; nothing where it has nobody."""


class Step(StrEnum):
    """Who decides at a level: the head of the sending agency, the agency above, the standing office."""

    HEAD = "head"
    PARENT = "parent"
    OFFICE = "office"


@dataclass(frozen=True)
class Deciding:
    """What somebody may decide as: the standing office, and the head of those agencies."""

    office: bool = False
    agencies: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        return self.office or bool(self.agencies)


@dataclass(frozen=True)
class Rung:
    """One level of a chain. `deciders` are the agencies whose heads decide there, any one of them.

    Without any, the tree has nobody there: the step has fallen to the standing office.
    """

    number: int
    step: Step
    climb: int = 0
    deciders: frozenset[UUID] = frozenset()

    @property
    def fallen(self) -> bool:
        """Whether the standing office stands in, for want of an agency."""
        return self.step is not Step.OFFICE and not self.deciders

    def held_by(self, who: Deciding) -> bool:
        """Whether this level's decision is theirs."""
        return who.office if self.step is Step.OFFICE else bool(self.deciders & who.agencies)


@dataclass(frozen=True)
class Chain:
    """The levels of one figure, the standing office last."""

    rungs: tuple[Rung, ...]

    @property
    def office(self) -> Rung:
        """The last level."""
        return self.rungs[-1]

    @property
    def steps(self) -> int:
        """How many levels stand before the standing office."""
        return len(self.rungs) - 1

    def turn(self, level: int | None) -> Rung:
        """Whose turn it is when `level` steps are passed; what has fallen is the standing office's."""
        waiting = self.rungs[min(level or 0, self.steps) :]
        return next(rung for rung in waiting if not rung.fallen)

    def open(self, level: int | None) -> tuple[Rung, ...]:
        """The level whose turn it is and those above it: each of them may return the figure."""
        first = self.turn(level).number
        return tuple(rung for rung in self.rungs[first:] if not rung.fallen)

    def ahead(self, level: int | None) -> tuple[Rung, ...]:
        """The levels that the standing office passes over when it confirms now (vượt cấp)."""
        return self.open(level)[:-1]

    def sent_by(self, who: Deciding) -> int | None:
        """The level of a figure that `who` sends: its own head's sending passes the head's step."""
        first = self.turn(None)
        return first.number + 1 if first.step is Step.HEAD and first.held_by(who) else None

    def below(self, who: Deciding, level: int | None) -> bool:
        """Whether the figure waits at a level below one of theirs."""
        later = self.open(level)[1:]
        return not self.turn(level).held_by(who) and any(rung.held_by(who) for rung in later)


_KNOWN: Final = frozenset({Step.HEAD.value, Step.PARENT.value})


def chain(steps: Iterable[str], agency: UUID | None, ladder: Ladder) -> Chain:
    """The levels of a figure that `agency` sends, by the steps laid down; each `parent` climbs by one."""
    rungs: list[Rung] = []
    climb = 0
    for number, named in enumerate(step for step in steps if step in _KNOWN):
        step = Step(named)
        climb += step is Step.PARENT
        at = climb if step is Step.PARENT else 0
        deciders = ladder.get((agency, at), frozenset()) if agency else frozenset()
        rungs.append(Rung(number, step, at, deciders))
    return Chain((*rungs, Rung(len(rungs), Step.OFFICE)))
