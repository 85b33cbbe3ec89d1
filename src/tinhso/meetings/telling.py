"""What the invited and those who organise are told, and who that is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from tinhso.base.actions import Act
from tinhso.committees import queries as committees
from tinhso.committees.roles import MemberRole
from tinhso.meetings import policies, words
from tinhso.meetings.models import Invitation, Meeting
from tinhso.meetings.states import InviteState
from tinhso.notify.kinds import NoticeKind
from tinhso.notify.sending import Notice, Sent, To, send

INVITED: Final = NoticeKind(
    "meetings.invited",
    _("Mời họp"),
    _("Mời họp: {title}"),
    _("{committee} mời dự {title}, {at}. Trả lời: dự họp, vắng, hoặc cử người dự thay."),
    "meetings",
)
RESCHEDULED: Final = NoticeKind(
    "meetings.rescheduled",
    _("Đổi thời gian họp"),
    _("Đổi thời gian: {title}"),
    _("{title} chuyển từ {before} sang {at}. Đề nghị trả lời lại giấy mời."),
    "meetings",
    urgent=True,
)
CANCELLED: Final = NoticeKind(
    "meetings.cancelled",
    _("Hủy họp"),
    _("Hủy: {title}"),
    _("{title}, {at}, không diễn ra. Lý do: {reason}."),
    "meetings",
    urgent=True,
)
WITHDRAWN: Final = NoticeKind(
    "meetings.withdrawn",
    _("Rút giấy mời họp"),
    _("Rút giấy mời: {title}"),
    _("Giấy mời dự {title}, {at}, được rút lại."),
    "meetings",
    urgent=True,
)
SUBSTITUTE: Final = NoticeKind(
    "meetings.substitute",
    _("Được cử dự họp thay"),
    _("Dự họp thay: {title}"),
    _("{invitee} cử bạn dự thay {title}, {at}."),
    "meetings",
)
ANSWERED: Final = NoticeKind(
    "meetings.answered",
    _("Trả lời giấy mời họp"),
    _("{invitee}: {answer}"),
    _("{invitee} trả lời giấy mời dự {title}: {answer}. {reason}"),
    "meetings",
    channels=("inapp",),
)
REMINDED: Final = NoticeKind(
    "meetings.reminded",
    _("Nhắc lịch họp"),
    _("Sắp họp: {title}"),
    _("{title} họp {at}. Xem chương trình và tài liệu trước khi họp."),
    "meetings",
)
NOTICES: Final = (INVITED, RESCHEDULED, CANCELLED, WITHDRAWN, SUBSTITUTE, ANSWERED, REMINDED)


def _to(rows: Iterable[Invitation]) -> To:
    """The persons of invitations with those who come instead, and the agencies that were asked as such."""
    told = list(rows)
    persons = {row.person_id for row in told if row.person_id is not None}
    persons |= {row.substitute_id for row in told if row.substitute_id is not None}
    agencies = {row.agency_id for row in told if row.person_id is None and row.agency_id is not None}
    return To(persons=tuple(sorted(persons)), agencies=tuple(sorted(agencies)))


def _values(meeting: Meeting, **more: str) -> dict[str, str]:
    return {
        "title": meeting.title,
        "at": words.span(meeting.starts_at, meeting.ends_at),
        "committee": meeting.committee.name,
        **more,
    }


def _send(act: Act, kind: NoticeKind, meeting: Meeting, to: To, key: str, **more: str) -> Sent:
    notice = Notice(
        kind.code,
        to,
        _values(meeting, **more),
        meeting.get_absolute_url(),
        key=f"{meeting.pk}/{key}",
        illustrative=meeting.illustrative,
    )
    return send(act, [notice])


def _standing(meeting: Meeting) -> list[Invitation]:
    return list(meeting.invitations.filter(state__in=policies.TOLD))


def invited(act: Act, meeting: Meeting, rows: Collection[Invitation]) -> Sent:
    """Their invitations went out."""
    return _send(act, INVITED, meeting, _to(rows), f"invited/{meeting.sequence}")


def rescheduled(act: Act, meeting: Meeting, before: str) -> Sent:
    """The time changed: everybody is asked again."""
    key = f"rescheduled/{meeting.sequence}"
    return _send(act, RESCHEDULED, meeting, _to(_standing(meeting)), key, before=before)


def cancelled(act: Act, meeting: Meeting) -> Sent:
    """It was called off."""
    to = _to(_standing(meeting))
    return _send(act, CANCELLED, meeting, to, "cancelled", reason=meeting.state_reason)


def withdrawn(act: Act, row: Invitation) -> Sent:
    """Somebody is no longer invited."""
    return _send(act, WITHDRAWN, row.meeting, _to([row]), f"withdrawn/{row.pk}/{act.now.isoformat()}")


def substituted(act: Act, row: Invitation) -> None:
    """Somebody with an account comes in another's place."""
    if row.substitute_id is not None:
        to = To(persons=(row.substitute_id,))
        _send(act, SUBSTITUTE, row.meeting, to, f"substitute/{row.pk}", invitee=row.invitee)


def answered(act: Act, row: Invitation) -> None:
    """The committee's secretaries hear of an answer."""
    seats = committees.members(row.meeting.committee)
    secretaries = tuple(seat.person_id for seat in seats if seat.role == MemberRole.SECRETARY)
    if secretaries:
        _send(
            act,
            ANSWERED,
            row.meeting,
            To(persons=secretaries),
            f"answered/{row.pk}/{row.state}/{row.meeting.sequence}",
            invitee=row.invitee,
            answer=str(InviteState(row.state).label),
            reason=row.answer_reason,
        )


def reminded(act: Act, meeting: Meeting) -> Sent:
    """The meeting is near: those who did not decline are told once, and again only after its time changed."""
    rows = [row for row in _standing(meeting) if row.state != InviteState.DECLINED]
    return _send(act, REMINDED, meeting, _to(rows), f"reminded/{meeting.sequence}")
