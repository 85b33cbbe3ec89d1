"""What the API tells of ballots and decisions."""

from __future__ import annotations

import datetime as dt
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from tinhso.conclusions.models import Ballot, Closing, Decision, Vote, Voter


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


class BallotSentOut(BaseModel):
    """A paper was taken. `receipt` of a secret ballot is told here and nowhere else."""

    ballot: str
    changed: bool
    receipt: str | None


class BallotDecisionOut(BaseModel):
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

    items: list[BallotDecisionOut]
    next: str | None
    total: int
