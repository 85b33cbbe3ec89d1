"""What was read as JSON: the words of the API, for pages, command line and storage. Asks no database."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, WithJsonSchema

from tinhso.reading.core.model import (
    Change,
    Check,
    CheckKind,
    Comparison,
    Figure,
    Kind,
    NamedDocument,
    Read,
    Span,
    Standing,
)

_NUMBERS = ("value", "numerator", "denominator", "percent_printed", "percent_computed", "actual", "target")
_KEPT = (*_NUMBERS, "upper")
_WORDS = ("text", "unit", "subject", "scope", "place", "period", "pillar")
_WHOLES = ("rank", "of")


def _words(known: type[StrEnum]) -> WithJsonSchema:
    """The values where they are used: other rooms have classes of the same names."""
    return WithJsonSchema({"type": "string", "enum": [one.value for one in known]})


KindWord = Annotated[Kind, _words(Kind)]
ComparisonWord = Annotated[Comparison, _words(Comparison)]
StandingWord = Annotated[Standing, _words(Standing)]
CheckWord = Annotated[CheckKind, _words(CheckKind)]


class MatchOut(BaseModel):
    """What a figure is taken to be of, how sure that is, from 0 to 1; whose it is, where an agency's."""

    indicator: str
    score: Decimal
    agency: str | None = None


class ReadFigure(BaseModel):
    """A figure as it was read. Offsets are code points of the NFC text; exact numbers are decimal strings."""

    start: int
    end: int
    text: str
    kind: KindWord
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    percent_printed: Decimal | None
    percent_computed: Decimal | None
    actual: Decimal | None
    target: Decimal | None
    rank: int | None
    of: int | None
    unit: str
    comparison: ComparisonWord
    subject: str
    place: str
    period: str
    is_target: bool
    match: MatchOut | None

    @classmethod
    def told(cls, figure: Figure, match: MatchOut | None = None) -> Self:
        """As the API tells it; the period of a term is its last day."""
        return cls(
            start=figure.span.start,
            end=figure.span.end,
            kind=figure.kind,
            comparison=figure.comparison,
            is_target=figure.is_target,
            match=match,
            **{name: getattr(figure, name) for name in (*_NUMBERS, *_WHOLES)},
            **{name: getattr(figure, name) for name in ("text", "unit", "subject", "place")},
            period=figure.period or (figure.deadline.isoformat() if figure.deadline else ""),
        )


class ReadDocument(BaseModel):
    """A document that the text names."""

    number: str
    type: str
    date: dt.date | None
    issuer: str

    @classmethod
    def told(cls, document: NamedDocument) -> Self:
        """As the API tells it."""
        return cls(number=document.number, type=document.type, date=document.dated, issuer=document.issuer)


class ReadCheck(BaseModel):
    """What does not agree, between which figures (positions in `figures`)."""

    kind: CheckWord
    message: str
    figures: list[int]

    @classmethod
    def told(cls, check: Check) -> Self:
        """As the API tells it."""
        return cls(kind=check.kind, message=str(check), figures=list(check.figures))


class WholeRead(BaseModel):
    """Everything that was read out of a text."""

    figures: list[ReadFigure]
    documents: list[ReadDocument]
    checks: list[ReadCheck]

    @classmethod
    def told(cls, read: Read) -> Self:
        """Without matches: for whoever knows no indicators."""
        return cls(
            figures=[ReadFigure.told(one) for one in read.figures],
            documents=[ReadDocument.told(one) for one in read.documents],
            checks=[ReadCheck.told(one) for one in read.checks],
        )


def figure_data(figure: Figure) -> dict[str, Any]:
    """A figure as it is kept: everything, empty parts left out."""
    data: dict[str, Any] = {
        "start": figure.span.start,
        "end": figure.span.end,
        "sentence": [figure.sentence.start, figure.sentence.end],
        "subject_span": [figure.subject_span.start, figure.subject_span.end],
        "kind": figure.kind.value,
        "comparison": figure.comparison.value,
        "change": figure.change.value,
        "standing": figure.standing.value,
        "places": list(figure.places),
        "deadline": figure.deadline.isoformat() if figure.deadline else "",
    }
    data |= {name: getattr(figure, name) for name in (*_WORDS, *_WHOLES)}
    data |= {name: str(value) for name in _KEPT if (value := getattr(figure, name)) is not None}
    return {name: value for name, value in data.items() if value not in ("", None, [])}


def figure_of(data: dict[str, Any]) -> Figure:
    """The figure that was kept so."""
    deadline = data.get("deadline")
    told: dict[str, Any] = {name: data.get(name, "") for name in _WORDS}
    told |= {name: data.get(name) for name in _WHOLES}
    told |= {name: Decimal(data[name]) for name in _KEPT if name in data}
    return Figure(
        span=Span(data["start"], data["end"]),
        sentence=Span(*data["sentence"]),
        subject_span=Span(*data["subject_span"]),
        kind=Kind(data["kind"]),
        comparison=Comparison(data.get("comparison", "")),
        change=Change(data.get("change", "")),
        standing=Standing(data["standing"]),
        places=tuple(data.get("places", ())),
        deadline=dt.date.fromisoformat(deadline) if deadline else None,
        **told,
    )
