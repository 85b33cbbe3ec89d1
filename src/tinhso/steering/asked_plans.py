"""Plans that another room asks for: drafts in the name of who asked, answered with where they are."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from tinhso.base.errors import Refusal
from tinhso.base.events.dispatch import Subscriber
from tinhso.base.events.outbox import Event, emit
from tinhso.people.principals import Principal
from tinhso.people.queries import principals
from tinhso.steering.actions.editing import create_goal, create_plan
from tinhso.steering.actions.targets import create_target
from tinhso.steering.actions.tasks import create_task
from tinhso.steering.models import Plan
from tinhso.steering.schemas import GoalDraft, PlanDraft, TargetDraft, TaskDraft


class AskedItem(BaseModel):
    """A goal, target or task that was asked for. `clause` says where in the document it stands."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["goal", "target", "task"]
    title: str
    clause: str = ""
    indicator: str = ""
    due_on: dt.date | None = None
    value: str = ""
    lead: str = ""
    joint: tuple[str, ...] = ()
    deadline: dt.date | None = None
    deliverable: str = ""


class PlanAsked(Event):
    """A draft plan is asked for (đề nghị lập dự thảo kế hoạch); `asked` is the asking room's own key."""

    name: ClassVar[str] = "steering.plan_asked"
    asked: UUID
    account: UUID
    draft: PlanDraft
    items: tuple[AskedItem, ...]


class PlanDrafted(Event):
    """The answer to `PlanAsked`: the plan and its address, or why there is none."""

    name: ClassVar[str] = "steering.plan_drafted"
    asked: UUID
    plan: UUID | None = None
    address: str = ""
    refused: str = ""


def draft_plan(event: PlanAsked) -> None:
    """Make the draft with everything in it, or nothing; whoever asked does it, with the rights of today."""
    by = principals([event.account]).get(event.account)
    if by is None:
        emit(PlanDrafted(asked=event.asked, refused=_("Tài khoản đã đề nghị không còn hoạt động.")))
        return
    try:
        with transaction.atomic():
            plan = _made(by, event)
    except Refusal as refusal:
        emit(PlanDrafted(asked=event.asked, refused=str(refusal.message)))
        return
    emit(PlanDrafted(asked=event.asked, plan=plan.pk, address=plan.get_absolute_url()))


def _made(by: Principal, event: PlanAsked) -> Plan:
    plan = create_plan(by, event.draft.model_copy(update={"stage": Plan.Stage.DRAFT, "itemised": True}))
    counts = {"goal": 0, "target": 0, "task": 0}
    for item in event.items:
        counts[item.kind] += 1
        _add(by, plan, item, f"{counts[item.kind]:02}")
    return plan


def _add(by: Principal, plan: Plan, item: AskedItem, number: str) -> None:
    """Codes number the items of a kind in their order, after the plan's own slug: `300-kh-ubnd-nv-01`."""
    if item.kind == "goal":
        create_goal(by, plan.pk, GoalDraft(code=f"mt-{number}", title=item.title))
    elif item.kind == "target":
        due = ({"due_on": item.due_on, "value": item.value},) if item.due_on and item.value else ()
        target = TargetDraft.model_validate(
            {
                "code": f"{plan.slug}-ct-{number}",
                "title": item.title,
                "indicator": item.indicator,
                "lead": item.lead,
                "clause": item.clause,
                "values": due,
            }
        )
        create_target(by, plan.pk, target)
    else:
        task = TaskDraft(
            code=f"{plan.slug}-nv-{number}",
            title=item.title,
            lead=item.lead,
            joint=item.joint,
            clause=item.clause,
            deadline=item.deadline,
            deliverable=item.deliverable,
        )
        create_task(by, plan.pk, task)


SUBSCRIBERS = [Subscriber("steering.draft_asked_plan", PlanAsked, draft_plan)]
