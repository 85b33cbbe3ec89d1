"""Writing what packs say of meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from tinhso.base import clock
from tinhso.base.actions import Act
from tinhso.base.text import search_key
from tinhso.committees import queries as committees
from tinhso.committees.loading import committee_ids
from tinhso.committees.models import Membership
from tinhso.documents.loading import document_ids
from tinhso.meetings.events import MeetingPlanned
from tinhso.meetings.models import AgendaItem, Attendance, Invitation, Meeting, Paper, Venue
from tinhso.meetings.pack_items import InviteeItem, MeetingItem, PointItem
from tinhso.meetings.states import THERE, InviteState, MeetingState, Way
from tinhso.people.loading import agency_ids, person_ids


class _Found:
    """The rows that items name by code."""

    def __init__(self, items: Sequence[MeetingItem]) -> None:
        points = [point for item in items for point in item.agenda]
        invited = [one for item in items for one in item.invited]
        people = [*(item.chair for item in items), *(point.reporter for point in points)]
        self.committees = committee_ids(item.committee for item in items)
        self.persons = person_ids([*people, *(one.person for one in invited)])
        offices = [*(point.reporter_agency for point in points), *(one.agency for one in invited)]
        self.agencies = agency_ids(offices)
        self.documents = document_ids(paper.document for point in points for paper in point.papers)


def put_meetings(pack: str, items: Sequence[MeetingItem], act: Act, *, illustrative: bool = False) -> None:
    """Write meetings. Agenda and invitations are the pack's only at first: people go on from there."""
    found = _Found(items)
    for item in items:
        known = Meeting.objects.filter(code=item.code).first()
        meeting = _put(pack, item, found, act.now, illustrative=illustrative)
        if known is None:
            _fill(meeting, item, found, act.now)
            if meeting.state in {MeetingState.PLANNED, MeetingState.INVITED}:
                act.emit(MeetingPlanned(meeting=meeting.pk, committee=meeting.committee_id))
    act.record(f"pack:{pack}", subject="meetings", data={"written": len(items)})


def _put(pack: str, item: MeetingItem, found: _Found, now: datetime, *, illustrative: bool) -> Meeting:
    invited = item.state not in {MeetingState.PLANNED, MeetingState.CANCELLED}
    opened = item.state in {MeetingState.HELD, MeetingState.CLOSED}
    meeting, _made = Meeting.objects.update_or_create(
        code=item.code,
        defaults={
            "committee_id": found.committees[item.committee],
            "year": clock.local(item.starts_at).year,
            "number": item.number,
            "kind": item.kind,
            "title": item.title,
            "content": item.content,
            "starts_at": item.starts_at,
            "ends_at": item.ends_at,
            "state": item.state,
            "chair_id": found.persons.get(item.chair),
            "invited_at": now if invited else None,
            "opened_at": item.starts_at if opened else None,
            "closed_at": item.ends_at if item.state == MeetingState.CLOSED else None,
            "changed_at": now,
            "search_key": search_key(item.title, item.committee, item.code),
            "pack": pack,
            "illustrative": illustrative,
        },
    )
    return meeting


def _fill(meeting: Meeting, item: MeetingItem, found: _Found, now: datetime) -> None:
    for order, place in enumerate(item.venues):
        Venue.objects.create(
            meeting=meeting,
            order=order,
            is_main=order == 0,
            illustrative=meeting.illustrative,
            **place.model_dump(),
        )
    for order, point in enumerate(item.agenda, 1):
        _point(meeting, order, point, found, now)
    seats = {
        row.person_id: row
        for row in committees.members(meeting.committee, clock.local(item.starts_at).date())
    }
    for order, one in enumerate(item.invited, 1):
        _invite(meeting, order, one, found, seats, now)


def _point(meeting: Meeting, order: int, point: PointItem, found: _Found, now: datetime) -> None:
    row = AgendaItem.objects.create(
        meeting=meeting,
        order=order,
        title=point.title,
        note=point.note,
        minutes=point.minutes,
        kind=point.kind,
        reporter_id=found.persons.get(point.reporter),
        reporter_agency_id=found.agencies.get(point.reporter_agency),
        illustrative=meeting.illustrative,
    )
    for place, paper in enumerate(point.papers):
        Paper.objects.create(
            item=row,
            title=paper.title or paper.document or paper.href,
            document_id=found.documents.get(paper.document),
            href="" if paper.document else paper.href,
            added_at=now + place * timedelta.resolution,  # one after the other, as the pack lists them
            illustrative=meeting.illustrative,
        )


def _invite(
    meeting: Meeting,
    order: int,
    one: InviteeItem,
    found: _Found,
    seats: Mapping[UUID, Membership],
    now: datetime,
) -> None:
    person = found.persons.get(one.person)
    seat = seats.get(person) if person else None
    state = InviteState.PREPARED if meeting.state == MeetingState.PLANNED else one.state
    instead = state == InviteState.SUBSTITUTED and one.attended in THERE
    row = Invitation.objects.create(
        meeting=meeting,
        person_id=person,
        agency_id=found.agencies.get(one.agency),
        guest=one.guest,
        membership=seat,
        votes=bool(seat and seat.votes),
        role=one.role,
        state=state,
        substitute_name=one.substitute_name,
        answer_reason=one.reason,
        sent_at=None if state == InviteState.PREPARED else now,
        attended=one.attended or "",
        attended_by_substitute=instead,
        order=order,
        pack=meeting.pack,
        illustrative=meeting.illustrative,
    )
    if one.attended:
        Attendance.objects.create(
            invitation=row,
            presence=one.attended,
            by_substitute=instead,
            way=Way.LIST,
            at=meeting.starts_at,
            illustrative=meeting.illustrative,
        )
