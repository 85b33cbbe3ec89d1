"""Adding and changing tasks. Their state changes by reports and by `change_task`."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.errors import Invalid
from tinhso.people.principals import Principal
from tinhso.steering.actions import items, naming
from tinhso.steering.actions.editing import lock_plan
from tinhso.steering.actions.task_events import Change, apply
from tinhso.steering.depth import telling
from tinhso.steering.models import JointAgency, Plan, Service, Task, TaskState
from tinhso.steering.schemas import TaskDraft

_LINKS = {"goal", "pillar", "lead", "joint", "targets"}


def create_task(by: Principal, plan_id: UUID, draft: TaskDraft) -> Task:
    """Add a task (thêm nhiệm vụ), not started. Raises NotAllowed, Conflict (`code` taken), Invalid."""
    with acting(by, "task.create") as act:
        plan, task = lock_plan(by, plan_id), Task()
        items.begin(by, plan, task)
        _save(plan, task, draft)
        apply(act, task, Change(TaskState.NOT_STARTED, min(plan.starts_on, clock.today())))
        items.told(act, task, {"task": draft.model_dump(mode="json")})
    return task


def edit_task(by: Principal, task_id: UUID, draft: TaskDraft, *, version: int | None) -> Task:
    """Change a task (sửa nhiệm vụ); a new deadline is an event too. Raises StaleForm with both versions."""
    with acting(by, "task.edit") as act:
        plan, task = items.locked(by, Task, task_id)
        changed = items.revise(task, draft, draft_of(task), version)
        moved = task.deadline != draft.deadline
        _save(plan, task, draft)
        if moved:
            change = Change(TaskState(task.state), clock.today(), draft.deadline, task.done_on, task.progress)
            telling.changed(act, task, apply(act, task, change))
        items.told(act, task, changed)
    return task


def draft_of(task: Task) -> TaskDraft:
    """A task as one would have to type it."""
    return TaskDraft(
        **{name: getattr(task, name) for name in TaskDraft.model_fields.keys() - _LINKS},
        **items.headed(task),
        joint=tuple(sorted(agency.code for agency in task.joint.all())),
        targets=tuple(sorted(target.code for target in task.targets.all())),
    )


def _save(plan: Plan, task: Task, draft: TaskDraft) -> None:
    if draft.starts_on and draft.deadline and draft.deadline < draft.starts_on:
        raise Invalid(_("Hạn đứng trước ngày bắt đầu."), field="deadline")
    items.fill(plan, task, draft, links=_LINKS)
    joint = naming.agencies(draft.joint, "joint")
    if task.lead in joint:
        raise Invalid(_("Đơn vị chủ trì không đồng thời là đơn vị phối hợp."), field="joint")
    served = naming.targets(plan, draft.targets)
    task.save()
    task.joint_links.exclude(agency__in=joint).delete()
    task.served.exclude(target__in=served).delete()
    marked = {"illustrative": task.illustrative}
    for agency in joint:
        JointAgency.objects.get_or_create(task=task, agency=agency, defaults=marked)
    for target in served:
        Service.objects.get_or_create(task=task, target=target, defaults=marked)
