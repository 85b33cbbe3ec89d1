"""Targets and tasks as boards show them: grouped by pillar and by agency, pure over the rows of `shapes`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from tinhso.steering.labels import Label
from tinhso.steering.models import Outlook, Pillar, TargetStatus, TaskState
from tinhso.steering.queries.shapes import TargetRow, TaskRow

TARGET_LOOKS: Final[dict[str, str]] = {
    Outlook.ON_TRACK: "on_track",
    Outlook.NEEDS_PUSH: "needs_push",
    Outlook.SLOW: "behind",
    Outlook.BACKWARD: "backslide",
}
"""The look, in `base.web.statuses`, of an outlook."""

TASK_LOOKS: Final[dict[str, str]] = {
    Label.DONE_IN_TIME: "done",
    Label.DONE_LATE: "done",
    Label.UNDER_WAY: "in_progress",
    Label.UNDER_WAY_LATE: "overdue",
    Label.NOT_STARTED: "not_started",
    Label.EXTENSION_ASKED: "due_soon",
    Label.HANDED_BACK: "returned",
    Label.PAUSED: "paused",
    Label.DROPPED: "dropped",
}
"""The look of a task's label; its own word is shown beside."""

SETTLED: Final = frozenset({TargetStatus.EXCEEDED, TargetStatus.MET})
ENDED: Final = frozenset({TaskState.DONE, TaskState.DROPPED})


def look_of(status: TargetStatus, outlook: Outlook | None) -> str:
    """A target's badge and its part of a bar: its status; while it is open, its outlook."""
    if status == TargetStatus.NOT_MET and outlook:
        return TARGET_LOOKS[outlook]
    return str(status)


def look(row: TargetRow) -> str:
    """The look of a row."""
    return look_of(row.status, row.outlook)


def task_look(row: TaskRow) -> str:
    """A task's badge: late work is red whatever it is called."""
    return "overdue" if is_overdue(row) else TASK_LOOKS[row.label]


def is_overdue(row: TaskRow) -> bool:
    """Open, and past its deadline."""
    return row.late and row.state not in ENDED


def is_running(row: TaskRow) -> bool:
    """Neither done nor dropped."""
    return row.state not in ENDED


def pillar_of(row: TargetRow) -> Pillar | None:
    """The target's own pillar, or its goal's."""
    target = row.target
    return target.pillar or (target.goal.pillar if target.goal else None)


def looks(rows: Iterable[TargetRow]) -> dict[str, int]:
    """How many targets have each look."""
    return dict(Counter(look(row) for row in rows))
