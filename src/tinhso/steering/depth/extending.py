"""How often a task was given more time, and how often it may be without a reason of its own (gia hạn)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.steering.models import Plan, Task, TaskRequest


@dataclass(frozen=True)
class Deadline:
    """One of the deadlines a task has had: since when, why."""

    deadline: date
    since: datetime
    why: str
    illustrative: bool = False


def most_of(plan: Plan) -> int | None:
    """How often a task of the plan may be given more time; None: as often as is granted."""
    if plan.most_extensions is not None:
        return int(plan.most_extensions)
    found: int | None = settings.TINHSO_MOST_EXTENSIONS
    return found


def given(task: Task) -> int:
    """How often it was given more time."""
    kinds, answers = TaskRequest.Kind, TaskRequest.Decision
    return task.requests.filter(kind=kinds.EXTENSION, decision=answers.GRANTED).count()


def require_reason_beyond(task: Task, request: TaskRequest, note: str) -> None:
    """Past the plan's limit the decision says why. Raises Invalid (`note`)."""
    most = most_of(task.plan)
    if request.kind != TaskRequest.Kind.EXTENSION or most is None or note.strip():
        return
    times = given(task)
    if times >= most:
        raise Invalid(
            _("Nhiệm vụ đã gia hạn %(times)d lần, quy định nhiều nhất %(most)d lần.")
            % {"times": times, "most": most},
            code="beyond",
            field="note",
            hint=_("Nêu lý do cho gia hạn vượt số lần ở ô “Ý kiến” rồi đồng ý lại."),
        )


def deadlines(task: Task) -> list[Deadline]:
    """The deadlines the task has had, oldest first; one line each time it moved."""
    rows = task.events.exclude(deadline=None).order_by("recorded_at", "pk")
    found: list[Deadline] = []
    for row in rows:
        if row.deadline and (not found or found[-1].deadline != row.deadline):
            found.append(Deadline(row.deadline, row.recorded_at, row.note, row.illustrative))
    return found
