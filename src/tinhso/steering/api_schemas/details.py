"""What the API tells of one target and of one task: everything that stands around it."""

from __future__ import annotations

import datetime as dt
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from tinhso.base import clock
from tinhso.indicators.outputs import SourceOut
from tinhso.people.schemas import AgencyRef
from tinhso.steering.api_schemas.common import Exact, source_of
from tinhso.steering.api_schemas.items import TargetBrief, TaskBrief
from tinhso.steering.models import Statement, TargetStatus, Task, TaskEvent, TaskRequest, TaskState
from tinhso.steering.queries.shapes import Point, Series, SeriesEvent, TargetRow, TaskRow


class PointOut(BaseModel):
    """A point of the target's line. `figure` is the id of the figure it is, where it is one."""

    on: dt.date
    value: Exact
    text: str
    period: str
    source: str
    figure: UUID | None
    illustrative: bool

    @classmethod
    def of(cls, point: Point) -> Self:
        """From a point of the series."""
        same = ("on", "value", "text", "period", "source", "illustrative")
        return cls(**{name: getattr(point, name) for name in same}, figure=point.observation_id)


class EventOut(BaseModel):
    """Something that happened on the way: a document, a statement, a reform of the places."""

    on: dt.date
    kind: str
    text: str
    href: str

    @classmethod
    def of(cls, event: SeriesEvent) -> Self:
        """From an event of the series."""
        return cls(on=event.on, kind=event.kind, text=event.text, href=event.href)


class SeriesOut(BaseModel):
    """The target's line: where it began, figures, the pace needed, what is due."""

    unit: str
    baseline: PointOut | None
    actual: list[PointOut]
    needed: list[PointOut]
    due: list[PointOut]
    events: list[EventOut]

    @classmethod
    def of(cls, series: Series) -> Self:
        """From the room's own answer."""
        return cls(
            unit=series.unit,
            baseline=PointOut.of(series.baseline) if series.baseline else None,
            actual=[PointOut.of(point) for point in series.actual],
            needed=[PointOut.of(point) for point in series.needed],
            due=[PointOut.of(point) for point in series.due],
            events=[EventOut.of(event) for event in series.events],
        )


class CollectorOut(BaseModel):
    """An agency that reports its part, of which place."""

    agency: AgencyRef
    place: str | None


class StatementOut(BaseModel):
    """A status that was stated, with its reason."""

    dated: dt.date
    status: TargetStatus
    note: str
    source: SourceOut | None
    illustrative: bool

    @classmethod
    def of(cls, row: Statement) -> Self:
        """From a row with its document."""
        return cls(
            dated=row.dated,
            status=TargetStatus(row.status),
            note=row.note,
            source=source_of(row.document) if row.document else None,
            illustrative=row.illustrative,
        )


class TargetOut(TargetBrief):
    """A target with its line, the agencies that report it, what was stated, and the tasks that serve it."""

    note: str
    goal: str | None
    collectors: list[CollectorOut]
    statements: list[StatementOut]
    tasks: list[str]
    series: SeriesOut

    @classmethod
    def told(cls, row: TargetRow, series: Series, *, illustrative: bool) -> Self:
        """From a row and its line; three reads more."""
        target = row.target
        statements = Statement.objects.standing().filter(target=target).order_by("-dated", "-recorded_at")
        tasks = target.tasks.order_by("order", "code")
        if not illustrative:
            statements, tasks = statements.filter(illustrative=False), tasks.filter(illustrative=False)
        return cls(
            **cls.fields_of(row),
            note=target.note,
            goal=target.goal.title if target.goal else None,
            collectors=[
                CollectorOut(agency=AgencyRef.of(each.agency), place=each.place.code if each.place else None)
                for each in target.collectors.select_related("agency", "place").order_by("agency__sort_key")
            ],
            statements=[StatementOut.of(each) for each in statements.select_related("document")],
            tasks=[task.code for task in tasks],
            series=SeriesOut.of(series),
        )


class TaskEventOut(BaseModel):
    """A change in the life of a task."""

    dated: dt.date
    state: TaskState
    deadline: dt.date | None
    done_on: dt.date | None
    progress: int | None
    note: str
    source: SourceOut | None
    illustrative: bool

    @classmethod
    def of(cls, row: TaskEvent) -> Self:
        """From a row with its document."""
        same = ("dated", "deadline", "done_on", "progress", "note", "illustrative")
        return cls(
            **{name: getattr(row, name) for name in same},
            state=TaskState(row.state),
            source=source_of(row.document) if row.document else None,
        )


class TaskRequestOut(BaseModel):
    """What was asked about a task, and the answer."""

    kind: TaskRequest.Kind
    agency: AgencyRef
    until: dt.date | None
    asked_at: dt.datetime
    decision: TaskRequest.Decision

    @classmethod
    def of(cls, row: TaskRequest) -> Self:
        """From a row with its agency."""
        return cls(
            kind=TaskRequest.Kind(row.kind),
            agency=AgencyRef.of(row.agency),
            until=row.until,
            asked_at=clock.local(row.asked_at),
            decision=TaskRequest.Decision(row.decision),
        )


class TaskOut(TaskBrief):
    """A task with those who work along, the targets it serves, and what happened to it."""

    budget_note: str
    goal: str | None
    joint: list[AgencyRef]
    targets: list[str]
    events: list[TaskEventOut]
    requests: list[TaskRequestOut]

    @classmethod
    def told(cls, row: TaskRow, *, illustrative: bool) -> Self:
        """From a row; four reads more."""
        task: Task = row.task
        shown = {} if illustrative else {"illustrative": False}
        events = task.events.filter(**shown).select_related("document").order_by("-dated", "-recorded_at")
        requests = task.requests.filter(**shown).select_related("agency").order_by("-asked_at")
        return cls(
            **cls.fields_of(row),
            budget_note=task.budget_note,
            goal=task.goal.title if task.goal else None,
            joint=[AgencyRef.of(each) for each in task.joint.order_by("sort_key", "code")],
            targets=[each.code for each in task.targets.filter(**shown).order_by("order", "code")],
            events=[TaskEventOut.of(each) for each in events],
            requests=[TaskRequestOut.of(each) for each in requests],
        )
