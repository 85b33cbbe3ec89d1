"""What the API takes and tells of reports."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Self
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, field_validator
from pydantic_core import PydanticCustomError

from tinhso.base import clock
from tinhso.indicators.outputs import FigureOut
from tinhso.people.schemas import AgencyRef
from tinhso.steering.models import Report, TaskState
from tinhso.steering.schemas import ReportDraft

_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_NUMBERS = ("value", "numerator", "denominator", "actual", "target", "percent_printed")


class ReportIn(ReportDraft):
    """A report to send: for a target its period and figure, for a task its state; and words.

    Numbers are JSON numbers or decimal strings; a string that may be grouped thousands (`1.680`) is refused.
    """

    @field_validator(*_NUMBERS, mode="before")
    @classmethod
    def _unambiguous(cls, value: Any) -> Any:
        if isinstance(value, str) and _GROUPED.fullmatch(value.strip()):
            plain = value.strip().replace(".", "")
            raise PydanticCustomError(
                "ambiguous",
                "{message}",
                {
                    "message": _("“%(value)s” có thể hiểu hai cách: viết %(plain)s, hoặc một số JSON.")
                    % {"value": value, "plain": plain}
                },
            )
        return value

    def draft(self) -> ReportDraft:
        """What the room's action takes."""
        return ReportDraft(**self.model_dump())


class ReportOut(BaseModel):
    """A report as it was sent, and where it stands."""

    id: UUID
    target: str | None
    task: str | None
    agency: AgencyRef
    period: str
    dated: dt.date
    state: Report.State
    figure: FigureOut | None
    task_state: TaskState | None
    task_done_on: dt.date | None
    progress: int | None
    done: str
    difficulties: str
    causes: str
    proposals: str
    submitted_at: dt.datetime
    submitted_by: str
    decision_note: str
    version: int
    illustrative: bool

    @classmethod
    def of(cls, report: Report, figure: FigureOut | None) -> Self:
        """From a row with its target or task and agency."""
        same = (
            "id", "period", "dated", "task_done_on", "progress", "done", "difficulties", "causes",
            "proposals", "decision_note", "version", "illustrative",
        )  # fmt: skip
        return cls(
            **{name: getattr(report, name) for name in same},
            target=report.target.code if report.target else None,
            task=report.task.code if report.task else None,
            agency=AgencyRef.of(report.agency),
            state=Report.State(report.state),
            figure=figure,
            task_state=TaskState(report.task_state) if report.task_state else None,
            submitted_at=clock.local(report.submitted_at),
            submitted_by=report.submitted_label,
        )
