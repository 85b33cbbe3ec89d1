"""Requests about tasks, their answers, and direct changes by the standing office."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.documents import queries as documents
from tinhso.people.models import Agency
from tinhso.people.principals import Principal
from tinhso.steering import policies
from tinhso.steering.actions.streams import stream
from tinhso.steering.actions.task_events import Change, apply
from tinhso.steering.depth import delivering, extending, telling
from tinhso.steering.events import TaskAsked
from tinhso.steering.models import Task, TaskEvent, TaskRequest, TaskState
from tinhso.steering.schemas import RequestDraft, TaskChange

_ENDED = {TaskState.DONE, TaskState.DROPPED}


def ask(by: Principal, task_id: UUID, draft: RequestDraft) -> TaskRequest:
    """Ask for more time, or hand a task back (xin gia hạn, trả lại).

    Raises NotAllowed naming who may; Invalid (`grounds`, `until`); Conflict when one of the kind is open, or
    the task has ended.
    """
    with acting(by, "task.ask", reason=draft.grounds) as act:
        task = _lock(task_id)
        allowed = policies.require_report(by, task, policies.reporters(task))
        agency = _chosen(allowed, draft.agency)
        _require_sensible(task, draft)
        request = TaskRequest(
            task=task,
            kind=draft.kind,
            agency=agency,
            until=draft.until if draft.kind == TaskRequest.Kind.EXTENSION else None,
            grounds=draft.grounds,
            asked_at=act.now,
            asked_by=by.account_id,
            illustrative=by.illustrative or task.illustrative,
        )
        try:
            with transaction.atomic():
                request.save(force_insert=True)
        except IntegrityError as error:
            raise Conflict(
                _("Nhiệm vụ này đã có một đề nghị cùng loại đang chờ quyết định."), field="kind"
            ) from error
        told = {"kind": request.kind, "until": request.until}
        act.record(stream(task.plan, illustrative=request.illustrative), subject=request, data=told)
        act.emit(TaskAsked(task=task.pk, kind=request.kind))
    return request


def _chosen(allowed: list[Agency], code: str) -> Agency:
    found = [agency for agency in allowed if not code or agency.code == code]
    if not found:
        raise Invalid(_("Đơn vị này không được giao nhiệm vụ."), field="agency")
    return found[0]


def _require_sensible(task: Task, draft: RequestDraft) -> None:
    if task.state in _ENDED or task.retired_on is not None:
        raise Conflict(_("Nhiệm vụ đã kết thúc, không còn đề nghị được."))
    if not draft.grounds:
        raise Invalid(_("Nêu lý do đề nghị."), code="missing", field="grounds")
    if draft.kind != TaskRequest.Kind.EXTENSION:
        return
    if draft.until is None:
        raise Invalid(_("Ghi ngày đề nghị gia hạn đến."), code="missing", field="until")
    if draft.until <= max(task.deadline or clock.today(), clock.today()):
        raise Invalid(_("Ngày gia hạn phải sau hôm nay và sau hạn hiện tại."), field="until")


def decide(by: Principal, request_id: UUID, *, granted: bool, note: str = "") -> TaskRequest:
    """Answer a request (quyết định). Granted, more time moves the deadline; what is handed back waits for its
    new lead as not started. Raises NotAllowed, Invalid (`note` when refused), Conflict when answered already.
    """
    with acting(by, "task.decide", reason=note.strip()) as act:
        rows = TaskRequest.objects.select_for_update(of=("self",))
        request = rows.filter(pk=request_id).first()
        if request is None:
            raise NotFound(_("Không có đề nghị này."), field="request")
        policies.require_decide(by)
        task = _lock(request.task_id)
        policies.require_home(task.plan)
        if request.decision != TaskRequest.Decision.OPEN:
            raise Conflict(_("Đề nghị này đã được trả lời."), hint=_("Tải lại trang."))
        if not granted and not note.strip():
            raise Invalid(_("Nêu lý do không đồng ý."), code="missing", field="note")
        if granted:
            extending.require_reason_beyond(task, request, note)
        answers = TaskRequest.Decision
        request.decision = answers.GRANTED if granted else answers.REFUSED
        request.decided_at, request.decided_by = act.now, by.account_id
        request.decision_note = note.strip()
        request.save()
        facts = [apply(act, task, _granted(task, request))] if granted else []
        telling.decided(act, task, request)
        for event in facts:
            telling.changed(act, task, event)
        told = {"kind": request.kind, "decision": request.decision, "until": request.until}
        act.record(
            stream(task.plan, illustrative=request.illustrative), subject=request, data=told, facts=facts
        )
    return request


def _granted(task: Task, request: TaskRequest) -> Change:
    extension = request.kind == TaskRequest.Kind.EXTENSION
    return Change(
        state=TaskState(task.state) if extension else TaskState.NOT_STARTED,
        dated=clock.today(),
        deadline=request.until if extension else None,
        progress=task.progress if extension else None,
        note=request.grounds,
        illustrative=request.illustrative,
    )


def change_task(by: Principal, task_id: UUID, draft: TaskChange) -> TaskEvent:
    """Set a task's state or dates directly (cập nhật nhiệm vụ). Raises NotAllowed, Invalid at its field."""
    with acting(by, "task.change", reason=draft.note) as act:
        task = _lock(task_id)
        policies.require_decide(by)
        policies.require_home(task.plan)
        today = clock.today()
        if draft.dated > today:
            raise Invalid(_("Ngày thay đổi chưa tới."), code="future", field="dated")
        if draft.done_on and draft.done_on > today:
            raise Invalid(_("Ngày hoàn thành chưa tới."), code="future", field="done_on")
        done = draft.state == TaskState.DONE
        change = Change(
            state=draft.state,
            dated=draft.dated,
            deadline=draft.deadline,
            done_on=(draft.done_on or draft.dated) if done else None,
            progress=draft.progress,
            note=draft.note,
            document=documents.by_slug(draft.document) if draft.document else None,
            illustrative=by.illustrative or task.illustrative,
        )
        if done:
            delivering.require_accepted(task)
        event = apply(act, task, change)
        telling.changed(act, task, event)
        told = {"state": event.state, "deadline": event.deadline}
        act.record(stream(task.plan, illustrative=event.illustrative), subject=task, data=told, facts=[event])
    return event


def _lock(task_id: UUID) -> Task:
    rows = Task.objects.select_for_update(of=("self",)).select_related("plan")
    task = rows.filter(pk=task_id).first()
    if task is None:
        raise NotFound(_("Không có nhiệm vụ này."), field="task")
    return task
