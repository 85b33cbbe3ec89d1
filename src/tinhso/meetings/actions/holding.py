"""Verbs while a meeting goes on: open, say which item is on, close."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict
from tinhso.meetings import policies, queries, quorum
from tinhso.meetings.actions.common import changing, go, require_state
from tinhso.meetings.events import MeetingClosed, MeetingHeld
from tinhso.meetings.models import Meeting
from tinhso.meetings.states import MeetingState


def open_meeting(by: Actor, code: str, *, without_quorum: str = "") -> Meeting:
    """Open a meeting (khai mạc). Without a quorum it is refused, with the way out: move it, or open it as a
    consultation with `without_quorum` saying why; nothing can be decided by vote then.
    """
    with changing(by, code, "open", reason=without_quorum) as doing:
        meeting = doing.meeting
        policies.require_lead(by, meeting)
        require_state(meeting, MeetingState.INVITED)
        now = quorum.of(meeting)
        if not now.enough and not without_quorum.strip():
            raise Conflict(
                _("Chưa đủ thành viên để khai mạc. %(now)s.") % {"now": now.words},
                code="quorum",
                field="without_quorum",
                hint=_("Điểm danh thêm, hoãn phiên họp (đổi thời gian), hoặc ghi lý do để họp lấy ý kiến."),
            )
        meeting.without_quorum = "" if now.enough else without_quorum.strip()
        go(meeting, MeetingState.HELD)
        meeting.opened_at = doing.act.now
        meeting.current_item = meeting.items.filter(withdrawn=False).order_by("order").first()
        doing.say(present=now.present, total=now.total, needed=now.needed, without=meeting.without_quorum)
        doing.act.emit(MeetingHeld(meeting=meeting.pk, committee=meeting.committee_id))
    return meeting


def set_current(by: Actor, code: str, item: UUID | None) -> Meeting:
    """Say which item is on now (nội dung đang trình bày); open pages follow."""
    with changing(by, code, "set_current") as doing:
        policies.require_lead(by, doing.meeting)
        require_state(doing.meeting, MeetingState.HELD)
        found = queries.item_by_id(doing.meeting, item) if item else None
        if found is not None and found.withdrawn:
            raise Conflict(_("Nội dung này đã rút khỏi chương trình."), hint=_("Chọn nội dung khác."))
        doing.meeting.current_item = found
        doing.say(item=found.order if found else None)
    return doing.meeting


def close(by: Actor, code: str) -> Meeting:
    """Close a meeting (bế mạc). Who was not noted as present is not noted as absent: nobody said so."""
    with changing(by, code, "close") as doing:
        policies.require_lead(by, doing.meeting)
        go(doing.meeting, MeetingState.CLOSED)
        doing.meeting.closed_at, doing.meeting.current_item = doing.act.now, None
        doing.say()
        doing.act.emit(MeetingClosed(meeting=doing.meeting.pk, committee=doing.meeting.committee_id))
    return doing.meeting
