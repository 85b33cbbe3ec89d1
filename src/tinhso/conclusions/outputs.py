"""What the API tells of minutes, ballots, decisions and conclusions."""

from __future__ import annotations

import datetime as dt
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from tinhso.conclusions import tables
from tinhso.conclusions.models import (
    Ballot,
    Closing,
    Conclusion,
    ConclusionNotice,
    Decision,
    MinuteEntry,
    Vote,
    Voter,
)


class EntryOut(BaseModel):
    """An entry of the minutes. `corrects` is the entry that it stands instead of."""

    id: UUID
    meeting: str
    item: int | None
    speaker: str
    title: str
    agency: str | None
    agency_name: str
    text: str
    said_at: dt.datetime
    corrects: UUID | None
    reason: str
    withdrawn: bool
    illustrative: bool

    @classmethod
    def of(cls, row: MinuteEntry) -> Self:
        """From a row that came with meeting, item and agency."""
        return cls(
            id=row.pk,
            meeting=row.meeting.code,
            item=row.item.order if row.item else None,
            speaker=row.who,
            title=row.speaker_title,
            agency=row.agency.code if row.agency else None,
            agency_name=row.whose,
            text=row.text,
            said_at=row.said_at,
            corrects=row.supersedes_id,
            reason=row.reason,
            withdrawn=row.withdrawn,
            illustrative=row.illustrative,
        )


class EntryPage(BaseModel):
    """A page of the minutes."""

    items: list[EntryOut]
    next: str | None
    total: int


class BallotOptionOut(BaseModel):
    """An option; `papers` once they were counted."""

    key: str
    words: str
    papers: int | None


class BallotOut(BaseModel):
    """A ballot. `outcome`, `winner` and papers are those of the last count."""

    code: str
    committee: str
    meeting: str | None
    question: str
    explanation: str
    secret: bool
    state: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    asked: int
    returned: int
    quorum: str
    majority: str
    legal_reference: str
    options: list[BallotOptionOut]
    outcome: str | None
    winner: str | None
    illustrative: bool
    href: str

    @classmethod
    def counted(cls, row: Ballot) -> Self:
        """From a row of `queries.counted` that came with its counts, the last first."""
        closing = next(iter(row.closings.all()), None)
        return cls.of(row, closing, getattr(row, "asked", 0), getattr(row, "back", 0))

    @classmethod
    def of(cls, row: Ballot, closing: Closing | None, asked: int, returned: int) -> Self:
        """From a row with its last count."""
        rule = row.rule
        papers = closing.papers if closing else {}
        return cls(
            code=row.code,
            committee=row.committee.code,
            meeting=row.meeting.code if row.meeting else None,
            question=row.question,
            explanation=row.explanation,
            secret=row.secret,
            state=row.state,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            asked=asked,
            returned=returned,
            quorum=str(rule.quorum),
            majority=str(rule.majority),
            legal_reference=row.legal_reference,
            options=[
                BallotOptionOut(key=key, words=words, papers=papers.get(key, 0) if closing else None)
                for key, words in row.words.items()
            ],
            outcome=closing.outcome if closing else None,
            winner=(closing.winner or None) if closing else None,
            illustrative=row.illustrative,
            href=row.get_absolute_url(),
        )


class BallotPage(BaseModel):
    """A page of ballots."""

    items: list[BallotOut]
    next: str | None
    total: int


class VoterOut(BaseModel):
    """Somebody on the roll; `choice` and `opinion` of open ballots, to those who may read them."""

    name: str
    title: str
    agency: str
    returned: bool
    choice: str | None
    opinion: str | None

    @classmethod
    def of(cls, row: Voter, paper: Vote | None) -> Self:
        """From a row that came with whether it was returned."""
        return cls(
            name=row.name,
            title=row.title,
            agency=row.agency_name,
            returned=hasattr(row, "returned"),
            choice=paper.choice if paper else None,
            opinion=paper.opinion if paper else None,
        )


class VoterList(BaseModel):
    """The roll of a ballot."""

    items: list[VoterOut]
    total: int


class SentOut(BaseModel):
    """A paper was taken. `receipt` of a secret ballot is told here and nowhere else."""

    ballot: str
    changed: bool
    receipt: str | None


class DecisionOut(BaseModel):
    """A decision."""

    id: UUID
    committee: str
    meeting: str | None
    ballot: str | None
    text: str
    choice: str
    decided_on: dt.date
    reason: str
    illustrative: bool

    @classmethod
    def of(cls, row: Decision) -> Self:
        """From a row that came with committee, meeting and ballot."""
        return cls(
            id=row.pk,
            committee=row.committee.code,
            meeting=row.meeting.code if row.meeting else None,
            ballot=row.ballot.code if row.ballot else None,
            text=row.text,
            choice=row.choice,
            decided_on=row.decided_on,
            reason=row.reason,
            illustrative=row.illustrative,
        )


class DecisionPage(BaseModel):
    """A page of decisions."""

    items: list[DecisionOut]
    next: str | None
    total: int


class ConclusionOut(BaseModel):
    """A conclusion; `task_state` is how its task stands now."""

    id: UUID
    committee: str
    meeting: str
    number: int
    item: int | None
    text: str
    lead: str | None
    joint: list[str]
    deadline: dt.date | None
    deadline_text: str
    target: str | None
    indicator: str | None
    state: str
    state_name: str
    reason: str
    late: bool
    document: str | None
    task: str | None
    task_state: str | None
    version: int
    illustrative: bool
    href: str

    @classmethod
    def of(cls, row: Conclusion) -> Self:
        """From a row of `queries.conclusions`."""
        return cls(
            id=row.pk,
            committee=row.committee.code,
            meeting=row.meeting.code,
            number=row.number,
            item=row.item.order if row.item else None,
            text=row.text,
            lead=row.lead.code if row.lead else None,
            joint=[agency.code for agency in row.joint.all()],
            deadline=row.deadline,
            deadline_text=row.deadline_text,
            target=row.target.code if row.target else None,
            indicator=row.indicator.code if row.indicator else None,
            state=row.state,
            state_name=row.state_word,
            reason=row.state_reason,
            late=tables.is_late(row),
            document=row.notice.document.slug if row.notice else None,
            task=row.task.code if row.task else None,
            task_state=row.task.state if row.task else None,
            version=row.version,
            illustrative=row.illustrative,
            href=row.get_absolute_url(),
        )


class ConclusionPage(BaseModel):
    """A page of conclusions."""

    items: list[ConclusionOut]
    next: str | None
    total: int


class NoticeOut(BaseModel):
    """A notice of conclusions: its document, and the plan of its tasks."""

    id: UUID
    meeting: str
    document: str
    notation: str
    plan: str | None
    issued_on: dt.date
    illustrative: bool

    @classmethod
    def of(cls, row: ConclusionNotice) -> Self:
        """From a row that came with meeting, document and plan."""
        return cls(
            id=row.pk,
            meeting=row.meeting.code,
            document=row.document.slug,
            notation=row.document.notation,
            plan=row.plan.full_slug if row.plan else None,
            issued_on=row.issued_on,
            illustrative=row.illustrative,
        )


class NoticePage(BaseModel):
    """A page of notices."""

    items: list[NoticeOut]
    next: str | None
    total: int
