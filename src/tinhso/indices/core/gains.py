"""What would help (chỉ số nào kéo lên nhiều nhất): points lost, gains, the cheapest way to more points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from tinhso.indices.core import errors
from tinhso.indices.core.errors import Fault, Unscorable
from tinhso.indices.core.nodes import Edition, Node
from tinhso.indices.core.scoring import PlaceScore

UNIT = 100
"""Points are counted in hundredths: gains are cut down to them, what is wanted is rounded up."""
_NEVER = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class Gain:
    """What a node still has to give: points lost, and how much the value rises when it is full."""

    node: Node
    share: Fraction
    lost: Fraction
    value: Fraction


def gains(edition: Edition, score: PlaceScore, nodes: Sequence[Node] | None = None) -> list[Gain]:
    """What each scored node would still bring, the most first; main indices where none are named."""
    total = Fraction(edition.total)
    found = [
        Gain(node, part.share, part.lost, part.lost / total)
        for node in (edition.main if nodes is None else nodes)
        if node.scored and (part := score.by_node[node.code]).share is not None
    ]
    return sorted(found, key=lambda gain: -gain.lost)


@dataclass(frozen=True)
class Step:
    """Something that can be done: it brings `points` for a declared `effort` (any unit, not below 0)."""

    code: str
    points: Decimal
    effort: Decimal


@dataclass(frozen=True)
class Way:
    """The chosen steps, in the order they were declared."""

    steps: tuple[Step, ...]

    @property
    def points(self) -> Decimal:
        """What they bring together."""
        return sum((step.points for step in self.steps), start=Decimal(0))

    @property
    def effort(self) -> Decimal:
        """What they cost together."""
        return sum((step.effort for step in self.steps), start=Decimal(0))


def _whole_efforts(steps: Sequence[Step]) -> list[int]:
    """Efforts as whole numbers of their finest decimal."""
    finest = max(max(0, -int(step.effort.as_tuple().exponent)) for step in steps)
    return [int(step.effort.scaleb(finest)) for step in steps]


def cheapest(steps: Sequence[Step], wanted: Decimal) -> Way:
    """The set of steps with the least effort that brings `wanted` points or more (phương án ít công nhất).

    Exact to a hundredth of a point: least effort for every number of hundredths, step by step. Raises
    Unscorable when all steps together bring less.
    """
    need = -int(-wanted * UNIT // 1)
    brings = [int(step.points * UNIT) for step in steps]
    if need <= 0:
        return Way(())
    if sum(brings) < need:
        most = str(Decimal(sum(brings)) / UNIT)
        raise Unscorable([Fault("out_of_reach", errors.OUT_OF_REACH, params={"most": most})])
    least = np.full(need + 1, _NEVER, dtype=np.int64)
    least[0] = 0
    taken = np.zeros((len(steps), need + 1), dtype=bool)
    before = np.arange(need + 1)
    for number, (gain, effort) in enumerate(zip(brings, _whole_efforts(steps), strict=True)):
        with_it = least[np.maximum(before - gain, 0)] + effort
        taken[number] = with_it < least
        least = np.minimum(least, with_it)
    return Way(tuple(step for step, used in zip(steps, _used(taken, brings, need), strict=True) if used))


def _used(taken: np.ndarray[tuple[int, int], np.dtype[np.bool_]], brings: list[int], need: int) -> list[bool]:
    """Which steps the least effort for `need` was reached with."""
    used = [False] * len(brings)
    for number in range(len(brings) - 1, -1, -1):
        if taken[number, need]:
            used[number] = True
            need = max(need - brings[number], 0)
    return used
