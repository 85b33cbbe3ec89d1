"""What happened in this room (sổ cái)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class EntriesPosted(Event):
    """Entries posted together stand in a book, reversals too; `references` are what they are about."""

    name: ClassVar[str] = "ledger.posted"
    book: str
    entries: tuple[UUID, ...]
    references: tuple[str, ...]


class BookClosed(Event):
    """Nothing may be entered in a book any more before a moment."""

    name: ClassVar[str] = "ledger.book_closed"
    book: str
    closing: UUID
    until: datetime


class Reconciled(Event):
    """A gateway's file was held against a book; `exact` when everything matched."""

    name: ClassVar[str] = "ledger.reconciled"
    book: str
    reconciliation: UUID
    exact: bool
