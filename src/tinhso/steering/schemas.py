"""Typed inputs of this room, shared by pages, API, workbooks and the command line."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from tinhso.indicators.models import Direction
from tinhso.indicators.schemas import Text, Values
from tinhso.steering.models import Plan, TargetStatus, TaskRequest, TaskState

Long = Annotated[Text, Field(max_length=20_000)]
Title = Annotated[Text, Field(min_length=1, max_length=2_000)]
Number = Annotated[Decimal, Field(max_digits=24, decimal_places=6)]


class Draft(BaseModel):
    """Base of what people type."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class ReportDraft(Values):
    """A report before it is sent (báo cáo đang nhập): a figure for a target, a state for a task, and words.

    `period` is a period's code (`2026-10`, `2026-Q3`); `agency` a code, empty where only one can be meant;
    `over_reason` explains a numerator greater than its denominator; `evidence` are files stored before.
    """

    period: str = ""
    dated: dt.date | None = None
    agency: str = ""
    text: Text = Field(default="", max_length=500)
    over_reason: Text = Field(default="", max_length=1000)
    task_state: TaskState | None = None
    task_done_on: dt.date | None = None
    progress: int | None = Field(default=None, ge=0, le=100)
    done: Long = ""
    difficulties: Long = ""
    causes: Long = ""
    proposals: Long = ""
    evidence: tuple[UUID, ...] = ()


class RequestDraft(Draft):
    """More time for a task, or handing it back, with grounds (đề nghị gia hạn, trả lại)."""

    kind: TaskRequest.Kind
    grounds: Long
    until: dt.date | None = None
    agency: str = ""


class StatementDraft(Draft):
    """A status stated with its reason (công bố trạng thái). `document` is a slug."""

    status: TargetStatus
    dated: dt.date
    note: Long
    document: str = ""


class TaskChange(Draft):
    """A direct change by the standing office: state, dates, progress, from the day `dated`."""

    state: TaskState
    dated: dt.date
    deadline: dt.date | None = None
    done_on: dt.date | None = None
    progress: int | None = Field(default=None, ge=0, le=100)
    document: str = ""
    note: Long = ""


class PlanDraft(Draft):
    """A plan as typed. `document` is a slug, `place` a code; `slug` short, unique within the province."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    kind: Plan.Kind
    title: Title
    title_en: Text = ""
    short_title: Annotated[Text, Field(min_length=1, max_length=120)]
    stage: Plan.Stage = Plan.Stage.IN_FORCE
    starts_on: dt.date
    ends_on: dt.date
    place: str
    document: str = ""
    declared_targets: int | None = Field(default=None, ge=0, le=10_000)
    declared_tasks: int | None = Field(default=None, ge=0, le=10_000)
    itemised: bool = False
    note: Long = ""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError(_("Ngày kết thúc đứng trước ngày bắt đầu."))
        return self


class GoalDraft(Draft):
    """A goal as typed; `pillar` is a code."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    title: Title
    pillar: str = ""


class DueDraft(Draft):
    """A value due at a date."""

    due_on: dt.date
    value: Number
    text: Text = Field(default="", max_length=200)


class TargetDraft(Draft):
    """A target as typed; `goal`, `pillar`, `indicator`, `lead`, `collectors` are codes, `place` one too.

    An empty `place` is the plan's own.
    """

    code: Annotated[str, Field(min_length=1, max_length=120)]
    title: Title
    title_en: Text = ""
    goal: str = ""
    pillar: str = ""
    indicator: str = ""
    place: str = ""
    direction: Direction = Direction.UP
    baseline: Number | None = None
    baseline_on: dt.date | None = None
    lead: str = ""
    clause: Text = Field(default="", max_length=500)
    note: Long = ""
    values: tuple[DueDraft, ...] = ()
    collectors: tuple[str, ...] = ()


class TaskDraft(Draft):
    """A task as typed; `goal`, `pillar`, `lead`, `joint`, `targets` are codes."""

    code: Annotated[str, Field(min_length=1, max_length=120)]
    title: Title
    title_en: Text = ""
    goal: str = ""
    pillar: str = ""
    lead: str = ""
    joint: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    deliverable: Long = ""
    budget_note: Long = ""
    clause: Text = Field(default="", max_length=500)
    starts_on: dt.date | None = None
    deadline: dt.date | None = None
    deadline_text: Annotated[Text, Field(max_length=120)] = ""
