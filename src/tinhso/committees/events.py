"""What happened in this room (ban chỉ đạo)."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class MembershipChanged(Event):
    """Who sits in a committee changed."""

    name: ClassVar[str] = "committees.membership_changed"
    committee: UUID
    person: UUID


class RegulationAdopted(Event):
    """A committee works by a new regulation from a day on."""

    name: ClassVar[str] = "committees.regulation_adopted"
    committee: UUID
    regulation: UUID
