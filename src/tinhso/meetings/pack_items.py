"""What one item of this room's pack section looks like."""

from __future__ import annotations

import datetime as dt

from tinhso.base.packs.section import PackItem
from tinhso.meetings.states import InviteRole, InviteState, ItemKind, MeetingKind, MeetingState, Presence


class VenueItem(PackItem):
    """A place of a meeting; the first is the main one."""

    name: str
    address: str = ""
    join_url: str = ""


class PaperItem(PackItem):
    """A paper: a document of the register, or an address of ours."""

    title: str = ""
    document: str = ""
    href: str = ""


class PointItem(PackItem):
    """A point of the agenda."""

    title: str
    minutes: int = 15
    kind: ItemKind = ItemKind.REPORT
    reporter_agency: str = ""
    reporter: str = ""
    note: str = ""
    papers: tuple[PaperItem, ...] = ()


class InviteeItem(PackItem):
    """Somebody invited: a person, an agency, or a name."""

    person: str = ""
    agency: str = ""
    guest: str = ""
    role: InviteRole = InviteRole.MEMBER
    state: InviteState = InviteState.ACCEPTED
    attended: Presence | None = None
    reason: str = ""
    substitute_name: str = ""


class MeetingItem(PackItem):
    """A meeting with its agenda and who was there, as a source tells or a demo wants it."""

    code: str
    committee: str
    kind: MeetingKind = MeetingKind.SESSION
    number: int
    title: str
    content: str = ""
    starts_at: dt.datetime
    ends_at: dt.datetime
    state: MeetingState = MeetingState.PLANNED
    chair: str = ""
    venues: tuple[VenueItem, ...] = ()
    agenda: tuple[PointItem, ...] = ()
    invited: tuple[InviteeItem, ...] = ()
