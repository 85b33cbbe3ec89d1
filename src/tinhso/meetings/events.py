"""What happened in this room (phiên họp)."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class MeetingPlanned(Event):
    """A meeting was put on the calendar; its agenda may be filled from now on."""

    name: ClassVar[str] = "meetings.planned"
    meeting: UUID
    committee: UUID


class MeetingInvited(Event):
    """The invitations went out."""

    name: ClassVar[str] = "meetings.invited"
    meeting: UUID
    committee: UUID


class MeetingRescheduled(Event):
    """Its time or its places changed."""

    name: ClassVar[str] = "meetings.rescheduled"
    meeting: UUID
    committee: UUID


class MeetingHeld(Event):
    """It was opened: it is being held."""

    name: ClassVar[str] = "meetings.held"
    meeting: UUID
    committee: UUID


class MeetingClosed(Event):
    """It was closed; what was concluded there is to be written out."""

    name: ClassVar[str] = "meetings.closed"
    meeting: UUID
    committee: UUID


class MeetingCancelled(Event):
    """It will not take place."""

    name: ClassVar[str] = "meetings.cancelled"
    meeting: UUID
    committee: UUID


class AgendaChanged(Event):
    """An item was added, changed, moved or withdrawn."""

    name: ClassVar[str] = "meetings.agenda_changed"
    meeting: UUID
    item: UUID
