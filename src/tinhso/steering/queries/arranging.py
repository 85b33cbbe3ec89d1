"""What a plan holds in the order people put it: goals in a row, targets and tasks under their goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal
from uuid import UUID

from tinhso.steering.models import Goal, Plan, Target, Task

Kind = Literal["goals", "targets", "tasks"]


@dataclass(frozen=True)
class Group:
    """What stands under one goal (None: under none), in order; goals themselves are one group."""

    goal: Goal | None
    items: tuple[Goal | Target | Task, ...]


def groups(plan: Plan, kind: Kind) -> list[Group]:
    """The plan's goals, targets or tasks as they are ordered; one query."""
    if kind == "goals":
        return [Group(None, tuple(plan.goals.order_by("order", "code")))]
    rows: Sequence[Target | Task] = list(
        (plan.targets if kind == "targets" else plan.tasks)
        .select_related("goal")
        .order_by("goal__order", "goal__code", "order", "code")
    )
    return [Group(under[0].goal, under) for under in _runs(rows)]


def _runs(rows: Sequence[Target | Task]) -> list[tuple[Target | Task, ...]]:
    return [tuple(run) for _goal, run in groupby(rows, key=lambda row: row.goal_id)]


def group_of(plan: Plan, kind: Kind, key: UUID) -> Group | None:
    """The group in which an item stands."""
    return next((group for group in groups(plan, kind) if any(item.pk == key for item in group.items)), None)
