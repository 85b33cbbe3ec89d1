"""What targets and tasks have in common: each stands in a plan, in an order, and has a version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from tinhso.base.actions import Act
from tinhso.base.errors import NotFound
from tinhso.people.principals import Principal
from tinhso.steering.actions import naming
from tinhso.steering.actions.editing import lock_plan, tell
from tinhso.steering.errors import require_fresh
from tinhso.steering.models import Plan, Target, Task

Item = TypeVar("Item", Target, Task)
_MISSING: Final[Mapping[type[Target] | type[Task], Promise]] = {
    Target: _("Không có chỉ tiêu này."),
    Task: _("Không có nhiệm vụ này."),
}


def named(model: type[Target] | type[Task]) -> str:
    """`target` or `task`, as the audit trail and refusals call it."""
    return "target" if model is Target else "task"


def locked(by: Principal, model: type[Item], key: UUID) -> tuple[Plan, Item]:
    """The item and its plan, both locked, when `by` may edit them. Raises NotFound, NotAllowed, Conflict."""
    plan = model._default_manager.filter(pk=key).values_list("plan_id", flat=True).first()
    if plan is None:
        raise NotFound(_MISSING[model], field=named(model))
    held = lock_plan(by, plan)
    rows = model._default_manager.select_for_update(of=("self",))
    return held, rows.select_related("goal", "pillar", "lead").get(pk=key)


def begin(by: Principal, plan: Plan, item: Target | Task) -> None:
    """Put a new item last in its plan; it is illustrative where its plan or its maker is."""
    rows = type(item)._default_manager.filter(plan=plan)
    item.plan, item.illustrative = plan, plan.illustrative or by.illustrative
    item.order = (rows.aggregate(last=Max("order"))["last"] or 0) + 1


def revise(
    item: Target | Task, draft: BaseModel, stored: BaseModel, version: int | None
) -> dict[str, object]:
    """Count one version further; what changes, for the trail. Raises StaleForm with both versions."""
    before, typed = dict(stored), dict(draft)
    require_fresh(version, item.version, before, typed)
    item.version += 1
    changed = {name for name in typed if typed[name] != before[name]}
    return {named(type(item)): item.code, "changed": draft.model_dump(mode="json", include=changed)}


def fill(plan: Plan, item: Target | Task, draft: BaseModel, *, links: set[str]) -> None:
    """Put what was typed into the item: words, goal, pillar, lead. Raises Conflict (`code`), Invalid."""
    typed = dict(draft)
    rows = type(item)._default_manager.all()
    naming.require_new(rows, "code", typed["code"], except_for=[item.pk])
    for name, value in draft.model_dump(exclude=links).items():
        setattr(item, name, value)
    item.goal, item.pillar = naming.goal(plan, typed["goal"]), naming.pillar(plan, typed["pillar"])
    item.lead = naming.agency(typed["lead"])


def headed(item: Target | Task) -> dict[str, str]:
    """Goal, pillar and lead as one would have to type them."""
    return {
        "goal": item.goal.code if item.goal else "",
        "pillar": item.pillar.code if item.pillar else "",
        "lead": item.lead.code if item.lead else "",
    }


def told(act: Act, item: Target | Task, data: Mapping[str, object]) -> None:
    """The audit entry about the item, and the event of its plan."""
    tell(act, item.plan, data, about=item, illustrative=item.illustrative)
