"""What the API tells of a task in depth."""

from __future__ import annotations

import datetime as dt
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from tinhso.base import clock
from tinhso.people.schemas import AgencyRef
from tinhso.steering.api_schemas.common import agency_ref
from tinhso.steering.labels import Label
from tinhso.steering.models import (
    Deliverable,
    JointAgency,
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
