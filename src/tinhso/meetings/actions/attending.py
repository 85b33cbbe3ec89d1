"""Verbs: who came, by the list or by a code; what was noted stays, the newest counts."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, NotAllowed
from tinhso.meetings import codes, policies, queries
from tinhso.meetings.actions.common import Doing, changing, require_state
from tinhso.meetings.models import Attendance, Invitation, Meeting
from tinhso.meetings.states import THERE, InviteState, MeetingState, Presence, Way
from tinhso.people.principals import Principal

GOING_ON = (MeetingState.INVITED, MeetingState.HELD)


def _note(doing: Doing, row: Invitation, presence: Presence, way: Way, *, token: str = "") -> Attendance:
    """Write the fact and keep the newest on the invitation."""
    instead = row.state == InviteState.SUBSTITUTED and presence in THERE
    fact = Attendance.objects.create(
        invitation=row,
        presence=presence,
        by_substitute=instead,
        way=way,
        at=doing.act.now,
        token=token,
        illustrative=doing.illustrative,
    )
    row.attended, row.attended_by_substitute = presence, instead
    row.save(update_fields=["attended", "attended_by_substitute"])
    data = {"invitation": str(row.pk), "presence": str(presence), "way": str(way)}
    doing.act.record(f"meeting:{doing.meeting.code}", subject=row, data=data, facts=[fact])
    return fact


def record(by: Actor, code: str, key: UUID, presence: Presence) -> Attendance:
    """Note by the list whether somebody came (điểm danh). Raises NotAllowed, NotFound, Conflict."""
    with changing(by, code, "attend") as doing:
        policies.require_lead(by, doing.meeting)
        require_state(doing.meeting, *GOING_ON)
        row = queries.invitation(doing.meeting, key)
        _require_told(row)
        return _note(doing, row, presence, Way.LIST)


def _require_told(row: Invitation) -> None:
    if row.state not in policies.TOLD:
        raise Conflict(_("Giấy mời này chưa được gửi."), hint=_("Gửi giấy mời trước khi điểm danh."))


def whose(by: Principal, token: str) -> tuple[Meeting, Invitation]:
    """Whom a code would check in: its own invitation, or the caller's own for the code of a room.

    Raises Conflict for a code that is too old, or not ours; NotAllowed for who is not invited.
    """
    read = codes.read(token)
    if read.invitation is not None:
        row = queries.invitation_by_id(read.invitation)
        meeting = row.meeting
        policies.require_lead(by, meeting)
        return meeting, row
    found = queries.by_id(read.meeting) if read.meeting else None
    if found is None:
        raise Conflict(_("Mã điểm danh không đúng."), code="code_bad")
    own = queries.own(by, found)
    mine = [row for row in own if by.person_id in {row.person_id, row.substitute_id}] or own
    if not mine:
        raise NotAllowed(
            _("Bạn không có trong danh sách mời của “%(title)s”.") % {"title": found.title},
            hint=_("Báo thư ký của phiên họp để được ghi vào danh sách."),
        )
    return found, mine[0]


def check_in(by: Principal, token: str) -> Invitation:
    """Check in with a code (điểm danh bằng mã QR). A personal code is good once; the room's leaves who is
    there already as noted. Raises as `whose`, and Conflict for a code that was used.
    """
    meeting, found = whose(by, token)
    read = codes.read(token)
    with changing(by, meeting.code, "check_in") as doing:
        require_state(doing.meeting, *GOING_ON)
        row = queries.invitation(doing.meeting, found.pk)
        _require_told(row)
        used = Attendance.objects.filter(token=read.digest).first() if read.invitation else None
        if used is not None:
            raise Conflict(
                _("Mã này đã được dùng lúc %(at)s.") % {"at": f"{used.at.astimezone():%H:%M:%S}"},
                code="code_used",
                hint=_("Mở lại mã trên điện thoại để có mã mới."),
            )
        if row.attended in THERE and not read.invitation:
            return row
        late = doing.meeting.state == MeetingState.HELD
        presence = Presence.LATE if late else Presence.PRESENT
        _note(doing, row, presence, Way.QR, token=read.digest if read.invitation else "")
    return row
