"""The API of meetings: what the caller may see; keys need the scope `meetings` to change anything."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from tinhso.base.web import envelope
from tinhso.meetings import policies, queries
from tinhso.meetings.actions import agenda, attending, holding, inviting, planning
from tinhso.meetings.answers import (
    AgendaOut,
    Attended,
    InvitationOut,
    InvitationsOut,
    ItemOut,
    Lead,
    MeetingBrief,
    MeetingOut,
    MeetingPage,
    Sending,
    SentOut,
    agenda_of,
    told,
)
from tinhso.meetings.schemas import AnswerDraft, GuestDraft, ItemDraft, MeetingDraft, TimeDraft
from tinhso.meetings.states import MeetingState
from tinhso.people import policies as people
from tinhso.people.principals import principal_of

router = Router(tags=["meetings"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Code = Annotated[str, Query(max_length=60)]
Since = Annotated[date | None, Query(alias="from")]


@router.get("/meetings", response=MeetingPage, url_name="meetings", summary="Meetings the caller may see")
def meetings(
    request: HttpRequest,
    committee: Code = "",
    state: MeetingState | None = None,
    since: Since = None,
    to: date | None = None,
    illustrative: bool = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> MeetingPage:
    """The latest first. Illustrative rows only when asked for."""
    by = principal_of(request)
    people.require_signed_in(by)
    rows = policies.visible(by, queries.meetings())
    if committee:
        rows = rows.filter(committee__code=committee)
    if state:
        rows = rows.filter(state=state)
    if since or to:
        rows = queries.between(rows, since or date.min, to or date.max)
    if not illustrative:
        rows = rows.filter(illustrative=False)
    page = envelope.page(rows, request, limit, cursor)
    return MeetingPage(items=[MeetingBrief.of(row) for row in page.items], next=page.next, total=page.total)


@router.post("/meetings", response={201: MeetingOut}, url_name="meetings", summary="Plan a meeting")
def plan_meeting(request: HttpRequest, payload: MeetingDraft) -> tuple[int, MeetingOut]:
    """It is numbered within committee, kind and year. 409 `overlap` names what is taken at that time."""
    by = principal_of(request)
    return 201, told(by, planning.plan(by, payload))


@router.get("/meetings/{code}", response=MeetingOut, url_name="meeting", summary="One meeting")
def meeting(request: HttpRequest, code: str) -> MeetingOut:
    """Places, agenda and quorum; links of remote points only for those who are invited."""
    by = principal_of(request)
    return told(by, queries.seen(by, code))


@router.put("/meetings/{code}/time", response=MeetingOut, url_name="meeting_time", summary="Move a meeting")
def reschedule(request: HttpRequest, code: str, payload: TimeDraft) -> MeetingOut:
    """Everybody invited is told and asked again."""
    by = principal_of(request)
    return told(by, planning.reschedule(by, code, payload))


@router.post(
    "/meetings/{code}/state", response=MeetingOut, url_name="meeting_state", summary="Open, close, call off"
)
def lead(request: HttpRequest, code: str, payload: Lead) -> MeetingOut:
    """409 `quorum` when too few are there; `reason` then opens it as a consultation."""
    by = principal_of(request)
    if payload.to == MeetingState.HELD:
        return told(by, holding.open_meeting(by, code, without_quorum=payload.reason))
    if payload.to == MeetingState.CLOSED:
        return told(by, holding.close(by, code))
    return told(by, planning.cancel(by, code, reason=payload.reason))


@router.get("/meetings/{code}/agenda", response=AgendaOut, url_name="meeting_agenda", summary="Its agenda")
def items(request: HttpRequest, code: str) -> AgendaOut:
    """Items in order with their papers."""
    return agenda_of(queries.seen(principal_of(request), code))


@router.post(
    "/meetings/{code}/agenda",
    response={201: ItemOut},
    url_name="meeting_agenda",
    summary="Add a point to the agenda",
)
def add_item(request: HttpRequest, code: str, payload: ItemDraft) -> tuple[int, ItemOut]:
    """It stands last; the page moves it."""
    by = principal_of(request)
    return 201, ItemOut.of(agenda.add_item(by, code, payload))


@router.get(
    "/meetings/{code}/invitations",
    response=InvitationsOut,
    url_name="meeting_invitations",
    summary="Who is invited",
)
def invitations(request: HttpRequest, code: str) -> InvitationsOut:
    """With answers and attendance."""
    rows = queries.invitations(queries.seen(principal_of(request), code))
    return InvitationsOut(items=[InvitationOut.of(row) for row in rows], total=len(rows))


@router.post(
    "/meetings/{code}/invitations",
    response={201: InvitationOut},
    url_name="meeting_invitations",
    summary="Put a guest on the list",
)
def add_guest(request: HttpRequest, code: str, payload: GuestDraft) -> tuple[int, InvitationOut]:
    """A person, an agency or a name. Nothing is sent yet."""
    by = principal_of(request)
    row = inviting.add_guest(by, code, payload)
    return 201, InvitationOut.of(queries.invitation(queries.find(code), row.pk))


@router.post(
    "/meetings/{code}/invitations/send",
    response=SentOut,
    url_name="meeting_send",
    summary="Invite the members and send what was not sent",
)
def send(request: HttpRequest, code: str, payload: Sending) -> SentOut:
    """`members`: the committee of that day is put on the list first. 409 `short_notice`, `overlap`."""
    by = principal_of(request)
    if payload.members:
        inviting.prepare_members(by, code)
    sent = inviting.send(by, code, reason=payload.reason, overlap_reason=payload.overlap_reason)
    return SentOut(told=sent.told, without_address=sum(not one.route for one in sent.without_address))


@router.put(
    "/meetings/{code}/invitations/{key}",
    response=InvitationOut,
    url_name="meeting_answer",
    summary="Answer an invitation",
)
def answer(request: HttpRequest, code: str, key: UUID, payload: AnswerDraft) -> InvitationOut:
    """`accepted`, `declined`, or `substituted` with who comes instead."""
    by = principal_of(request)
    return InvitationOut.of(inviting.answer(by, code, key, payload))


@router.post(
    "/meetings/{code}/invitations/{key}/attendance",
    response=InvitationOut,
    url_name="meeting_attendance",
    summary="Note who came",
)
def attend(request: HttpRequest, code: str, key: UUID, payload: Attended) -> InvitationOut:
    """The newest note counts; the older stay."""
    attending.record(principal_of(request), code, key, payload.presence)
    return InvitationOut.of(queries.invitation(queries.find(code), key))
