"""What of a plan's relations is really there: by it steps are left out of the statement. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tinhso.warehouse.plans import Plan
from tinhso.warehouse.storage.spoken import KINDS
from tinhso.warehouse.ways import LEVELS, Ways, number_of

_RANKS: Final = len(LEVELS) + 1

Relation = dict[str, NDArray[Any]]
"""Columns by name."""


@dataclass(frozen=True)
class Traits:
    """What a statement has to deal with.

    `ranked`: figures reach a target in more than one way. `ranged`, `goals_ranged`: ways, or how many ought
    to tell, change over time. `weighted`: some share is below one. `undivided`: some target cannot be told.
    `kinds` of told periods, `narrowed`: there may be others; `own_only`: nothing is made of shorter ones.
    `scale` of the numbers in the relation of facts; `exact` asks for numbers of any length.
    """

    ranked: bool
    ranged: bool
    goals_ranged: bool
    weighted: bool
    undivided: bool
    kinds: frozenset[int]
    narrowed: bool
    own_only: bool
    scale: int
    exact: bool = False


@dataclass(frozen=True)
class Ground:
    """The relations of ways, narrowed to the days and levels that matter."""

    way: Relation
    goal: Relation
    traits: Traits


def traced(
    plan: Plan, scale: int, *, told_at: frozenset[str] | None = None, kinds: frozenset[int] | None = None
) -> Ground:
    """The relations for that plan. `told_at`, `kinds`: what is told at all, where that is known."""
    ways, days = plan.ways, (number_of(plan.first), number_of(plan.last))
    way = _ways(ways, days, told_at)
    ranks = np.unique(way["target"] * _RANKS + way["rank"])
    goal = _goals(ways, days, ranks)
    possible = plan.kinds if kinds is None or plan.kinds is None else plan.kinds & kinds
    asked = _kinds_asked(plan)
    traits = Traits(
        ranked=len(np.unique(ranks // _RANKS)) < len(ranks),
        ranged=_is_ranged(ways, way, days),
        goals_ranged=len(goal["target"]) > len(np.unique(goal["target"] * _RANKS + goal["rank"])),
        weighted=not bool(way["whole"].all()),
        undivided=bool(goal["undivided"].any()),
        kinds=possible if possible is not None else frozenset(range(len(KINDS))),
        narrowed=plan.kinds is not None and (kinds is None or not kinds <= plan.kinds),
        own_only=plan.bases is not None and possible is not None and possible <= asked,
        scale=scale,
    )
    return Ground(way, goal, traits)


def _kinds_asked(plan: Plan) -> frozenset[int]:
    if plan.bases is None:
        return frozenset()
    return frozenset(plan.bases.kind[plan.bases.is_own].tolist())


def _ways(ways: Ways, days: tuple[int, int], told_at: frozenset[str] | None) -> Relation:
    keep = (ways.first <= days[1]) & (ways.last >= days[0])
    if told_at is not None:
        levels = [number for number, level in enumerate(LEVELS) if level in told_at]
        keep &= np.isin(ways.levels[ways.origin], levels)
    names = ("origin", "target", "rank", "first", "last", "weight", "whole")
    return {name: getattr(ways, name)[keep] for name in names}


def _goals(ways: Ways, days: tuple[int, int], ranks: NDArray[Any]) -> Relation:
    keep = (ways.made_first <= days[1]) & (ways.made_last >= days[0])
    keep &= np.isin(ways.made * _RANKS + ways.made_rank, ranks)
    names = {
        "target": "made", "rank": "made_rank", "first": "made_first", "last": "made_last",
        "expected": "expected", "undivided": "undivided", "over": "over",
    }  # fmt: skip
    return {name: getattr(ways, column)[keep] for name, column in names.items()}


def _is_ranged(ways: Ways, way: Relation, days: tuple[int, int]) -> bool:
    """Whether a unit's way changes while it is told of: then days decide, else the unit alone."""
    begins = np.maximum(ways.born[way["origin"]], days[0])
    ends = np.minimum(ways.ended[way["origin"]], days[1])
    return bool(((way["first"] > begins) | (way["last"] < ends)).any())
