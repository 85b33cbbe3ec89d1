"""Stopping to follow a target or a task, and taking that back while nothing newer stands against it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.errors import Conflict, Invalid
from tinhso.people.principals import Principal
from tinhso.steering import state
from tinhso.steering.actions import items
from tinhso.steering.actions.items import Item
from tinhso.steering.actions.task_events import Change, apply
from tinhso.steering.depth import telling
from tinhso.steering.errors import require_fresh
from tinhso.steering.models import Statement, Target, TargetStatus, Task, TaskEvent, TaskState


def retire_target(by: Principal, target_id: UUID, *, reason: str, version: int | None = None) -> Target:
    """Stop pursuing a target from today (thôi thực hiện): it counts as not carried out, and stays readable.

    Raises Invalid (`reason`), Conflict when retired already, StaleForm.
    """
    with acting(by, "target.retire", reason=_given(reason)) as act:
        target = _retire(by, Target, target_id, reason, version)
        state.refresh([target])
        items.told(act, target, {"target": target.code, "retired": target.retired_on})
    return target


def retire_task(by: Principal, task_id: UUID, *, reason: str, version: int | None = None) -> Task:
    """Stop a task from today (thôi thực hiện). Raises Invalid (`reason`), Conflict, StaleForm."""
    with acting(by, "task.retire", reason=_given(reason)) as act:
        task = _retire(by, Task, task_id, reason, version)
        event = apply(act, task, Change(TaskState.DROPPED, clock.today(), note=task.retired_reason))
        telling.changed(act, task, event)
        items.told(act, task, {"task": task.code, "retired": task.retired_on})
    return task


def _given(reason: str) -> str:
    if not reason.strip():
        raise Invalid(_("Nêu lý do thôi thực hiện."), code="missing", field="reason")
    return reason.strip()


def _retire(by: Principal, model: type[Item], key: UUID, reason: str, version: int | None) -> Item:
    """The item, locked and marked as stopped today."""
    _plan, item = items.locked(by, model, key)
    require_fresh(version, item.version, {"title": item.title}, {"title": item.title})
    if item.retired_on is not None:
        raise Conflict(_("Mục này đã thôi theo dõi."))
    item.retired_on, item.retired_reason = clock.today(), reason.strip()
    item.version += 1
    item.save()
    return item


def restore_target(by: Principal, target_id: UUID, *, reason: str = "") -> Target:
    """Pursue a retired target again (theo dõi lại), as if it had never stopped; the trail tells both.

    Raises NotAllowed; Conflict when it is not retired, or was stated since as not carried out.
    """
    with acting(by, "target.restore", reason=reason.strip()) as act:
        _plan, target = items.locked(by, Target, target_id)
        _require_retired(target)
        said = Statement.objects.standing().filter(target=target, dated__gte=target.retired_on)
        latest = said.order_by("-dated", "-recorded_at", "-pk").first()
        if latest and latest.status == TargetStatus.DROPPED:
            raise Conflict(
                _("Chỉ tiêu đã được công bố là không thực hiện."), hint=_("Rút lại công bố đó trước.")
            )
        _restore(act, target)
        state.refresh([target])
    return target


def restore_task(by: Principal, task_id: UUID, *, reason: str = "") -> Task:
    """Follow a retired task again (theo dõi lại), from today in the state it was in before.

    Raises NotAllowed; Conflict when it is not retired, or something happened to it since.
    """
    with acting(by, "task.restore", reason=reason.strip()) as act:
        _plan, task = items.locked(by, Task, task_id)
        _require_retired(task)
        before = _before_it_stopped(task)
        _restore(act, task)
        telling.changed(act, task, apply(act, task, before))
    return task


def _require_retired(item: Target | Task) -> None:
    if item.retired_on is None:
        raise Conflict(_("Mục này đang được theo dõi."))


def _before_it_stopped(task: Task) -> Change:
    """What puts the task where it was. Raises Conflict when its stop is not the last that happened."""
    own = TaskEvent.objects.filter(task=task, illustrative=task.illustrative)
    events = list(own.order_by("-dated", "-recorded_at", "-pk")[:2])
    if not events or events[0].state != TaskState.DROPPED or events[0].dated != task.retired_on:
        raise Conflict(
            _("Nhiệm vụ đã được cập nhật sau khi thôi theo dõi."),
            hint=_("Đặt lại tình trạng ở phần Cập nhật."),
        )
    was = events[1] if len(events) > 1 else None
    return Change(
        state=TaskState(was.state) if was else TaskState.NOT_STARTED,
        dated=clock.today(),
        deadline=task.deadline,
        done_on=was.done_on if was else None,
        progress=was.progress if was else None,
        note=_("Theo dõi lại."),
    )


def _restore(act: Act, item: Target | Task) -> None:
    data = {items.named(type(item)): item.code, "restored": True, "retired": item.retired_on}
    item.retired_on, item.retired_reason = None, ""
    item.version += 1
    item.save()
    items.told(act, item, data)
