"""Stating a status with its reason."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.errors import Invalid, NotFound
from tinhso.documents import queries as documents
from tinhso.people.principals import Principal
from tinhso.steering import policies, state
from tinhso.steering.actions.streams import stream
from tinhso.steering.events import StatusStated
from tinhso.steering.models import Statement, Target
from tinhso.steering.schemas import StatementDraft


def state_target(by: Principal, target_id: UUID, draft: StatementDraft) -> Statement:
    """State a target's status (công bố trạng thái). Raises NotAllowed, NotFound, Invalid at its field."""
    with acting(by, "target.state", reason=draft.note) as act:
        rows = Target.objects.select_for_update(of=("self",)).select_related("plan")
        target = rows.filter(pk=target_id).first()
        if target is None:
            raise NotFound(_("Không có chỉ tiêu này."), field="target")
        policies.require_edit(by, target.plan)
        if not draft.note:
            raise Invalid(_("Nêu lý do công bố trạng thái này."), code="missing", field="note")
        if draft.dated > clock.today():
            raise Invalid(_("Ngày công bố chưa tới."), code="future", field="dated")
        said = Statement(
            target=target,
            status=draft.status,
            dated=draft.dated,
            note=draft.note,
            document=documents.by_slug(draft.document) if draft.document else None,
            illustrative=by.illustrative or target.illustrative,
        )
        said.save(force_insert=True)
        state.refresh([target])
        told = {"status": said.status, "dated": said.dated}
        act.record(
            stream(target.plan, illustrative=said.illustrative), subject=target, data=told, facts=[said]
        )
        act.emit(StatusStated(target=target.pk, status=said.status))
    return said
