"""Adding, changing and retiring tasks. Their state changes by reports and by `change_task`."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.people.principals import Principal
from tinhso.steering.actions import naming
from tinhso.steering.actions.editing import lock_plan, tell
from tinhso.steering.actions.task_events import Change, apply
from tinhso.steering.errors import require_fresh
from tinhso.steering.models import JointAgency, Plan, Service, Task, TaskState
from tinhso.steering.schemas import TaskDraft

_LINKS = {"goal", "pillar", "lead", "joint", "targets"}


def create_task(by: Principal, plan_id: UUID, draft: TaskDraft) -> Task:
    """Add a task (thêm nhiệm vụ), not started. Raises NotAllowed, Conflict (`code` taken), Invalid."""
    with acting(by, "task.create") as act:
        plan = lock_plan(by, plan_id)
        task = Task(plan=plan, illustrative=plan.illustrative or by.illustrative)
        task.order = (plan.tasks.aggregate(last=Max("order"))["last"] or 0) + 1
        _save(plan, task, draft)
        apply(act, task, Change(TaskState.NOT_STARTED, min(plan.starts_on, clock.today())))
        tell(act, plan, {"task": draft.model_dump(mode="json")}, illustrative=task.illustrative)
    return task


def edit_task(by: Principal, task_id: UUID, draft: TaskDraft, *, version: int | None) -> Task:
    """Change a task (sửa nhiệm vụ); a new deadline is an event too. Raises StaleForm with both versions."""
    with acting(by, "task.edit") as act:
        plan, task = _locked(by, task_id)
        stored, typed = dict(draft_of(task)), dict(draft)
        require_fresh(version, task.version, stored, typed)
        moved = task.deadline != draft.deadline
        task.version += 1
        _save(plan, task, draft)
        if moved:
            change = Change(TaskState(task.state), clock.today(), draft.deadline, task.done_on, task.progress)
            apply(act, task, change)
        changed = {name for name in typed if typed[name] != stored[name]}
        told = {"task": task.code, "changed": draft.model_dump(mode="json", include=changed)}
        tell(act, plan, told, illustrative=task.illustrative)
    return task


def _locked(by: Principal, task_id: UUID) -> tuple[Plan, Task]:
    found = Task.objects.filter(pk=task_id).values_list("plan_id", flat=True).first()
    if found is None:
        raise NotFound(_("Không có nhiệm vụ này."), field="task")
    plan = lock_plan(by, found)
    rows = Task.objects.select_for_update(of=("self",)).select_related("goal", "pillar", "lead")
    return plan, rows.get(pk=task_id)


def draft_of(task: Task) -> TaskDraft:
    """A task as one would have to type it."""
    return TaskDraft(
        **{name: getattr(task, name) for name in TaskDraft.model_fields.keys() - _LINKS},
        goal=task.goal.code if task.goal else "",
        pillar=task.pillar.code if task.pillar else "",
        lead=task.lead.code if task.lead else "",
        joint=tuple(sorted(agency.code for agency in task.joint.all())),
        targets=tuple(sorted(target.code for target in task.targets.all())),
    )


def _save(plan: Plan, task: Task, draft: TaskDraft) -> None:
    naming.require_new(Task.objects.all(), "code", draft.code, except_for=[task.pk])
    if draft.starts_on and draft.deadline and draft.deadline < draft.starts_on:
        raise Invalid(_("Hạn đứng trước ngày bắt đầu."), field="deadline")
    for name, value in draft.model_dump(exclude=_LINKS).items():
        setattr(task, name, value)
    task.goal, task.pillar = naming.goal(plan, draft.goal), naming.pillar(plan, draft.pillar)
    task.lead = naming.agency(draft.lead)
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


def retire_task(by: Principal, task_id: UUID, *, reason: str, version: int | None = None) -> Task:
    """Stop a task from today (thôi thực hiện). Raises Invalid (`reason`), Conflict, StaleForm."""
    if not reason.strip():
        raise Invalid(_("Nêu lý do thôi thực hiện."), code="missing", field="reason")
    with acting(by, "task.retire", reason=reason.strip()) as act:
        plan, task = _locked(by, task_id)
        require_fresh(version, task.version, {"title": task.title}, {"title": task.title})
        if task.retired_on is not None:
            raise Conflict(_("Nhiệm vụ này đã thôi thực hiện."))
        task.retired_on, task.retired_reason = clock.today(), reason.strip()
        task.save()
        apply(act, task, Change(TaskState.DROPPED, clock.today(), note=reason.strip()))
        tell(act, plan, {"task": task.code, "retired": task.retired_on}, illustrative=task.illustrative)
    return task
