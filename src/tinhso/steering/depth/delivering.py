"""What a task hands in, and who accepts it (sản phẩm, nghiệm thu)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.errors import Conflict, Invalid, NotFound, Problem
from tinhso.people.principals import Principal
from tinhso.steering import policies
from tinhso.steering.actions import naming
from tinhso.steering.depth import attaching, holding, rights, telling
from tinhso.steering.depth.drafts import DeliverableDraft, DeliveryDraft
from tinhso.steering.models import Deliverable, DeliverableEvent, Task

State = Deliverable.State


def add_deliverable(by: Principal, task_id: UUID, draft: DeliverableDraft) -> Deliverable:
    """Lay down what a task must hand in (thêm sản phẩm). Raises NotAllowed, Conflict, Invalid."""
    with acting(by, "task.add_deliverable") as act:
        task = holding.locked(task_id)
        rights.require_split(by, task)
        holding.require_open(task)
        row = Deliverable.objects.create(
            task=task,
            title=draft.title,
            required=draft.required,
            acceptor=naming.agency(draft.acceptor, "acceptor"),
            order=(task.deliverables.aggregate(last=Max("order"))["last"] or 0) + 1,
            illustrative=holding.marked(by, task),
        )
        _note(by, act, row, {"title": row.title, "required": row.required})
    return row


def edit_deliverable(by: Principal, row_id: UUID, draft: DeliverableDraft) -> Deliverable:
    """Change title, need or acceptor (sửa sản phẩm). Raises NotAllowed; Conflict once accepted."""
    with acting(by, "task.edit_deliverable") as act:
        row = _locked(row_id)
        rights.require_split(by, row.task)
        _require_not_accepted(row)
        row.title, row.required = draft.title, draft.required
        row.acceptor = naming.agency(draft.acceptor, "acceptor")
        row.version += 1
        row.save()
        _note(by, act, row, draft.model_dump())
    return row


def remove_deliverable(by: Principal, row_id: UUID) -> Task:
    """Take a deliverable away that nobody handed in (bỏ sản phẩm). Raises NotAllowed, Conflict."""
    with acting(by, "task.remove_deliverable") as act:
        row = _locked(row_id)
        rights.require_split(by, row.task)
        if row.events.exists():
            raise Conflict(
                _("Sản phẩm đã từng được nộp nên không bỏ được."), hint=_("Sửa thành không bắt buộc.")
            )
        _note(by, act, row, {"title": row.title})
        row.delete()
    return row.task


def deliver(by: Principal, row_id: UUID, draft: DeliveryDraft) -> Deliverable:
    """Hand a deliverable in, with a file, a document of the register or words (nộp sản phẩm).

    Raises NotAllowed; Conflict once accepted; Invalid when nothing is handed in.
    """
    with acting(by, "task.deliver", reason=draft.note) as act:
        row = _locked(row_id)
        policies.require_report(by, row.task, policies.reporters(row.task))
        _require_not_accepted(row)
        if not (draft.note or draft.document or draft.file):
            raise Invalid(
                _("Chưa có gì để nộp."),
                code="missing",
                field="delivery_note",
                hint=_("Đính kèm tệp, ghi mã văn bản trong sổ, hoặc mô tả sản phẩm."),
            )
        file = attaching.sent_by(by, draft.file) if draft.file else None
        event = _say(by, row, State.DELIVERED, draft.note)
        event.file, event.document = file, naming.document(draft.document)
        event.save(force_insert=True)
        _note(by, act, row, {"state": row.state}, event)
        telling.delivered(act, row)
    return row


def accept(by: Principal, row_id: UUID, *, words: str = "") -> Deliverable:
    """Accept what was handed in (nghiệm thu). Raises NotAllowed naming who may; Conflict."""
    with acting(by, "task.accept", reason=words.strip()) as act:
        return _judge(by, act, row_id, State.ACCEPTED, words.strip())


def give_back(by: Principal, row_id: UUID, *, reason: str) -> Deliverable:
    """Return what was handed in, with a reason (trả lại sản phẩm). Raises Invalid (`acceptance_note`)."""
    if not reason.strip():
        raise Invalid(
            _("Nêu lý do trả lại để đơn vị biết cần sửa gì."), code="missing", field="acceptance_note"
        )
    with acting(by, "task.give_back", reason=reason.strip()) as act:
        return _judge(by, act, row_id, State.RETURNED, reason.strip())


def _judge(by: Principal, act: Act, row_id: UUID, outcome: Deliverable.State, words: str) -> Deliverable:
    row = _locked(row_id)
    rights.require_accept(by, row)
    if row.state != State.DELIVERED:
        raise Conflict(
            _("Sản phẩm này đang ở trạng thái: %(state)s.") % {"state": State(row.state).label},
            hint=_("Chỉ nghiệm thu hoặc trả lại sản phẩm vừa nộp; tải lại trang."),
        )
    event = _say(by, row, outcome, words)
    event.save(force_insert=True)
    _note(by, act, row, {"state": row.state}, event)
    telling.judged(act, row, words)
    return row


def _say(by: Principal, row: Deliverable, state: Deliverable.State, words: str) -> DeliverableEvent:
    row.state = state
    row.version += 1
    row.save()
    return DeliverableEvent(
        deliverable=row, state=state, note=words, said_by=by.actor_label, illustrative=row.illustrative
    )


def _locked(row_id: UUID) -> Deliverable:
    row = Deliverable.objects.select_related("acceptor").filter(pk=row_id).first()
    if row is None:
        raise NotFound(_("Không có sản phẩm này."), field="deliverable")
    task = holding.locked(row.task_id)
    row.refresh_from_db()
    row.task = task
    return row


def _require_not_accepted(row: Deliverable) -> None:
    if row.state == State.ACCEPTED:
        raise Conflict(_("Sản phẩm đã nghiệm thu, không đổi được nữa."))


def _note(
    by: Principal,
    act: Act,
    row: Deliverable,
    data: Mapping[str, object],
    *facts: DeliverableEvent,
) -> None:
    shown = holding.marked(by, row.task)
    holding.note(act, row.task, {"deliverable": row.title, **data}, facts=facts, illustrative=shown)


def require_accepted(task: Task) -> None:
    """Done means that every required deliverable is accepted. Raises Conflict naming those that are not."""
    missing = list(task.deliverables.filter(required=True).exclude(state=State.ACCEPTED))
    if not missing:
        return
    said = "; ".join(f"{row.title} ({State(row.state).label})" for row in missing)
    way = _("Nghiệm thu từng sản phẩm ở trang nhiệm vụ, hoặc sửa sản phẩm thành không bắt buộc.")
    message = _("Sản phẩm bắt buộc chưa nghiệm thu: %(list)s.") % {"list": said}
    problem = Problem("not_accepted", message, "state", way)
    raise Conflict(problem.message, code=problem.code, field="state", hint=way, problems=[problem])
