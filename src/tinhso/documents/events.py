"""What happened to documents."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class DocumentRegistered(Event):
    """A document entered the register."""

    name: ClassVar[str] = "documents.registered"
    document: UUID


class DocumentRevised(Event):
    """What is told of a document changed."""

    name: ClassVar[str] = "documents.revised"
    document: UUID


class DocumentRelated(Event):
    """A relation between two documents was stated."""

    name: ClassVar[str] = "documents.related"
    source: UUID
    target: UUID
    kind: str
