"""Editing plans and their goals."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.errors import Invalid, NotFound
from tinhso.people.principals import Principal
from tinhso.steering import policies, state
from tinhso.steering.actions import naming
from tinhso.steering.actions.streams import stream
from tinhso.steering.errors import require_fresh
from tinhso.steering.events import PlanChanged
from tinhso.steering.models import Goal, Plan, Target, Task
from tinhso.steering.schemas import GoalDraft, PlanDraft


def create_plan(by: Principal, draft: PlanDraft) -> Plan:
    """Add a plan of the home province (thêm kế hoạch). Raises NotAllowed, Invalid, Conflict (`full_slug`)."""
    policies.require_edit(by)
    with acting(by, "plan.create") as act:
        plan = Plan(pack=settings.HOME_PACK, illustrative=by.illustrative)
        plan.order = _next_order(Plan.objects.filter(pack=plan.pack).aggregate(last=Max("order"))["last"])
        fill_plan(plan, draft)
        plan.save(force_insert=True)
        tell(act, plan, {"created": plan.full_slug, **draft.model_dump(mode="json")})
    return plan


def fill_plan(plan: Plan, draft: PlanDraft) -> None:
    """Put what was typed into the row. Raises Invalid at its field, Conflict."""
    place = naming.place(draft.place, draft.starts_on)
    if place is None:
        raise Invalid(_("Chưa chọn địa bàn."), code="missing", field="place")
    full = f"{plan.pack}-{draft.starts_on.year}-{draft.slug}"
    naming.require_new(Plan.objects.all(), "full_slug", full, except_for=[plan.pk])
    for name, value in draft.model_dump(exclude={"place", "document"}).items():
        setattr(plan, name, value)
    plan.place, plan.document = place, naming.document(draft.document)
    if plan._state.adding:
        plan.full_slug = full


def edit_plan(by: Principal, plan_id: UUID, draft: PlanDraft, *, version: int) -> Plan:
    """Change a plan (sửa kế hoạch); its full slug stays. Raises StaleForm with both versions."""
    with acting(by, "plan.edit") as act:
        plan = lock_plan(by, plan_id)
        typed = draft.model_dump(mode="json", exclude={"place", "document"})
        stored = {name: _plain(getattr(plan, name)) for name in typed}
        require_fresh(version, plan.version, stored, typed)
        shifted = plan.starts_on != draft.starts_on
        fill_plan(plan, draft)
        plan.version += 1
        plan.save()
        if shifted:
            state.refresh(plan.targets.values_list("pk", flat=True))
        tell(act, plan, {"edited": typed})
    return plan


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def lock_plan(by: Principal, plan_id: UUID) -> Plan:
    """The plan, locked, when `by` may edit it. Raises NotFound, NotAllowed, Conflict."""
    plan = Plan.objects.select_for_update(of=("self",)).filter(pk=plan_id).first()
    if plan is None:
        raise NotFound(_("Không có kế hoạch này."), field="plan")
    policies.require_edit(by, plan)
    return plan


def tell(
    act: Act,
    plan: Plan,
    data: Mapping[str, object],
    *,
    about: Goal | Target | Task | None = None,
    illustrative: bool = False,
) -> None:
    """The audit entry and event of an edit of the plan, or of what it holds."""
    act.record(stream(plan, illustrative=illustrative), subject=about or plan, data=data)
    act.emit(PlanChanged(plan=plan.pk))


def _next_order(last: int | None) -> int:
    return (last or 0) + 1


def create_goal(by: Principal, plan_id: UUID, draft: GoalDraft) -> Goal:
    """Add a goal (thêm mục tiêu). Raises NotAllowed, Conflict (`code` taken), Invalid."""
    with acting(by, "goal.create") as act:
        plan = lock_plan(by, plan_id)
        naming.require_new(plan.goals.all(), "code", draft.code)
        goal = plan.goals.create(
            code=draft.code,
            title=draft.title,
            pillar=naming.pillar(plan, draft.pillar),
            order=_next_order(plan.goals.aggregate(last=Max("order"))["last"]),
            illustrative=plan.illustrative or by.illustrative,
        )
        tell(act, plan, {"goal": draft.model_dump()}, about=goal, illustrative=goal.illustrative)
    return goal


def edit_goal(by: Principal, goal_id: UUID, draft: GoalDraft, *, version: int | None = None) -> Goal:
    """Change a goal (sửa mục tiêu). Raises NotFound, NotAllowed, Conflict, Invalid, StaleForm."""
    with acting(by, "goal.edit") as act:
        found = Goal.objects.filter(pk=goal_id).values_list("plan_id", flat=True).first()
        if found is None:
            raise NotFound(_("Không có mục tiêu này."), field="goal")
        plan = lock_plan(by, found)
        goal = Goal.objects.select_for_update(of=("self",)).select_related("pillar").get(pk=goal_id)
        require_fresh(version, goal.version, dict(draft_of(goal)), dict(draft))
        naming.require_new(plan.goals.all(), "code", draft.code, except_for=[goal.pk])
        goal.code, goal.title = draft.code, draft.title
        goal.pillar = naming.pillar(plan, draft.pillar)
        goal.version += 1
        goal.save()
        tell(act, plan, {"goal": draft.model_dump()}, about=goal, illustrative=goal.illustrative)
    return goal


def draft_of(goal: Goal) -> GoalDraft:
    """A goal as one would have to type it."""
    return GoalDraft(code=goal.code, title=goal.title, pillar=goal.pillar.code if goal.pillar else "")
