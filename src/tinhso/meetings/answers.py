"""What the API tells of meetings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel

from tinhso.committees.schemas import Draft, Text
from tinhso.meetings import policies, queries, quorum
from tinhso.meetings.models import AgendaItem, Invitation, Meeting, Paper, Venue
from tinhso.meetings.states import (
    InviteRole,
    InviteState,
    ItemKind,
    MeetingKind,
    MeetingState,
    Presence,
)
from tinhso.people.principals import Principal


class Lead(Draft):
    """Where a meeting goes. `reason`: why without quorum, or why it is called off."""

    to: Literal[MeetingState.HELD, MeetingState.CLOSED, MeetingState.CANCELLED]
    reason: Text = ""


class Sending(Draft):
    """Sending invitations; reasons where the regulation or another appointment stands against it."""

    members: bool = True
    reason: Text = ""
    overlap_reason: Text = ""


class Attended(Draft):
    """Whether somebody came."""

    presence: Presence


class SentOut(BaseModel):
    """How many were told, and how many could not be reached."""

    told: int
    without_address: int


class VenueOut(BaseModel):
    """A place; `join_url` is None for those who are not invited."""

    name: str
    address: str
    is_main: bool
    join_url: str | None

    @classmethod
    def of(cls, row: Venue, *, joins: bool) -> Self:
        """From its row."""
        return cls(
            name=row.name,
            address=row.address,
            is_main=row.is_main,
            join_url=row.join_url if joins and row.join_url else None,
        )


class PaperOut(BaseModel):
    """A paper in its newest version."""

    id: UUID
    title: str
    version: int
    document: str | None
    href: str
    file: str | None

    @classmethod
    def of(cls, row: Paper) -> Self:
        """From its row with file and document."""
        return cls(
            id=row.pk,
            title=row.title,
            version=row.version,
            document=row.document.slug if row.document else None,
            href=row.href,
            file=row.file.name if row.file else None,
        )


class ItemOut(BaseModel):
    """A point of the agenda."""

    id: UUID
    order: int
    title: str
    kind: ItemKind
    minutes: int
    reporter_agency: str | None
    reporter: str | None
    origin: str
    origin_href: str
    papers: list[PaperOut]

    @classmethod
    def of(cls, row: AgendaItem) -> Self:
        """From its row, its papers with it where it came from `queries.agenda`."""
        return cls(
            id=row.pk,
            order=row.order,
            title=row.title,
            kind=ItemKind(row.kind),
            minutes=row.minutes,
            reporter_agency=row.reporter_agency.code if row.reporter_agency else None,
            reporter=row.reporter.full_name if row.reporter else None,
            origin=row.origin,
            origin_href=row.origin_href,
            papers=[PaperOut.of(paper) for paper in getattr(row, "shown", [])],
        )


class AgendaOut(BaseModel):
    """The whole agenda."""

    items: list[ItemOut]
    total: int


class InvitationOut(BaseModel):
    """Somebody invited, the answer and whether they came."""

    id: UUID
    invitee: str
    person: str | None
    agency: str | None
    role: InviteRole
    votes: bool
    state: InviteState
    substitute: str
    reason: str
    attended: Presence | None

    @classmethod
    def of(cls, row: Invitation) -> Self:
        """From its row with person, agency and substitute."""
        return cls(
            id=row.pk,
            invitee=row.invitee,
            person=row.person.code if row.person else None,
            agency=row.agency.code if row.agency else None,
            role=InviteRole(row.role),
            votes=row.votes,
            state=InviteState(row.state),
            substitute=row.substitute_words,
            reason=row.answer_reason,
            attended=Presence(row.attended) if row.attended else None,
        )


class InvitationsOut(BaseModel):
    """Everybody invited."""

    items: list[InvitationOut]
    total: int


class MeetingBrief(BaseModel):
    """A meeting in a list."""

    code: str
    title: str
    committee: str
    kind: MeetingKind
    number: int
    year: int
    state: MeetingState
    starts_at: datetime
    ends_at: datetime
    illustrative: bool
    href: str

    @classmethod
    def of(cls, row: Meeting) -> Self:
        """From its row with its committee."""
        return cls(**_brief(row))


class QuorumOut(BaseModel):
    """How many of the voting members are there; `needed` is None where no regulation says."""

    total: int
    present: int
    needed: int | None
    enough: bool


class MeetingOut(MeetingBrief):
    """A meeting with its places, agenda and quorum."""

    content: str
    chair: str | None
    state_reason: str
    without_quorum: str
    version: int
    venues: list[VenueOut]
    agenda: list[ItemOut]
    quorum: QuorumOut


class MeetingPage(BaseModel):
    """A page of the list."""

    items: list[MeetingBrief]
    next: str | None
    total: int


def _brief(row: Meeting) -> dict[str, Any]:
    plain = ("code", "title", "number", "year", "starts_at", "ends_at", "illustrative")
    return {
        **{name: getattr(row, name) for name in plain},
        "committee": row.committee.code,
        "kind": MeetingKind(row.kind),
        "state": MeetingState(row.state),
        "href": row.get_absolute_url(),
    }


def agenda_of(meeting: Meeting) -> AgendaOut:
    """Its agenda."""
    rows = queries.agenda(meeting)
    return AgendaOut(items=[ItemOut.of(row) for row in rows], total=len(rows))


def told(by: Principal, meeting: Meeting) -> MeetingOut:
    """A meeting as the caller may see it."""
    joins, now = policies.may_join(by, meeting), quorum.of(meeting)
    return MeetingOut(
        **_brief(meeting),
        content=meeting.content,
        chair=meeting.chair.full_name if meeting.chair else None,
        state_reason=meeting.state_reason,
        without_quorum=meeting.without_quorum,
        version=meeting.version,
        venues=[VenueOut.of(row, joins=joins) for row in queries.venues(meeting)],
        agenda=agenda_of(meeting).items,
        quorum=QuorumOut(total=now.total, present=now.present, needed=now.needed, enough=now.enough),
    )
