"""Stating a target's status with its reason, and taking a statement back."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.people.principals import Principal
from tinhso.steering import policies, state
from tinhso.steering.actions import naming
from tinhso.steering.actions.streams import stream
from tinhso.steering.events import StatusStated
from tinhso.steering.models import Statement, Target
from tinhso.steering.schemas import StatementDraft


def state_target(by: Principal, target_id: UUID, draft: StatementDraft) -> Statement:
    """State a target's status (công bố trạng thái). Raises NotAllowed, NotFound, Invalid at its field."""
    with acting(by, "target.state", reason=draft.note) as act:
        target = _locked(by, target_id)
        if not draft.note:
            raise Invalid(_("Nêu lý do công bố trạng thái này."), code="missing", field="note")
        if draft.dated > clock.today():
            raise Invalid(_("Ngày công bố chưa tới."), code="future", field="dated")
        said = Statement(
            target=target,
            status=draft.status,
            dated=draft.dated,
            note=draft.note,
            document=naming.document(draft.document),
            illustrative=by.illustrative or target.illustrative,
        )
        return _say(act, said)


def withdraw_statement(by: Principal, statement_id: UUID, *, note: str) -> Statement:
    """Take a statement back (rút lại công bố): the one before it, else the figures, tell the status again.

    A fact of its own; what was known before its moment stays. Raises NotAllowed, NotFound, Invalid (`note`),
    Conflict when it was taken back already.
    """
    with acting(by, "target.withdraw", reason=note.strip()) as act:
        known = Statement.objects.filter(pk=statement_id, withdraws=None).first()
        if known is None:
            raise NotFound(_("Không có công bố này."), field="statement")
        target = _locked(by, known.target_id)
        if not note.strip():
            raise Invalid(_("Nêu lý do rút lại."), code="missing", field="note")
        if Statement.objects.filter(withdraws=known).exists():
            raise Conflict(_("Công bố này đã được rút lại."))
        taken_back = Statement(
            target=target,
            status=known.status,
            dated=clock.today(),
            note=note.strip(),
            withdraws=known,
            illustrative=known.illustrative,
        )
        return _say(act, taken_back)


def _locked(by: Principal, target_id: UUID) -> Target:
    rows = Target.objects.select_for_update(of=("self",)).select_related("plan")
    target = rows.filter(pk=target_id).first()
    if target is None:
        raise NotFound(_("Không có chỉ tiêu này."), field="target")
    policies.require_edit(by, target.plan)
    return target


def _say(act: Act, said: Statement) -> Statement:
    """Write the fact; the target's state follows, the trail and other rooms are told."""
    target = said.target
    said.save(force_insert=True)
    state.refresh([target])
    told = {"status": said.status, "dated": said.dated, "withdraws": said.withdraws_id}
    act.record(stream(target.plan, illustrative=said.illustrative), subject=target, data=told, facts=[said])
    act.emit(StatusStated(target=target.pk, status=said.status, withdrawn=said.withdraws_id is not None))
    return said
