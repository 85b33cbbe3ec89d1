"""What the API tells of drafts and takes for them."""

from __future__ import annotations

import datetime as dt
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from tinhso.consultation.core.differences import Change, Row
from tinhso.consultation.models import (
    AnswerKind,
    Clause,
    Comment,
    Draft,
    DraftState,
    DraftVersion,
    Invitee,
    InviteeState,
    Note,
    NoteState,
)
from tinhso.consultation.queries import comments
from tinhso.consultation.schemas import Input, NewNote, Opinion, Text
from tinhso.documents.models import DocumentType


class DraftOut(BaseModel):
    """A draft with how far its latest round is."""

    code: str
    title: str
    kind: DocumentType
    agency: str
    committee: str | None
    state: DraftState
    summary: str
    created_at: dt.datetime
    deadline: dt.datetime | None
    asked: int
    answered: int
    document: str | None
    illustrative: bool
    href: str

    @classmethod
    def of(cls, row: Draft) -> Self:
        """From a row with its progress."""
        return cls(
            code=row.code,
            title=row.title,
            kind=DocumentType(row.kind),
            agency=row.agency.code,
            committee=row.committee.code if row.committee else None,
            state=DraftState(row.state),
            summary=row.summary,
            created_at=row.created_at,
            deadline=getattr(row, "deadline", None),
            asked=getattr(row, "asked", None) or 0,
            answered=getattr(row, "answered", None) or 0,
            document=row.document.slug if row.document else None,
            illustrative=row.illustrative,
            href=row.get_absolute_url(),
        )


class DraftPage(BaseModel):
    """A page of the list."""

    items: list[DraftOut]
    next: str | None
    total: int


class ClauseOut(BaseModel):
    """A clause: `anchor` is the same in every version it lives on in."""

    id: UUID
    order: int
    label: str
    name: str
    text: str
    level: int
    anchor: UUID
    matched: str

    @classmethod
    def of(cls, row: Clause) -> Self:
        """From a row."""
        same = ("order", "label", "text", "level", "anchor", "matched")
        return cls(id=row.pk, name=row.named, **{name: getattr(row, name) for name in same})


class DraftVersionOut(BaseModel):
    """One version with its clauses."""

    number: int
    note: str
    created_at: dt.datetime
    locked: bool
    numbered: bool
    clauses: list[ClauseOut]

    @classmethod
    def of(cls, row: DraftVersion, clauses: list[Clause]) -> Self:
        """From rows."""
        return cls(
            number=row.number,
            note=row.note,
            created_at=row.created_at,
            locked=row.locked_at is not None,
            numbered=row.numbered,
            clauses=[ClauseOut.of(one) for one in clauses],
        )


class DraftVersionList(BaseModel):
    """All versions, the newest first."""

    items: list[DraftVersionOut]
    total: int


class ClauseChange(BaseModel):
    """What became of one clause between two versions."""

    change: Change
    old_label: str
    label: str
    old: str
    new: str

    @classmethod
    def of(cls, row: Row) -> Self:
        """From a line of the comparison."""
        return cls(
            change=row.change,
            old_label=row.old.label if row.old else "",
            label=row.new.label if row.new else "",
            old=row.old.text if row.old else "",
            new=row.new.text if row.new else "",
        )


class DraftComparison(BaseModel):
    """Every clause of both versions once."""

    items: list[ClauseChange]
    total: int


class DraftAnswerOut(BaseModel):
    """The answer in force; `clause` is where it was taken up."""

    kind: AnswerKind
    text: str
    clause: UUID | None
    answered_at: dt.datetime


class DraftCommentOut(BaseModel):
    """A comment as it was sent, with its answer."""

    number: int
    round: int
    agency: str | None
    source: str
    clause: UUID | None
    clause_name: str
    quote: str
    text: str
    late: bool
    public: bool
    sent_at: dt.datetime
    answer: DraftAnswerOut | None

    @classmethod
    def of(cls, row: Comment) -> Self:
        """From a row with its answers."""
        found = comments.answer_of(row)
        return cls(
            number=row.number,
            round=row.round.number,
            agency=row.agency.code if row.agency else None,
            source=row.source,
            clause=row.clause_id,
            clause_name=row.clause.named if row.clause else "",
            quote=row.quote,
            text=row.text,
            late=row.late,
            public=row.invitee_id is None,
            sent_at=row.recorded_at,
            answer=DraftAnswerOut(
                kind=AnswerKind(found.kind),
                text=found.text,
                clause=found.clause_id,
                answered_at=found.recorded_at,
            )
            if found
            else None,
        )


class DraftCommentPage(BaseModel):
    """A page of comments."""

    items: list[DraftCommentOut]
    next: str | None
    total: int


class InviteeOut(BaseModel):
    """Who was asked, and what they did."""

    name: str
    agency: str | None
    state: InviteeState
    comments: int
    answered_at: dt.datetime | None
    letter: str

    @classmethod
    def of(cls, row: Invitee) -> Self:
        """From a row."""
        return cls(
            name=row.name,
            agency=row.agency.code if row.agency else None,
            state=InviteeState(row.state),
            comments=row.said if hasattr(row, "said") else row.comments.count(),
            answered_at=row.answered_at,
            letter=row.letter,
        )


class DraftProgress(BaseModel):
    """How far the latest round is, and who has not answered."""

    round: int
    opened_at: dt.datetime
    deadline: dt.datetime
    open: bool
    asked: int
    answered: int
    agreed: int
    invitees: list[InviteeOut]


class NewVersionText(Input):
    """A version as text."""

    text: Text = Field(min_length=1)
    note: Text = Field(default="", max_length=4000)


class DraftNoteOut(BaseModel):
    """A comment that is being written."""

    id: UUID
    clause: UUID | None
    quote: str
    text: str
    state: NoteState

    @classmethod
    def of(cls, row: Note) -> Self:
        """From a row."""
        return cls(
            id=row.pk, clause=row.clause_id, quote=row.quote, text=row.text, state=NoteState(row.state)
        )


class WrittenComment(NewNote):
    """A comment to be kept; it goes out with the official answer."""


class SentOpinion(Opinion):
    """The official answer; `late_why` sends it after the deadline."""

    late_why: Text = Field(default="", max_length=2000)


class Asking(Input):
    """Ends a round, or gives it more time."""

    until: dt.date | None = None
    why: Text = Field(default="", max_length=2000)


class DraftDone(BaseModel):
    """Where the draft stands now, and what it still owes before it can be issued."""

    code: str
    state: DraftState
    owed: list[str]
    document: str | None = None
