"""What happened in this room, for rooms that react to it."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class ReportEvent(Event):
    """A report moved; it is on a target or on a task."""

    report: UUID
    agency: UUID
    target: UUID | None = None
    task: UUID | None = None


class TargetReported(ReportEvent):
    """A report waits for confirmation."""

    name: ClassVar[str] = "steering.reported"


class ReportConfirmed(ReportEvent):
    """A report was confirmed: its figure or state is in force."""

    name: ClassVar[str] = "steering.confirmed"


class ReportReturned(ReportEvent):
    """A report was returned with a reason."""

    name: ClassVar[str] = "steering.returned"


class TaskChanged(Event):
    """State, deadline or lead of a task changed."""

    name: ClassVar[str] = "steering.task_changed"
    task: UUID
    state: str


class TaskAsked(Event):
    """More time is asked for a task, or it is handed back."""

    name: ClassVar[str] = "steering.task_asked"
    task: UUID
    kind: str


class PlanChanged(Event):
    """A plan, or what it holds, was edited."""

    name: ClassVar[str] = "steering.plan_changed"
    plan: UUID


class StatusStated(Event):
    """A status was stated for a target, or (`withdrawn`) that status no longer is."""

    name: ClassVar[str] = "steering.status_stated"
    target: UUID
    status: str
    withdrawn: bool = False
