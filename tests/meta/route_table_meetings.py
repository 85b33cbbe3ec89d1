"""Who may see and change committees and their meetings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.meta.expectations import ANYBODY, SIGNED_IN, STANDING, Line, only
from tests.meta.world import World
from tinhso.meetings import codes
from tinhso.people.models import Role


def _committee(world: World) -> Mapping[str, Any]:
    return {"code": world.committee.code}


def _regulation(_world: World) -> Mapping[str, Any]:
    return {
        "valid_from": "2026-01-01", "legal_reference": "Quy chế", "convenes": ["chair"], "signs": ["chair"],
        "quorum_numerator": 2, "quorum_denominator": 3, "notice_days": 3, "ballot_numerator": 1,
        "ballot_denominator": 2, "ballot_days": 5, "sessions_per_year": 4,
    }  # fmt: skip


def _seat(world: World) -> Mapping[str, Any]:
    return {"person": str(world.accounts[Role.AUDITOR].person_id), "role": "member"}


COMMITTEES: Final = {
    "committees:index": Line(get=SIGNED_IN),
    "committees:create": Line(
        get=STANDING,
        post=STANDING,
        body=lambda _: {"code": "bcd-moi", "name": "Ban Chỉ đạo mới", "level": "commune"},
    ),
    "committees:detail": Line(get=SIGNED_IN, args=_committee),
    "committees:edit": Line(
        get=STANDING, post=STANDING, args=_committee, body=lambda _: {"name": "Ban", "level": "province"}
    ),
    "committees:seat": Line(get=STANDING, post=STANDING, args=_committee, body=_seat),
    "committees:change_seat": Line(
        post=STANDING, args=lambda world: {**_committee(world), "membership": world.membership.pk}
    ),
    "committees:regulation": Line(get=STANDING, post=STANDING, args=_committee, body=_regulation),
    "api:committees": Line(get=SIGNED_IN),
    "api:committee": Line(get=SIGNED_IN, args=_committee),
    "api:committee_members": Line(post=STANDING, args=_committee, body=_seat, scope="meetings"),
    "api:committee_regulation": Line(put=STANDING, args=_committee, body=_regulation, scope="meetings"),
}

_HIDDEN: Final = "what may not be seen is not admitted to exist"
_SEE: Final = only(Role.LEADER, Role.STANDING_OFFICE, Role.AUDITOR)
"""The one meeting is of a committee in which none of the accounts sits."""


def _meeting(world: World) -> Mapping[str, Any]:
    return {"code": world.meeting.code}


def _item(world: World) -> Mapping[str, Any]:
    return {"code": world.meeting.code, "key": world.item.pk}


def _paper(world: World) -> Mapping[str, Any]:
    return {"code": world.meeting.code, "key": world.paper.pk}


def _invitation(world: World) -> Mapping[str, Any]:
    return {"code": world.meeting.code, "key": world.invitation.pk}


def _seen(**more: Any) -> Line:
    return Line(hides=_HIDDEN, **more)


def _plan(world: World) -> Mapping[str, Any]:
    return {"committee": world.committee.code, "day": "01/12/2030", "from_time": "08:00", "to_time": "09:00"}


def _time(_world: World) -> Mapping[str, Any]:
    return {"starts_at": "2030-12-01T08:00:00+07:00", "ends_at": "2030-12-01T09:00:00+07:00"}


PAGES: Final = {
    "meetings:index": Line(get=SIGNED_IN),
    "meetings:month": Line(get=SIGNED_IN),
    "meetings:plan": Line(get=STANDING, post=STANDING, body=_plan),
    "meetings:calendar": Line(get=SIGNED_IN, post=SIGNED_IN, body=lambda _: {"do": "new"}),
    "meetings:feed": Line(
        get=ANYBODY,
        args=lambda _: {"token": "khong-co"},
        finds_nothing="who knows the secret address reads it",
    ),
    "meetings:check_in": Line(
        get=STANDING, post=STANDING, args=lambda world: {"token": codes.of_person(world.invitation)}
    ),
    "meetings:detail": _seen(get=_SEE, args=_meeting),
    "meetings:version": _seen(get=_SEE, args=_meeting),
    "meetings:edit": _seen(
        get=STANDING, post=STANDING, args=_meeting, body=lambda _: {"do": "revise", "title": "Họp"}
    ),
    "meetings:venues": _seen(post=STANDING, args=_meeting, body=lambda _: {"do": "add", "name": "Điểm cầu"}),
    "meetings:add_item": _seen(
        get=STANDING,
        post=STANDING,
        args=_meeting,
        body=lambda _: {"title": "Nội dung", "minutes": "5", "kind": "report"},
    ),
    "meetings:item": _seen(get=STANDING, post=STANDING, args=_item, body=lambda _: {"do": "up"}),
    "meetings:add_paper": _seen(post=STANDING, args=_item, body=lambda _: {"href": "/plans/"}),
    "meetings:paper": _seen(get=_SEE, args=_paper),
    "meetings:versions": _seen(get=_SEE, args=_paper),
    "meetings:change_paper": _seen(post=STANDING, args=_paper, body=lambda _: {"do": "withdraw"}),
    "meetings:people": _seen(get=_SEE, post=STANDING, args=_meeting, body=lambda _: {"do": "members"}),
    "meetings:answer": _seen(
        get=STANDING, post=STANDING, args=_invitation, body=lambda _: {"state": "accepted"}
    ),
    "meetings:lead": _seen(post=STANDING, args=_meeting, body=lambda _: {"do": "open"}),
    "meetings:room_code": _seen(get=STANDING, args=_meeting),
    "meetings:own_code": _seen(
        get=_SEE, args=_meeting, finds_nothing="somebody's own code is for who is invited; none of them is"
    ),
    "meetings:ics": _seen(get=_SEE, args=_meeting),
    "meetings:issue_invitation": _seen(post=STANDING, args=_meeting),
    "meetings:invitation": _seen(get=_SEE, args=lambda world: {**_meeting(world), "kind": "docx"}),
}

API_OF_MEETINGS: Final = {
    "api:meetings": Line(
        get=SIGNED_IN,
        post=STANDING,
        scope="meetings",
        body=lambda world: {"committee": world.committee.code, **_time(world)},
    ),
    "api:meeting": _seen(get=_SEE, args=_meeting),
    "api:meeting_time": _seen(put=STANDING, args=_meeting, body=_time, scope="meetings"),
    "api:meeting_state": _seen(
        post=STANDING, args=_meeting, body=lambda _: {"to": "cancelled", "reason": "Bão"}, scope="meetings"
    ),
    "api:meeting_agenda": _seen(
        get=_SEE, post=STANDING, args=_meeting, body=lambda _: {"title": "Nội dung"}, scope="meetings"
    ),
    "api:meeting_invitations": _seen(
        get=_SEE, post=STANDING, args=_meeting, body=lambda _: {"guest": "Khách mời"}, scope="meetings"
    ),
    "api:meeting_send": _seen(post=STANDING, args=_meeting, body=lambda _: {}, scope="meetings"),
    "api:meeting_answer": _seen(
        put=STANDING, args=_invitation, body=lambda _: {"state": "accepted"}, scope="meetings"
    ),
    "api:meeting_attendance": _seen(
        post=STANDING, args=_invitation, body=lambda _: {"presence": "present"}, scope="meetings"
    ),
}

MEETINGS: Final = {**COMMITTEES, **PAGES, **API_OF_MEETINGS}
