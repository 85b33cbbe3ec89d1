"""What the API tells of targets and tasks in lists."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from pydantic import BaseModel

from tinhso.indicators.models import Direction, Kind
from tinhso.people.schemas import AgencyRef
from tinhso.steering.api_schemas.common import Exact, PillarRef, agency_ref
from tinhso.steering.labels import Label
from tinhso.steering.models import Outlook, TargetStatus, TaskState
from tinhso.steering.queries.boards import pillar_of
from tinhso.steering.queries.shapes import TargetRow, TaskRow


class MeasureRef(BaseModel):
    """The indicator whose figures a target is judged by."""

    code: str
    name: str
    kind: Kind
    unit: str


class TargetBrief(BaseModel):
    """A target where it stands: `value` against `due_value`; `reported` of `expected` parts are in."""

    code: str
    plan: str
    title: str
    title_en: str
    pillar: PillarRef | None
    place: str
    indicator: MeasureRef | None
    direction: Direction
    lead: AgencyRef | None
    clause: str
    baseline: Exact | None
    baseline_on: dt.date | None
    status: TargetStatus
    outlook: Outlook | None
    pace: Exact | None
    value: Exact | None
    numerator: Exact | None
    denominator: Exact | None
    dated: dt.date | None
    due_value: Exact | None
    due_on: dt.date | None
    reported: int
    expected: int
    retired_on: dt.date | None
    illustrative: bool
    href: str

    @classmethod
    def fields_of(cls, row: TargetRow) -> dict[str, Any]:
        """The values of a row with its plan, pillar, place, indicator and lead."""
        target = row.target
        measure = target.indicator
        own = ("code", "title", "title_en", "clause", "baseline", "baseline_on", "retired_on")
        state = (
            "status", "outlook", "pace", "value", "numerator", "denominator", "dated", "due_value", "due_on",
            "reported", "expected", "illustrative",
        )  # fmt: skip
        return {
            **{name: getattr(target, name) for name in own},
            **{name: getattr(row, name) for name in state},
            "plan": target.plan.full_slug,
            "pillar": PillarRef.of(pillar_of(row)),
            "place": target.place.code,
            "indicator": measure
            and MeasureRef(code=measure.code, name=measure.name, kind=Kind(measure.kind), unit=measure.unit),
            "direction": Direction(target.direction),
            "lead": agency_ref(target.lead),
            "href": target.get_absolute_url(),
        }

    @classmethod
    def of(cls, row: TargetRow) -> Self:
        """From a row."""
        return cls(**cls.fields_of(row))


class TaskBrief(BaseModel):
    """A task where it stands, with its official label; days late and left are working days."""

    code: str
    plan: str
    title: str
    title_en: str
    pillar: PillarRef | None
    lead: AgencyRef | None
    deliverable: str
    clause: str
    starts_on: dt.date | None
    deadline: dt.date | None
    deadline_text: str
    state: TaskState
    label: Label
    late: bool
    days_late: int
    days_left: int | None
    done_on: dt.date | None
    progress: int | None
    open_requests: list[str]
    retired_on: dt.date | None
    illustrative: bool
    href: str

    @classmethod
    def fields_of(cls, row: TaskRow) -> dict[str, Any]:
        """The values of a row with its plan, pillar and lead."""
        task = row.task
        own = (
            "code", "title", "title_en", "deliverable", "clause", "starts_on", "deadline_text", "retired_on",
        )  # fmt: skip
        state = (
            "deadline", "state", "label", "late", "days_late", "days_left", "done_on", "progress",
            "illustrative",
        )  # fmt: skip
        return {
            **{name: getattr(task, name) for name in own},
            **{name: getattr(row, name) for name in state},
            "plan": task.plan.full_slug,
            "pillar": PillarRef.of(task.pillar or (task.goal.pillar if task.goal else None)),
            "lead": agency_ref(task.lead),
            "open_requests": sorted(row.open_requests),
            "href": task.get_absolute_url(),
        }

    @classmethod
    def of(cls, row: TaskRow) -> Self:
        """From a row."""
        return cls(**cls.fields_of(row))


class TargetPage(BaseModel):
    """One page of the list."""

    items: list[TargetBrief]
    next: str | None
    total: int


class TaskPage(BaseModel):
    """One page of the list."""

    items: list[TaskBrief]
    next: str | None
    total: int
