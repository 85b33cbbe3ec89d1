"""What the reads of this room answer: frozen, so that a page, the API and the command line say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from tinhso.documents.models import Document
from tinhso.steering.labels import Label
from tinhso.steering.models import Outlook, Plan, Target, TargetStatus, Task, TaskState


@dataclass(frozen=True)
class TargetTotals:
    """Targets by status. `itemised` of `total` are known one by one; the others count as unknown."""

    total: int = 0
    exceeded: int = 0
    met: int = 0
    not_met: int = 0
    dropped: int = 0
    unknown: int = 0
    itemised: int = 0

    @property
    def done(self) -> int:
        """Met or exceeded (đạt hoặc vượt)."""
        return self.exceeded + self.met


@dataclass(frozen=True)
class ReportedRow:
    """A total that a document states. None where it does not publish that part."""

    as_of: date
    total: int | None
    exceeded: int | None
    met: int | None
    not_met: int | None
    dropped: int | None
    unknown: int | None
    document: Document
    locator: str = ""
    observation_id: UUID | None = None
    illustrative: bool = False

    @property
    def done(self) -> int | None:
        """Met or exceeded; None where neither is published."""
        if self.met is None and self.exceeded is None:
            return None
        return (self.met or 0) + (self.exceeded or 0)


@dataclass(frozen=True)
class Difference:
    """One part in which a published total and the one computed from the items differ."""

    part: str
    reported: int
    computed: int


@dataclass(frozen=True)
class Comparison:
    """The latest published total beside the items computed as of the same day."""

    reported: ReportedRow
    computed: TargetTotals
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class TaskTotals:
    """Tasks by stored state and by official label; `late` are overdue and not finished, `done_late` were."""

    total: int = 0
    not_started: int = 0
    in_progress: int = 0
    paused: int = 0
    done: int = 0
    dropped: int = 0
    late: int = 0
    done_late: int = 0
    labels: Mapping[Label, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanSummary:
    """A plan in numbers. `known_at` None means: all that is known now."""

    plan: Plan
    as_of: date
    known_at: datetime | None
    targets: TargetTotals
    reported: tuple[ReportedRow, ...]
    tasks: TaskTotals
    comparison: Comparison | None = None
    with_illustrative: bool = False


@dataclass(frozen=True)
class TargetRow:
    """A target where it stands: `reported` of `expected` parts of the last period are in."""

    target: Target
    status: TargetStatus
    outlook: Outlook | None = None
    pace: Decimal | None = None
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    due_value: Decimal | None = None
    due_on: date | None = None
    dated: date | None = None
    observation_id: UUID | None = None
    statement_id: UUID | None = None
    reported: int = 0
    expected: int = 1
    illustrative: bool = False


@dataclass(frozen=True)
class TaskRow:
    """A task where it stands, with its official label."""

    task: Task
    state: TaskState
    label: Label
    late: bool
    days_late: int = 0
    days_left: int | None = None
    deadline: date | None = None
    done_on: date | None = None
    progress: int | None = None
    open_requests: frozenset[str] = frozenset()
    illustrative: bool = False


@dataclass(frozen=True)
class Point:
    """One point of a target's chart; `source` and `observation_id` where it is a figure."""

    on: date
    value: Decimal
    text: str = ""
    source: str = ""
    period: str = ""
    observation_id: UUID | None = None
    illustrative: bool = False


@dataclass(frozen=True)
class SeriesEvent:
    """A tick on the chart: a document, a statement, a reform of the places."""

    on: date
    text: str
    kind: str
    href: str = ""


@dataclass(frozen=True)
class Series:
    """All that the chart of a target shows; its table lists the same points."""

    target: Target
    unit: str
    decimals: int
    baseline: Point | None
    actual: tuple[Point, ...]
    needed: tuple[Point, ...]
    due: tuple[Point, ...]
    events: tuple[SeriesEvent, ...]
