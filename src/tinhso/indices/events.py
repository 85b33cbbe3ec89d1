"""What happened to editions and results."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class EditionImported(Event):
    """An edition was brought in from a spreadsheet."""

    name: ClassVar[str] = "indices.edition_imported"
    edition: UUID


class ResultRecorded(Event):
    """A published result was entered, or corrected."""

    name: ClassVar[str] = "indices.result_recorded"
    score: UUID
