"""What the API tells of hand-overs and of patterns."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel

from tinhso.base import clock
from tinhso.people.schemas import AgencyRef
from tinhso.steering.api_schemas.common import agency_ref
from tinhso.steering.depth.handover.planning import Plan as HandOverPlan
from tinhso.steering.depth.recurring import draft_of
from tinhso.steering.models import Handover, HandoverItem, Recurrence


class PieceOut(BaseModel):
    """One open thing that an agency holds; `key` names it in `by_hand`; `successor` null: nobody yet."""

    key: str
    kind: HandoverItem.Kind
    code: str
    title: str
    deadline: dt.date | None
    successor: AgencyRef | None


class HandOverPlanOut(BaseModel):
    """What a hand-over would do; `offered` are the successors by the edges of succession."""

    predecessor: AgencyRef
    offered: list[AgencyRef]
    open: int
    pieces: list[PieceOut]

    @classmethod
    def of(cls, plan: HandOverPlan) -> Self:
        """From a plan."""
        pieces = [
            PieceOut(
                key=move.piece.key,
                kind=HandoverItem.Kind(move.piece.kind),
                code=move.piece.code,
                title=move.piece.title,
                deadline=move.piece.deadline,
                successor=agency_ref(move.successor),
            )
            for move in plan.moves
        ]
        offered = [AgencyRef.of(row) for row in plan.offered]
        of = AgencyRef.of(plan.predecessor)
        return cls(predecessor=of, offered=offered, open=len(plan.open), pieces=pieces)


class HandoverOut(BaseModel):
    """A hand-over that was made; `undone_at` where it was taken back."""

    id: UUID
    predecessor: AgencyRef
    dated: dt.date
    document: str
    note: str
    made_at: dt.datetime
    made_by: str
    undone_at: dt.datetime | None
    items: int

    @classmethod
    def of(cls, row: Handover, items: int | None = None) -> Self:
        """From a row with its agency and document; `items` where they were counted already."""
        return cls(
            id=row.pk,
            predecessor=AgencyRef.of(row.predecessor),
            dated=row.dated,
            document=row.document.slug if row.document else "",
            note=row.note,
            made_at=clock.local(row.made_at),
            made_by=row.made_label,
            undone_at=clock.local(row.undone_at) if row.undone_at else None,
            items=row.items.count() if items is None else items,
        )


class HandoverPage(BaseModel):
    """One page of the list."""

    items: list[HandoverOut]
    next: str | None
    total: int


class UndoIn(BaseModel):
    """Why it is taken back."""

    note: str


class StopIn(BaseModel):
    """The last day on which a turn may begin."""

    ends_on: dt.date


class RecurrenceOut(BaseModel):
    """A pattern with the codes of the tasks it made last."""

    code: str
    plan: str
    title: str
    lead: str
    joint: list[str]
    goal: str
    pillar: str
    deliverable: str
    every: Recurrence.Every
    due: Recurrence.Due
    due_number: int
    shift: Recurrence.Shift
    ahead_days: int
    starts_on: dt.date
    ends_on: dt.date | None
    version: int
    illustrative: bool
    made: list[str]

    @classmethod
    def of(cls, row: Recurrence) -> Self:
        """From a row."""
        told: dict[str, Any] = draft_of(row).model_dump()
        made = list(row.tasks.order_by("-occurs").values_list("code", flat=True)[:24])
        more = {"plan": row.plan.full_slug, "version": row.version, "illustrative": row.illustrative}
        return cls(**{**told, "joint": list(told["joint"])}, **more, made=made)


class RecurrencePage(BaseModel):
    """One page of the list."""

    items: list[RecurrenceOut]
    next: str | None
    total: int
