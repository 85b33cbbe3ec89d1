"""After the deadline: a plea for more time, a late opinion, and what the drafter says to it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.consultation import notices, policies
from tinhso.consultation.actions import opinions
from tinhso.consultation.actions.common import settle, stream
from tinhso.consultation.models import DraftState, Invitee, InviteeState, NoteState
from tinhso.consultation.schemas import Opinion


def wish(by: Actor, invitee: Invitee, why: str) -> Invitee:
    """Ask the drafter for more time (xin gia hạn). Raises Invalid without a reason."""
    if not why.strip():
        raise Invalid(_("Nêu lý do và ngày có thể gửi."), field="why")
    with acting(by, "drafts.wish", reason=why) as act:
        row = opinions.writable(by, invitee)
        row.wish, row.wished_at = why.strip()[:2000], act.now
        row.save(update_fields=["wish", "wished_at"])
        act.record(stream(row.round.draft), subject=row, data={"asked": row.name, "why": row.wish})
        notices.wished(act, row)
    return row


def send_late(by: Actor, invitee: Invitee, told: Opinion, why: str) -> Invitee:
    """Send after the deadline (gửi ý kiến muộn): the drafter may let it in. Raises Invalid, Conflict."""
    if not why.strip():
        raise Invalid(_("Nêu lý do gửi muộn."), field="why")
    policies.require_send(by, invitee)
    with acting(by, "drafts.send_late", reason=why) as act:
        row = opinions.writable(by, invitee)
        draft = opinions.locked(row)
        if draft.state not in {DraftState.OPEN, DraftState.CLOSED, DraftState.ANSWERED}:
            raise Conflict(
                _("Dự thảo đã kết thúc nên không nhận thêm ý kiến."),
                code="draft_state",
                hint=_("Gửi ý kiến trực tiếp cho cơ quan soạn thảo bằng văn bản."),
            )
        notes = list(row.notes.filter(state=NoteState.WRITING))
        opinions.require_consistent(told, notes)
        row.state, row.late_why, row.late_agrees = InviteeState.LATE, why.strip()[:2000], told.agrees
        row.letter, row.decision, row.answered_by = told.letter, "", by.actor_label
        row.save()
        row.notes.filter(state=NoteState.WRITING).update(state=NoteState.LATE)
        act.record(
            stream(draft), subject=row, data={"asked": row.name, "why": row.late_why, "notes": len(notes)}
        )
        notices.sent_late(act, row)
        settle(act, draft)
    return row


def decide_late(by: Actor, invitee_id: UUID, *, admitted: bool, why: str) -> Invitee:
    """Let a late opinion in, or not (tiếp nhận ý kiến muộn), with a reason. Raises Invalid, Conflict."""
    if not why.strip():
        raise Invalid(_("Nêu lý do."), field="why")
    with acting(by, "drafts.decide_late", reason=why) as act:
        rows = Invitee.objects.select_for_update(of=("self",)).select_related(
            "round__draft__agency", "round__version", "agency", "person", "file"
        )
        row = rows.filter(pk=invitee_id).first()
        if row is None:
            raise NotFound(_("Không có ý kiến này."), field="invitee")
        policies.require_draft(by, row.round.draft.agency_id)
        if row.state != InviteeState.LATE:
            raise Conflict(_("Ý kiến muộn này đã được quyết định."), code="decided")
        row.decision, row.late = why.strip()[:2000], admitted
        row.notes.filter(state=NoteState.LATE).update(state=NoteState.WRITING)
        if admitted:
            opinions.deliver(act, by, row, Opinion(agrees=row.late_agrees, letter=row.letter))
            notices.late_decided(act, row, _("đã tiếp nhận"))
        else:
            row.state = InviteeState.VIEWED
            row.save()
            act.record(
                stream(row.round.draft), subject=row, data={"asked": row.name, "declined": row.decision}
            )
            notices.late_decided(act, row, _("không tiếp nhận"))
            settle(act, opinions.locked(row))
    return row
