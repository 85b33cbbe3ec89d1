"""What one item of each of this room's pack sections looks like."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, Field

from tinhso.base.packs.fields import Number
from tinhso.base.packs.info import Words
from tinhso.base.packs.section import PackItem
from tinhso.indicators.models import Direction
from tinhso.steering.models import Pillar, Plan, Report, TargetStatus, TaskRequest, TaskState

Percent = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=0)]


def _in_order(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(codes))


Codes = Annotated[tuple[str, ...], AfterValidator(_in_order)]
"""Codes whose order says nothing."""


class PillarItem(PackItem):
    """A pillar of the province's own (trụ cột)."""

    code: str
    name: Words
    national: Pillar.National
    order: int = 0


class PlanItem(PackItem):
    """A resolution, plan, scheme or decision (kế hoạch, nghị quyết, đề án)."""

    slug: str
    full_slug: str
    place: str
    kind: Plan.Kind
    title: Words
    short_title: Annotated[str, Field(max_length=120)]
    starts_on: dt.date
    ends_on: dt.date
    document: str = ""
    stage: Plan.Stage = Plan.Stage.IN_FORCE
    declared_targets: Count | None = None
    declared_tasks: Count | None = None
    itemised: bool = False
    previous: str = ""
    note: str = ""
    order: int = 0


class GoalItem(PackItem):
    """A heading of a plan (mục tiêu)."""

    plan: str
    code: str
    title: str
    pillar: str = ""
    order: int = 0


class ValueItem(PackItem):
    """What is due at a date."""

    due_on: dt.date
    value: Number
    text: str = ""


class TargetItem(PackItem):
    """What a plan sets out to reach (chỉ tiêu). An empty `lead`: the source does not say who leads."""

    code: str
    plan: str
    place: str
    title: Words
    goal: str = ""
    pillar: str = ""
    indicator: str = ""
    direction: Direction = Direction.UP
    baseline: Number | None = None
    baseline_on: dt.date | None = None
    lead: str = ""
    clause: str = ""
    note: str = ""
    order: int = 0
    values: tuple[ValueItem, ...] = ()


class CollectorItem(PackItem):
    """An agency that reports its part of a target (đơn vị báo cáo)."""

    target: str
    agency: str
    place: str = ""


class TaskItem(PackItem):
    """A piece of work (nhiệm vụ)."""

    code: str
    plan: str
    title: Words
    goal: str = ""
    pillar: str = ""
    parent: str = ""
    lead: str = ""
    joint: Codes = ()
    targets: Codes = ()
    deliverable: str = ""
    budget_note: str = ""
    clause: str = ""
    starts_on: dt.date | None = None
    deadline: dt.date | None = None
    deadline_text: str = ""
    state: TaskState = TaskState.NOT_STARTED
    done_on: dt.date | None = None
    progress: Percent | None = None
    order: int = 0


class TotalItem(PackItem):
    """A total that a document states of a plan (số tổng hợp đã công bố); parts not published stay empty."""

    plan: str
    dated: dt.date
    document: str
    locator: str
    observation: str = ""
    total: Count | None = None
    exceeded: Count | None = None
    met: Count | None = None
    not_met: Count | None = None
    dropped: Count | None = None
    unknown: Count | None = None


class StatementItem(PackItem):
    """A status stated of a target, with its reason."""

    target: str
    dated: dt.date
    status: TargetStatus
    note: str
    document: str = ""


class ReportItem(PackItem):
    """A report on a target or a task; its figure is an item of `figures`. Without `period`: its month."""

    code: Annotated[str, Field(max_length=100)]
    target: str = ""
    task: str = ""
    agency: str
    period: str = ""
    dated: dt.date
    observation: str = ""
    task_state: TaskState | None = None
    task_done_on: dt.date | None = None
    progress: Percent | None = None
    done: str = ""
    difficulties: str = ""
    causes: str = ""
    proposals: str = ""
    state: Report.State = Report.State.SUBMITTED
    submitted_at: dt.datetime
    submitted_by: str
    decided_at: dt.datetime | None = None
    decided_by: str = ""
    decision_note: str = ""


class RequestItem(PackItem):
    """An open request about a task (xin gia hạn, trả lại)."""

    task: str
    kind: TaskRequest.Kind
    agency: str
    grounds: str
    asked_at: dt.datetime
    asked_by: str
    until: dt.date | None = None
