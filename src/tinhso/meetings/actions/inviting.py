"""Verbs: who is asked, what they answer."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.audit.context import Actor
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.errors import Conflict, Invalid
from tinhso.committees import queries as committees
from tinhso.committees.models import Membership
from tinhso.committees.roles import MemberRole
from tinhso.meetings import conflicts, policies, queries, telling
from tinhso.meetings.actions.common import AHEAD, Doing, agency, changing, data_of, go, person, require_state
from tinhso.meetings.events import MeetingInvited
from tinhso.meetings.models import Invitation, Meeting
from tinhso.meetings.schemas import AnswerDraft, GuestDraft
from tinhso.meetings.states import ANSWERED, InviteRole, InviteState, MeetingKind, MeetingState
from tinhso.notify.sending import Sent

_GUESTS_FROM = 500
"""Guests stand below the members."""


def _require_planner(doing: Doing) -> None:
    policies.require_plan(doing.by, doing.meeting.committee)
    require_state(doing.meeting, *AHEAD)


def prepare_members(by: Actor, code: str) -> list[Invitation]:
    """Put everybody who sits in the committee on that day on the list (mời thành viên)."""
    with changing(by, code, "prepare_members") as doing:
        _require_planner(doing)
        meeting = doing.meeting
        standing = set(meeting.invitations.values_list("person_id", flat=True))
        seats = committees.members(meeting.committee, clock.local(meeting.starts_at).date())
        made: dict[UUID, Invitation] = {}
        for order, row in enumerate(seats, 1):
            if row.person_id not in standing and row.person_id not in made:
                made[row.person_id] = _of_seat(doing, row, order)
        Invitation.objects.bulk_create(made.values())
        back = meeting.invitations.filter(membership__in=seats, state=InviteState.WITHDRAWN)
        back.update(state=InviteState.PREPARED)
        doing.say(invited=len(made))
    return list(made.values())


def _of_seat(doing: Doing, row: Membership, order: int) -> Invitation:
    chairs = row.person_id == doing.meeting.chair_id
    return Invitation(
        meeting=doing.meeting,
        person_id=row.person_id,
        agency_id=row.agency_id,
        membership=row,
        role=InviteRole.CHAIR if chairs else InviteRole.MEMBER,
        votes=row.votes,
        order=order,
        illustrative=doing.illustrative,
    )


def add_guest(by: Actor, code: str, draft: GuestDraft) -> Invitation:
    """Put a person, an agency or a name on the list (mời thêm). Raises Invalid, Conflict for a twin."""
    with changing(by, code, "add_guest") as doing:
        _require_planner(doing)
        meeting = doing.meeting
        somebody, office = person(draft.person, "person"), agency(draft.agency, "agency")
        if somebody is None and office is None and not draft.guest:
            raise Invalid(_("Chọn người, cơ quan, hoặc ghi tên khách mời."), field="person")
        standing = meeting.invitations.filter(person=somebody, agency=office, guest=draft.guest)
        if somebody is not None:
            standing = meeting.invitations.filter(person=somebody)
        found = standing.first()
        if found is not None and found.state != InviteState.WITHDRAWN:
            raise Conflict(_("%(who)s đã có trong danh sách mời.") % {"who": found.invitee}, field="person")
        row = found or Invitation(meeting=meeting, person=somebody, agency=office, guest=draft.guest)
        row.role, row.state, row.order = draft.role, InviteState.PREPARED, _GUESTS_FROM
        row.venue = meeting.venues.filter(pk=draft.venue).first() if draft.venue else None
        row.illustrative = doing.illustrative
        row.save()
        doing.say(row, **data_of(draft))
    return row


def withdraw(by: Actor, code: str, key: UUID, *, reason: str = "") -> Invitation:
    """Take somebody off the list; who was told already is told of it. `prepare_members` puts members back."""
    with changing(by, code, "withdraw_invitation", reason=reason) as doing:
        _require_planner(doing)
        row = queries.invitation(doing.meeting, key)
        told = row.state in policies.TOLD
        row.state = InviteState.WITHDRAWN
        row.save(update_fields=["state"])
        doing.say(row, invitee=str(row.pk))
        if told:
            telling.withdrawn(doing.act, row)
    return row


def send(by: Actor, code: str, *, reason: str = "", overlap_reason: str = "") -> Sent:
    """Send the invitations that were not sent yet (gửi giấy mời); the meeting is then `invited`.

    Raises Conflict where nobody is on the list, where somebody or the room is taken at that time (unless a
    reason stands), and where less notice is given than the regulation asks, unless `reason` says why.
    """
    with changing(by, code, "invite", reason=reason) as doing:
        _require_planner(doing)
        meeting = doing.meeting
        rows = list(meeting.invitations.filter(state=InviteState.PREPARED))
        if not rows:
            raise Conflict(
                _("Chưa có ai để gửi giấy mời."), hint=_("Bấm “Mời thành viên” hoặc mời thêm khách trước.")
            )
        meeting.overlap_reason = overlap_reason or meeting.overlap_reason
        _require_free(meeting, rows)
        _require_notice(meeting, reason)
        meeting.invitations.filter(pk__in=[row.pk for row in rows]).update(
            state=InviteState.SENT, sent_at=doing.act.now
        )
        if meeting.state == MeetingState.PLANNED:
            go(meeting, MeetingState.INVITED)
            meeting.invited_at = doing.act.now
            doing.act.emit(MeetingInvited(meeting=meeting.pk, committee=meeting.committee_id))
        doing.say(sent=len(rows))
        return telling.invited(doing.act, meeting, rows)


def _require_free(meeting: Meeting, rows: list[Invitation]) -> None:
    if meeting.overlap_reason or meeting.kind == MeetingKind.WRITTEN:
        return
    found = conflicts.find(
        meeting.starts_at,
        meeting.ends_at,
        persons={row.person_id for row in rows if row.person_id is not None},
        rooms=[venue.room_key for venue in meeting.venues.all()],
        but=meeting.pk,
    )
    conflicts.refuse(meeting.title, found)


def _require_notice(meeting: Meeting, reason: str) -> None:
    """Working days between today and the meeting, against the regulation. Raises Conflict."""
    day = clock.local(meeting.starts_at).date()
    rules = committees.regulation(meeting.committee, day)
    if rules is None or rules.notice_days == 0 or reason.strip():
        return
    earliest = current_calendar().add_working_days(clock.today(), rules.notice_days)
    if day < earliest:
        raise Conflict(
            _("Quy chế: gửi giấy mời trước %(days)d ngày làm việc; gửi hôm nay thì sớm nhất họp %(day)s.")
            % {"days": rules.notice_days, "day": f"{earliest:%d/%m/%Y}"},
            code="short_notice",
            field="reason",
            hint=_("Lùi thời gian họp, hoặc ghi lý do họp gấp rồi gửi."),
        )


def answer(by: Actor, code: str, key: UUID, draft: AnswerDraft) -> Invitation:
    """Answer an invitation (trả lời giấy mời): come, decline, or send somebody else.

    Raises NotSignedIn, NotAllowed; Invalid; Conflict before it was sent or once the meeting was opened.
    """
    with changing(by, code, "answer", reason=draft.reason) as doing:
        row = queries.invitation(doing.meeting, key)
        policies.require_answer(by, row)
        require_state(doing.meeting, MeetingState.INVITED)
        if row.state not in policies.TOLD:
            raise Conflict(_("Giấy mời này chưa được gửi."), hint=_("Gửi giấy mời trước."))
        if draft.state not in ANSWERED:
            raise Invalid(_("Chọn dự họp, vắng hoặc cử người dự thay."), field="state")
        row.substitute, row.substitute_name = None, ""
        if draft.state == InviteState.SUBSTITUTED:
            _substitute(doing.meeting, row, draft)
        row.state, row.answer_reason, row.answered_at = draft.state, draft.reason, doing.act.now
        row.save()
        doing.say(row, state=str(draft.state))
        telling.substituted(doing.act, row)
        telling.answered(doing.act, row)
    return row


def _substitute(meeting: Meeting, row: Invitation, draft: AnswerDraft) -> None:
    """Who comes instead, where the regulation lets a member send somebody. Guests may always."""
    day = clock.local(meeting.starts_at).date()
    rules = committees.regulation(meeting.committee, day)
    if row.membership_id is not None and rules is not None and not rules.substitutes:
        raise Invalid(
            _("Quy chế hoạt động của ban không cho cử người dự thay."),
            field="state",
            hint=_("Trả lời vắng kèm lý do, hoặc trao đổi với thư ký của ban."),
        )
    row.substitute = person(draft.substitute, "substitute")
    row.substitute_name = "" if row.substitute else draft.substitute_name
    if row.substitute is None and not row.substitute_name:
        raise Invalid(_("Ghi người dự thay."), field="substitute_name")
    if row.substitute is not None and row.substitute_id == row.person_id:
        raise Invalid(_("Người dự thay phải là người khác."), field="substitute")
    if row.substitute is not None and _votes_itself(meeting, row.substitute_id):
        raise Invalid(
            _("%(who)s cũng là thành viên của ban nên không dự thay được.") % {"who": row.substitute},
            field="substitute",
            hint=_("Chọn người khác, hoặc ghi họ tên người dự thay."),
        )


def _votes_itself(meeting: Meeting, somebody: UUID | None) -> bool:
    day = clock.local(meeting.starts_at).date()
    seats = committees.voting(meeting.committee, day)
    return any(seat.person_id == somebody for seat in seats if seat.role != MemberRole.SECRETARY)
