"""What the API tells of a task in depth, of hand-overs and of patterns."""

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
from tinhso.steering.labels import Label
from tinhso.steering.models import (
    Deliverable,
    Handover,
    HandoverItem,
    JointAgency,
    Recurrence,
    TaskComment,
    TaskState,
)
from tinhso.steering.queries.shapes import TaskRow


class OtherTask(BaseModel):
    """A part, or a task that is waited for or waits; days late are working days."""

    code: str
    title: str
    lead: AgencyRef | None
    state: TaskState
    label: Label
    deadline: dt.date | None
    days_late: int
    progress: int | None
    href: str

    @classmethod
    def of(cls, row: TaskRow) -> Self:
        """From a row."""
        task = row.task
        same = ("state", "label", "deadline", "days_late", "progress")
        return cls(
            **{name: getattr(row, name) for name in same},
            code=task.code,
            title=task.title,
            lead=agency_ref(task.lead),
            href=task.get_absolute_url(),
        )


class JointOut(BaseModel):
    """What a joint agency says of its part."""

    agency: AgencyRef
    part: JointAgency.Part
    note: str
    answered_at: dt.datetime | None

    @classmethod
    def of(cls, row: JointAgency) -> Self:
        """From a row with its agency."""
        at = clock.local(row.answered_at) if row.answered_at else None
        part = JointAgency.Part(row.part)
        return cls(agency=AgencyRef.of(row.agency), part=part, note=row.note, answered_at=at)


class DeliverableOut(BaseModel):
    """What a task must hand in; `acceptor` null: the standing office."""

    id: UUID
    title: str
    required: bool
    acceptor: AgencyRef | None
    state: Deliverable.State

    @classmethod
    def of(cls, row: Deliverable) -> Self:
        """From a row with its acceptor."""
        state = Deliverable.State(row.state)
        return cls(
            id=row.pk, title=row.title, required=row.required, acceptor=agency_ref(row.acceptor), state=state
        )


class DeadlineOut(BaseModel):
    """A deadline the task has had."""

    deadline: dt.date
    since: dt.datetime
    why: str


class AttachedOut(BaseModel):
    """A file attached to a task."""

    file: UUID
    name: str
    note: str
    added_at: dt.datetime
    added_by: str


class CommentOut(BaseModel):
    """A comment in its last version."""

    id: UUID
    author: str
    text: str
    withdrawn: bool
    edited: bool
    at: dt.datetime

    @classmethod
    def of(cls, row: TaskComment) -> Self:
        """From a row with its root."""
        at = clock.local((row.root or row).recorded_at)
        edited = row.root_id is not None
        return cls(
            id=row.pk, author=row.author_label, text=row.text, withdrawn=row.withdrawn, edited=edited, at=at
        )


class InsideOut(BaseModel):
    """What stands inside a task. `files`, `comments` and `watching` are null to outsiders."""

    code: str
    parent: str | None
    parts_done: int
    parts: list[OtherTask]
    joint: list[JointOut]
    needs: list[OtherTask]
    followed_by: list[str]
    deliverables: list[DeliverableOut]
    deadlines: list[DeadlineOut]
    extensions: int
    most_extensions: int | None
    files: list[AttachedOut] | None
    comments: list[CommentOut] | None
    watching: bool | None


class NeedIn(BaseModel):
    """The code of the task that must be done first."""

    needs: str
    note: str = ""


class FileIn(BaseModel):
    """The id of a file sent before (`POST /files`)."""

    file: UUID
    note: str = ""


class CommentIn(BaseModel):
    """Words; `@code` names an agency or a person, who is told."""

    text: str


class JudgementIn(BaseModel):
    """Accepted, or returned with a note that says why."""

    accepted: bool
    note: str = ""


class MadeOut(BaseModel):
    """The codes of the tasks that were made."""

    codes: list[str]


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
    def of(cls, row: Handover) -> Self:
        """From a row with its agency and document."""
        return cls(
            id=row.pk,
            predecessor=AgencyRef.of(row.predecessor),
            dated=row.dated,
            document=row.document.slug if row.document else "",
            note=row.note,
            made_at=clock.local(row.made_at),
            made_by=row.made_label,
            undone_at=clock.local(row.undone_at) if row.undone_at else None,
            items=row.items.count(),
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
