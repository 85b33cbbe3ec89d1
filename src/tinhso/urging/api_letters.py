"""What the API takes and answers about letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tinhso.base.web.envelope import Envelope
from tinhso.urging.models import Answer, Letter, LetterLine, LetterState
from tinhso.urging.schemas import LineAnswer


class LetterLineOut(BaseModel):
    """A late task that a letter names, and what was answered about it."""

    code: str
    title: str
    deadline: date
    days_late: int
    last_report: str
    progress: str = ""
    difficulties: str = ""
    causes: str = ""
    solutions: str = ""
    report: UUID | None = None

    @classmethod
    def of(cls, row: LetterLine, answer: Answer | None) -> Self:
        """From its row."""
        own = ("code", "title", "deadline", "days_late", "last_report")
        said = ("progress", "difficulties", "causes", "solutions", "report")
        told = {name: getattr(row, name) for name in own}
        return cls(**told, **({name: getattr(answer, name) for name in said} if answer else {}))


class LetterOut(BaseModel):
    """An urging letter (công văn đôn đốc); `lines` where one letter is asked for."""

    id: UUID
    agency: str
    issuer: str
    state: LetterState
    notation: str
    document: str | None
    subject: str
    as_of: date
    answer_by: date
    tasks: int
    made_at: datetime
    issued_at: datetime | None
    read_at: datetime | None
    answered_at: datetime | None
    withdrawn_reason: str
    version: int
    illustrative: bool
    lines: list[LetterLineOut] | None = None

    @classmethod
    def of(
        cls,
        row: Letter,
        lines: Sequence[LetterLine] | None = None,
        answers: Mapping[UUID, Answer] | None = None,
    ) -> Self:
        """From its row."""
        special = {"id", "agency", "issuer", "notation", "document", "tasks", "lines", "state"}
        told = {name: getattr(row, name) for name in set(cls.model_fields) - special}
        given = answers or {}
        counted = getattr(row, "tasks", None) if lines is None else len(lines)
        return cls(
            id=row.pk,
            agency=row.agency.code,
            issuer=row.issuer.code,
            state=LetterState(row.state),
            notation=row.document.notation if row.document else "",
            document=row.document.slug if row.document else None,
            tasks=row.lines.count() if counted is None else counted,
            lines=None if lines is None else [LetterLineOut.of(line, given.get(line.pk)) for line in lines],
            **told,
        )


class LetterPage(BaseModel):
    """A page of letters."""

    items: list[LetterOut]
    next: str | None
    total: int


class DraftsIn(BaseModel):
    """Codes of the agencies to write to."""

    model_config = ConfigDict(extra="forbid")
    agencies: list[str] = Field(min_length=1, max_length=300)
    answer_by: date | None = None


class IssueIn(BaseModel):
    """Issue the version that was read; `number` where it is not the book's next one."""

    model_config = ConfigDict(extra="forbid")
    version: int
    number: int | None = None


class WithdrawIn(BaseModel):
    """Why it is withdrawn."""

    model_config = ConfigDict(extra="forbid")
    reason: str


class AnswerIn(BaseModel):
    """What is answered about one task."""

    model_config = ConfigDict(extra="forbid")
    code: str
    progress: str = Field(min_length=1, max_length=4000)
    difficulties: str = Field("", max_length=4000)
    causes: str = Field("", max_length=4000)
    solutions: str = Field("", max_length=4000)

    def draft(self) -> LineAnswer:
        """For the action."""
        return LineAnswer.model_validate(self.model_dump())


class AnswersIn(BaseModel):
    """Answers about every task of a letter."""

    model_config = ConfigDict(extra="forbid")
    answers: list[AnswerIn]
    as_reports: bool = False


class LetterAnswerOut(BaseModel):
    """An answer in force."""

    letter: UUID
    agency: str
    task: str
    deadline: date
    progress: str
    difficulties: str
    causes: str
    solutions: str
    at: datetime
    illustrative: bool


class AnswerPage(BaseModel):
    """A page of answers."""

    items: list[LetterAnswerOut]
    next: str | None
    total: int

    @classmethod
    def of(cls, page: Envelope[Answer]) -> Self:
        """From rows with their lines and letters."""
        items = [
            LetterAnswerOut(
                letter=row.line.letter_id,
                agency=row.line.letter.agency.code,
                task=row.line.code,
                deadline=row.line.deadline,
                progress=row.progress,
                difficulties=row.difficulties,
                causes=row.causes,
                solutions=row.solutions,
                at=row.recorded_at,
                illustrative=row.illustrative,
            )
            for row in page.items
        ]
        return cls(items=items, next=page.next, total=page.total)
