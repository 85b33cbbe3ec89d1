"""What happened in this room (đôn đốc)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class RunMade(Event):
    """A run told people what they owe."""

    name: ClassVar[str] = "urging.run_made"
    run: UUID
    day: date
    told: int


class LetterEvent(Event):
    """An urging letter moved."""

    letter: UUID
    agency: UUID


class LetterIssued(LetterEvent):
    """It has a number and was sent."""

    name: ClassVar[str] = "urging.letter_issued"


class LetterRead(LetterEvent):
    """Somebody of the agency opened it."""

    name: ClassVar[str] = "urging.letter_read"


class LetterAnswered(LetterEvent):
    """The agency answered about its tasks."""

    name: ClassVar[str] = "urging.letter_answered"
