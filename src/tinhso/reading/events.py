"""What happened to readings."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class TextRead(Event):
    """A text was read; its figures wait for a person."""

    name: ClassVar[str] = "reading.read"
    reading: UUID
    figures: int


class ProposalAccepted(Event):
    """A person accepted a figure: it is among the figures now, with its sentence as evidence."""

    name: ClassVar[str] = "reading.accepted"
    reading: UUID
    position: int
    figure: UUID
    indicator: UUID
