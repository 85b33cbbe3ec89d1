"""Targets and tasks as boards show them: grouped by pillar and by agency, pure over the rows of `shapes`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tinhso.people.models import Agency
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


def pillar_of(row: TargetRow) -> Pillar | None:
    """The target's own pillar, or its goal's."""
    target = row.target
    return target.pillar or (target.goal.pillar if target.goal else None)


def looks(rows: Iterable[TargetRow]) -> dict[str, int]:
    """How many targets have each look."""
    return dict(Counter(look(row) for row in rows))


@dataclass(frozen=True)
class PillarLine:
    """A pillar with the looks of its targets; None gathers what no pillar holds."""

    pillar: Pillar | None
    looks: dict[str, int]
    total: int
    met: int


def by_pillar(rows: Sequence[TargetRow]) -> list[PillarLine]:
    """One line a pillar, in the pillars' order."""
    groups: dict[UUID | None, list[TargetRow]] = {}
    pillars: dict[UUID | None, Pillar | None] = {}
    for row in rows:
        pillar = pillar_of(row)
        key = pillar.pk if pillar else None
        pillars[key] = pillar
        groups.setdefault(key, []).append(row)
    lines = [
        PillarLine(pillars[key], looks(found), len(found), sum(row.status in SETTLED for row in found))
        for key, found in groups.items()
    ]
    return sorted(lines, key=lambda line: (line.pillar is None, line.pillar.order if line.pillar else 0))


@dataclass(frozen=True)
class AgencyLine:
    """An agency with its tasks: late, running, ended."""

    code: str
    name: str
    late: int
    running: int
    ended: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.late + self.running + self.ended

    @property
    def looks(self) -> dict[str, int]:
        """For a bar of statuses."""
        return {"overdue": self.late, "in_progress": self.running, "done": self.ended}


def by_agency(rows: Iterable[TaskRow]) -> list[AgencyLine]:
    """One line a lead agency, those with most late tasks first."""
    groups: dict[str, list[TaskRow]] = {}
    leads: dict[str, Agency | None] = {}
    for row in rows:
        lead = row.task.lead
        code = lead.code if lead else ""
        leads[code] = lead
        groups.setdefault(code, []).append(row)
    lines = {code: _agency_line(code, str(leads[code] or ""), found) for code, found in groups.items()}
    order = {code: lead.sort_key if lead else "~" for code, lead in leads.items()}
    return sorted(lines.values(), key=lambda line: (-line.late, -line.total, order[line.code], line.code))


def _agency_line(code: str, name: str, rows: Sequence[TaskRow]) -> AgencyLine:
    late = sum(is_overdue(row) for row in rows)
    ended = sum(row.state in ENDED for row in rows)
    return AgencyLine(code, name, late, len(rows) - late - ended, ended)
