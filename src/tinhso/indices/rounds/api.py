"""The API of rounds: where every component stands, and the steps of owners and verifiers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status
from pydantic import BaseModel, ConfigDict, Field

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.base.web import envelope
from tinhso.indices import queries as indices
from tinhso.indices.core.moves import Move
from tinhso.indices.models import Component, ComponentStep, Round
from tinhso.indices.rounds import board, moving, queries
from tinhso.indices.rounds.schemas import Answer, Link, Points, StepDraft
from tinhso.people.principals import Principal, principal_of

router = Router(tags=["indices"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]


class RoundOut(BaseModel):
    """A round. `value` (0–1) and `document` are set once its result is published."""

    id: UUID
    index: str
    edition: str
    year: int
    place: str
    state: str
    score_by: dt.date
    verify_by: dt.date
    appeal_by: dt.date
    publish_by: dt.date
    remind_days: list[int]
    value: Decimal | None
    document: str
    href: str
    illustrative: bool

    @classmethod
    def of(cls, row: Round) -> Self:
        """From a row that came with its edition, place and document."""
        same = (
            *("id", "year", "state", "score_by", "verify_by", "appeal_by", "publish_by"),
            *("remind_days", "value", "illustrative"),
        )
        return cls(
            **{name: getattr(row, name) for name in same},
            index=row.edition.index.code,
            edition=row.edition.code,
            place=row.place.code,
            document=row.document.slug if row.document else "",
            href=row.get_absolute_url(),
        )


class RoundPage(BaseModel):
    """A page of the list."""

    items: list[RoundOut]
    next: str | None
    total: int


class ComponentOut(BaseModel):
    """Where a component stands: `own` points of the owner, `points` in force, `asked` by an open appeal.

    `due` is the day by which somebody owes the next step, `days_late` calendar days past it.
    """

    node: str
    name: str
    owner: str
    verifier: str
    most: Decimal
    state: str
    own: Decimal | None
    points: Decimal | None
    asked: Decimal | None
    due: dt.date | None
    days_late: int
    last: UUID | None

    @classmethod
    def of(cls, one: Component) -> Self:
        """From a row that came with its node, agencies and round."""
        same = ("most", "state", "own", "points", "asked", "due", "last")
        return cls(
            **{name: getattr(one, name) for name in same},
            node=one.node.code,
            name=one.node.name,
            owner=one.owner.code if one.owner else "",
            verifier=one.verifier.code if one.verifier else "",
            days_late=one.days_late(clock.today()),
        )


class RoundDetail(RoundOut):
    """A round with the components that the caller may see: all once it is published."""

    components: list[ComponentOut] = []


class ScoreIn(BaseModel):
    """A step of the owner: `score` with `inputs`, or `appeal` with the `points` asked for and a `note`.

    `evidence` are ids of files sent before; `last` is the step the caller saw, against two at once.
    """

    model_config = ConfigDict(extra="forbid")
    move: Literal["score", "appeal"] = "score"
    inputs: Annotated[dict[str, Answer], Field(max_length=50)] = {}
    points: Points | None = None
    note: Annotated[str, Field(max_length=4000)] = ""
    links: Annotated[list[Link], Field(max_length=20)] = []
    evidence: Annotated[list[UUID], Field(max_length=20)] = []
    last: UUID | None = None


class VerdictIn(BaseModel):
    """A step of the verifier: `accept`; or `adjust`, `decide` with `points` and a `note` that says why."""

    model_config = ConfigDict(extra="forbid")
    move: Literal["accept", "adjust", "decide"]
    points: Points | None = None
    note: Annotated[str, Field(max_length=4000)] = ""
    last: UUID | None = None


class StepOut(BaseModel):
    """A step as it was kept."""

    id: UUID
    move: str
    state: str
    own: Decimal | None
    points: Decimal | None
    asked: Decimal | None

    @classmethod
    def of(cls, step: ComponentStep) -> Self:
        """From a row."""
        return cls(**{name: getattr(step, name) for name in cls.model_fields})


def _round(by: Principal, code: str, found: UUID) -> Round:
    row = queries.round_by_id(by, found)
    if row.edition.index.code != code:
        raise NotFound(f"{code}/{found}", field="found")
    return row


@router.get("/indices/{code}/rounds", response=RoundPage, summary="Rounds of self-scoring", auth=None)
def rounds(
    request: HttpRequest, code: str, limit: Limit = envelope.USUAL, cursor: str | None = None
) -> RoundPage:
    """The rounds of an index, the newest year first."""
    rows = queries.rounds(principal_of(request)).filter(edition__index=indices.index(code))
    page = envelope.page(rows, request, limit, cursor)
    return RoundPage(items=[RoundOut.of(row) for row in page.items], next=page.next, total=page.total)


@router.get(
    "/indices/{code}/rounds/{found}", response=RoundDetail, summary="A round, every component", auth=None
)
def round_detail(request: HttpRequest, code: str, found: UUID) -> RoundDetail:
    """Where every component stands. Before publication callers see what they own, verify, or may read."""
    by = principal_of(request)
    row = _round(by, code, found)
    shown = [ComponentOut.of(one) for one in board.seen(by, row)]
    return RoundDetail(**RoundOut.of(row).model_dump(), components=shown)


@router.post(
    "/indices/{code}/rounds/{found}/components/{node}/score",
    response={201: StepOut},
    summary="Score a component, or appeal",
)
def score_component(
    request: HttpRequest, code: str, found: UUID, node: str, payload: ScoreIn
) -> Status[StepOut]:
    """For officers and heads of the owner; keys need the scope `figures.write`. 409 where it moved on."""
    by = principal_of(request)
    row = _round(by, code, found)
    draft = StepDraft.model_validate(payload.model_dump() | {"move": Move(payload.move)})
    return Status(201, StepOut.of(moving.make_step(by, row.pk, node, draft)))


@router.post(
    "/indices/{code}/rounds/{found}/components/{node}/verdict",
    response={201: StepOut},
    summary="Accept, adjust or decide a component",
)
def judge_component(
    request: HttpRequest, code: str, found: UUID, node: str, payload: VerdictIn
) -> Status[StepOut]:
    """For the verifier named, else the standing office; keys need the scope `confirm`. 409 if it moved on."""
    by = principal_of(request)
    row = _round(by, code, found)
    draft = StepDraft.model_validate(payload.model_dump() | {"move": Move(payload.move)})
    return Status(201, StepOut.of(moving.make_step(by, row.pk, node, draft)))
