"""Next year's plan from last year's."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.people.principals import Principal
from tinhso.steering import state
from tinhso.steering.actions.editing import fill_plan, lock_plan, tell
from tinhso.steering.models import (
    Collector,
    Goal,
    JointAgency,
    Plan,
    Service,
    Target,
    TargetState,
    TargetStatus,
    TargetValue,
    Task,
    TaskEvent,
    TaskState,
)
from tinhso.steering.schemas import PlanDraft

_TARGET = (
    "pillar_id",
    "indicator_id",
    "place_id",
    "title",
    "title_en",
    "direction",
    "lead_id",
    "note",
    "order",
)
_TASK = ("pillar_id", "title", "title_en", "lead_id", "deliverable", "budget_note", "order")
_OPEN = {TaskState.NOT_STARTED, TaskState.IN_PROGRESS, TaskState.PAUSED}


def next_plan(by: Principal, plan_id: UUID, draft: PlanDraft) -> Plan:
    """Make a draft of the next plan (lập kế hoạch năm sau): goals, targets and the tasks that are not done.

    What last year reached is the baseline, with its date; values due fall on the plan's last day and
    start as last year's. Clauses, reports and statuses stay behind. Raises NotAllowed, Conflict.
    """
    with acting(by, "plan.next") as act:
        last = lock_plan(by, plan_id)
        plan = Plan(
            pack=last.pack, previous=last, order=last.order, illustrative=last.illustrative or by.illustrative
        )
        fill_plan(plan, draft.model_copy(update={"stage": Plan.Stage.DRAFT}))
        plan.save(force_insert=True)
        goals = _copy_goals(last, plan)
        targets = _copy_targets(last, plan, goals)
        tasks = _copy_tasks(last, plan, goals, targets)
        state.refresh(target.pk for target in targets.values())
        told = {"from": last.full_slug, "targets": len(targets), "tasks": tasks}
        tell(act, plan, told)
    return plan


def _copy_goals(last: Plan, plan: Plan) -> dict[UUID | None, Goal]:
    goals: dict[UUID | None, Goal] = {}
    for goal in last.goals.all():
        goals[goal.pk] = Goal(
            plan=plan,
            pillar_id=goal.pillar_id,
            code=goal.code,
            title=goal.title,
            order=goal.order,
            illustrative=plan.illustrative,
        )
    Goal.objects.bulk_create(goals.values())
    return goals


def _new_code(plan: Plan, last: Plan, code: str) -> str:
    """The old code under the new plan's name."""
    bare = code.removeprefix(f"{last.full_slug}-").removeprefix(f"{last.slug}-")
    return f"{plan.full_slug}-{bare}"


def _copy_targets(last: Plan, plan: Plan, goals: dict[UUID | None, Goal]) -> dict[UUID, Target]:
    rows = last.targets.filter(retired_on=None).prefetch_related("values", "collectors")
    reached = TargetState.objects.exclude(status=TargetStatus.UNKNOWN).in_bulk([row.pk for row in rows])
    made: dict[UUID, Target] = {}
    values: list[TargetValue] = []
    collectors: list[Collector] = []
    for row in rows:
        then = reached.get(row.pk)
        target = Target(
            **{name: getattr(row, name) for name in _TARGET},
            plan=plan,
            goal=goals.get(row.goal_id),
            code=_new_code(plan, last, row.code),
            baseline=then.value if then else None,
            baseline_on=then.dated if then and then.value is not None else None,
            illustrative=plan.illustrative or row.illustrative,
        )
        made[row.pk] = target
        due = list(row.values.all())[-1:]
        values += [_value(target, plan.ends_on, one) for one in due]
        collectors += [
            Collector(
                target=target,
                agency_id=one.agency_id,
                place_id=one.place_id,
                illustrative=target.illustrative,
            )
            for one in row.collectors.all()
        ]
    Target.objects.bulk_create(made.values())
    TargetValue.objects.bulk_create(values)
    Collector.objects.bulk_create(collectors)
    return made


def _value(target: Target, on: date, old: TargetValue) -> TargetValue:
    return TargetValue(
        target=target, due_on=on, value=old.value, text=old.text, illustrative=target.illustrative
    )


def _copy_tasks(last: Plan, plan: Plan, goals: dict[UUID | None, Goal], targets: dict[UUID, Target]) -> int:
    """Tasks that were neither done nor dropped; deadlines are to be set anew."""
    rows = last.tasks.filter(retired_on=None, state__in=_OPEN).prefetch_related("joint_links", "served")
    made = {
        row.pk: Task(
            **{name: getattr(row, name) for name in _TASK},
            plan=plan,
            goal=goals.get(row.goal_id),
            code=_new_code(plan, last, row.code),
            illustrative=plan.illustrative or row.illustrative,
        )
        for row in rows
    }
    Task.objects.bulk_create(made.values())
    JointAgency.objects.bulk_create(
        JointAgency(task=made[row.pk], agency_id=link.agency_id, illustrative=made[row.pk].illustrative)
        for row in rows
        for link in row.joint_links.all()
    )
    Service.objects.bulk_create(
        Service(task=made[row.pk], target=targets[link.target_id], illustrative=made[row.pk].illustrative)
        for row in rows
        for link in row.served.all()
        if link.target_id in targets
    )
    day = min(plan.starts_on, clock.today())
    TaskEvent.objects.bulk_create(
        TaskEvent(task=task, dated=day, state=task.state, illustrative=task.illustrative)
        for task in made.values()
    )
    return len(made)
