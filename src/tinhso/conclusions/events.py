"""What happened in this room (kết luận)."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class MinutesWritten(Event):
    """An entry was added to the minutes of a meeting, corrected or withdrawn."""

    name: ClassVar[str] = "conclusions.minutes_written"
    meeting: UUID
    entry: UUID


class BallotOpened(Event):
    """A ballot was opened, or its term extended."""

    name: ClassVar[str] = "conclusions.ballot_opened"
    ballot: UUID
    committee: UUID


class BallotClosed(Event):
    """A ballot was counted."""

    name: ClassVar[str] = "conclusions.ballot_closed"
    ballot: UUID
    committee: UUID
    outcome: str


class DecisionRecorded(Event):
    """A decision was recorded."""

    name: ClassVar[str] = "conclusions.decided"
    decision: UUID
    committee: UUID


class ConclusionChanged(Event):
    """A conclusion was drafted, changed, or took a step."""

    name: ClassVar[str] = "conclusions.changed"
    conclusion: UUID
    committee: UUID
    state: str


class NoticeIssued(Event):
    """A notice of conclusions was issued as a document."""

    name: ClassVar[str] = "conclusions.notice_issued"
    notice: UUID
    meeting: UUID
    committee: UUID
