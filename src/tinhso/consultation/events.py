"""What happened to drafts."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class DraftOpened(Event):
    """A round was opened."""

    name: ClassVar[str] = "drafts.opened"
    draft: UUID
    round: UUID


class DraftClosed(Event):
    """A round was closed."""

    name: ClassVar[str] = "drafts.closed"
    draft: UUID
    round: UUID


class DraftFinalised(Event):
    """A draft became a document."""

    name: ClassVar[str] = "drafts.finalised"
    draft: UUID
    document: UUID
