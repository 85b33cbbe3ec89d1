"""Putting what a plan holds in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.people.principals import Principal
from tinhso.steering.actions.editing import lock_plan, tell
from tinhso.steering.models import Goal, Plan, Target, Task
from tinhso.steering.queries.arranging import Kind, group_of

_ORDERED: Final[Mapping[Kind, type[Goal] | type[Target] | type[Task]]] = {
    "goals": Goal,
    "targets": Target,
    "tasks": Task,
}


@dataclass(frozen=True)
class Moved:
    """From which position under its goal to which; the first is 1."""

    item: UUID
    code: str
    was: int
    now: int


def reorder(by: Principal, plan_id: UUID, kind: Kind, ids: Sequence[UUID]) -> None:
    """Put a plan's goals, targets or tasks in that order (sắp xếp); those not named follow as they were.

    Raises NotAllowed; Invalid when an id is not of this plan.
    """
    with acting(by, f"plan.reorder_{kind}") as act:
        plan = lock_plan(by, plan_id)
        tell(act, plan, {"order": kind, "ids": [str(key) for key in _put(plan, kind, ids)]})


def move(by: Principal, plan_id: UUID, kind: Kind, item: UUID, to: int, *, was: int | None = None) -> Moved:
    """Move one item to a position under its goal (chuyển đến vị trí).

    With `was` only from that position: so a move is taken back, unless somebody has moved it since. Raises
    NotAllowed, NotFound; Invalid (`to`) outside the list; Conflict.
    """
    with acting(by, f"plan.reorder_{kind}") as act:
        plan = lock_plan(by, plan_id)
        group = group_of(plan, kind, item)
        if group is None:
            raise NotFound(_("Mục này không còn trong kế hoạch."), field="item")
        if not 1 <= to <= len(group.items):
            message = _("Vị trí từ 1 đến %(last)d.") % {"last": len(group.items)}
            raise Invalid(message, field="to")
        rows = list(group.items)
        at = next(n for n, row in enumerate(rows) if row.pk == item)
        if was is not None and at + 1 != was:
            raise Conflict(_("Thứ tự vừa được người khác thay đổi, không hoàn tác được."), field="to")
        rows.insert(to - 1, rows.pop(at))
        moved = Moved(item, rows[to - 1].code, at + 1, to)
        if moved.was != moved.now:
            _put(plan, kind, _with_group(plan, kind, [row.pk for row in rows]))
            told = {"order": kind, "item": moved.code, "from": moved.was, "to": moved.now}
            tell(act, plan, told)
    return moved


def _with_group(plan: Plan, kind: Kind, ids: Sequence[UUID]) -> list[UUID]:
    """All of the plan's items, those of the group in their new order at the places the group held."""
    whole = _keys(plan, kind)
    new, there = iter(ids), set(ids)
    return [next(new) if key in there else key for key in whole]


def _keys(plan: Plan, kind: Kind) -> list[UUID]:
    rows = _ORDERED[kind]._default_manager.filter(plan=plan).order_by("order", "code")
    return list(rows.values_list("pk", flat=True))


def _put(plan: Plan, kind: Kind, ids: Sequence[UUID]) -> list[UUID]:
    """Number the items in that order; those not named follow. Raises Invalid (`order`)."""
    model = _ORDERED[kind]
    rows = {row.pk: row for row in model._default_manager.filter(plan=plan).order_by("order", "code")}
    if not rows.keys() >= set(ids):
        raise Invalid(_("Có mục không thuộc kế hoạch này."), field="order")
    named = list(dict.fromkeys(ids))
    for place, key in enumerate((*named, *(key for key in rows if key not in set(named))), start=1):
        if rows[key].order != place:
            rows[key].order = place
            rows[key].save(update_fields=["order"])
    return named
