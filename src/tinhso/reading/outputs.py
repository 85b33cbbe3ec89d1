"""A reading as the API tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from tinhso.reading import drafting, showing
from tinhso.reading.models import Proposal, ProposalState, Reading, ReadingState
from tinhso.reading.shapes import MatchOut, ReadCheck, ReadDocument, ReadFigure, WholeRead


class ReadingBrief(BaseModel):
    """A document that was read, or is being read: what it is and how far it is."""

    id: UUID
    title: str
    dated: dt.date | None
    place: str | None
    state: ReadingState
    agency: str
    document: str | None
    created_at: dt.datetime
    figures_total: int
    figures_left: int

    @classmethod
    def of(cls, row: Reading) -> Self:
        """From a row of `queries.readings`."""
        return cls(
            id=row.pk,
            title=str(row),
            dated=row.dated,
            place=row.place.code if row.place else None,
            state=ReadingState(row.state),
            agency=row.agency.code,
            document=row.document.slug if row.document else None,
            created_at=row.created_at,
            figures_total=getattr(row, "figures", 0),
            figures_left=getattr(row, "left", 0),
        )


class ReadingPage(BaseModel):
    """Some of the readings; `next` is where the others are."""

    items: list[ReadingBrief]
    next: str | None
    total: int


class ReadingFailure(BaseModel):
    """Why a document could not be read, and what can be done."""

    code: str
    message: str
    hint: str


class ReadingOut(WholeRead):
    """Everything that was read out of a document. `sha256` is that of its NFC text."""

    id: UUID
    title: str
    dated: dt.date | None
    place: str | None
    state: ReadingState
    sha256: str
    failure: ReadingFailure | None


class ProposalOut(BaseModel):
    """A figure that is proposed, was accepted or rejected; `figure` is the one that was written.

    `agency`: the one its sentence is about, or a person chose; None: it is of the place as a whole.
    """

    position: int
    state: ProposalState
    text: str
    sentence_start: int
    sentence_end: int
    indicator: str | None
    target: str | None
    score: Decimal | None
    place: str | None
    places: list[str]
    agency: str | None
    period: str
    figure: UUID | None
    decided_by: str

    @classmethod
    def of(cls, row: Proposal) -> Self:
        """From its row, the reading with it."""
        figure = drafting.effective(row)
        return cls(
            position=row.position,
            state=ProposalState(row.state),
            text=figure.text,
            sentence_start=figure.sentence.start,
            sentence_end=figure.sentence.end,
            indicator=row.indicator.code if row.indicator else None,
            target=row.target.code if row.target else None,
            score=row.score,
            place=row.place.code if row.place else None,
            places=row.places,
            agency=row.agency.code if row.agency else None,
            period=drafting.period_of(figure, row.indicator, row.reading.dated),
            figure=row.fact_id,
            decided_by=row.decided_label,
        )


class ProposalList(BaseModel):
    """All figures of a reading, in the order of its text."""

    items: list[ProposalOut]
    total: int


class ProposalLeft(BaseModel):
    """A figure that was not accepted, and why."""

    position: int
    reason: str


class ProposalsAccepted(BaseModel):
    """What became of many: positions that were accepted, and those left, each with the reason."""

    accepted: list[int]
    left: list[ProposalLeft]


def reading_out(reading: Reading, rows: Sequence[Proposal]) -> ReadingOut:
    """The reading with its figures as they stand now."""
    return ReadingOut(
        id=reading.pk,
        title=str(reading),
        dated=reading.dated,
        place=reading.place.code if reading.place else None,
        state=ReadingState(reading.state),
        sha256=reading.sha256,
        failure=ReadingFailure(**reading.failure) if reading.failure else None,
        figures=[_figure(row) for row in rows],
        documents=[_document(one) for one in reading.named],
        checks=[
            ReadCheck(kind=one["kind"], message=said.message, figures=list(said.figures))
            for one, said in zip(reading.checks, showing.disputes(reading), strict=True)
        ],
    )


def _figure(row: Proposal) -> ReadFigure:
    match = None
    if row.indicator is not None:
        match = MatchOut(
            indicator=row.indicator.code,
            score=row.score if row.score is not None else Decimal(1),
            agency=row.agency.code if row.agency else None,
        )
    return ReadFigure.told(drafting.effective(row), match)


def _document(one: dict[str, object]) -> ReadDocument:
    return ReadDocument.model_validate({name: one[name] for name in ReadDocument.model_fields})
