"""Scoring agencies over a period (chấm điểm đơn vị): every task in one class, by its events."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from tinhso.base import clock
from tinhso.base.calendar.periods import Period
from tinhso.base.numbers import round_half_up
from tinhso.people import queries as people
from tinhso.people.models import Agency
from tinhso.steering.queries.urgent import TaskThen, tasks_then
from tinhso.urging.models import Scoring, TaskClass

_OPEN: Final = frozenset({"not_started", "in_progress"})


@dataclass(frozen=True)
class Standing:
    """An agency in a period: tasks by class, and its rate in hundredths; None where nothing counts."""

    agency: Agency
    classes: Counter[TaskClass]
    good: int
    counted: int
    rank: int | None = None

    @property
    def total(self) -> int:
        """All tasks of the period."""
        return sum(self.classes.values())

    @property
    def rate(self) -> Decimal | None:
        """100 × good ÷ counted, rounded half up to one decimal."""
        return round_half_up(Decimal(100) * self.good / self.counted, 1) if self.counted else None


def class_of(task: TaskThen, end: date) -> TaskClass | None:
    """What became of a task by the end of the period; None for what is paused or was dropped."""
    if task.state == "done" and task.done_on is not None:
        late = task.deadline is not None and task.done_on > task.deadline
        return TaskClass.DONE_LATE if late else TaskClass.ON_TIME
    if task.state not in _OPEN:
        return None
    late = task.deadline is not None and task.deadline < end
    return TaskClass.OPEN_LATE if late else TaskClass.OPEN_IN_TIME


def belongs(task: TaskThen, period: Period, basis: str) -> bool:
    """Whether the task belongs to the period: due in it, or alive in it (not done before it began)."""
    if basis == Scoring.Basis.DUE:
        return task.deadline is not None and period.start <= task.deadline <= period.end
    return task.done_on is None or task.done_on >= period.start


def last_day(period: Period) -> date:
    """The day by which the period is told: its end, or today while it runs."""
    return min(period.end, clock.today())


def classified(
    period: Period, scoring: Scoring, *, with_illustrative: bool
) -> Iterator[tuple[TaskThen, TaskClass]]:
    """Every task of the period with its class."""
    end = last_day(period)
    for task in tasks_then(end, with_illustrative=with_illustrative):
        found = class_of(task, end)
        if found is not None and belongs(task, period, scoring.basis):
            yield task, found


def standings(period: Period, scoring: Scoring, *, with_illustrative: bool) -> list[Standing]:
    """Every agency with tasks in the period, the best rate first; three queries."""
    by_agency: dict[UUID, Counter[TaskClass]] = defaultdict(Counter)
    for task, found in classified(period, scoring, with_illustrative=with_illustrative):
        by_agency[task.lead][found] += 1
    rows = [
        Standing(agency, classes, _sum(classes, scoring.good), _sum(classes, scoring.counted))
        for agency in people.agencies().filter(pk__in=by_agency)
        for classes in [by_agency[agency.pk]]
    ]
    return ranked(rows)


def _sum(classes: Counter[TaskClass], wanted: Iterable[str]) -> int:
    return sum(classes[TaskClass(one)] for one in wanted)


def ranked(rows: Sequence[Standing]) -> list[Standing]:
    """By rate, then by number; equal rates share a rank, agencies without a rate stand last and have none."""

    def key(row: Standing) -> tuple[bool, Decimal, int, str]:
        return (row.rate is None, -(row.rate or Decimal(0)), -row.counted, row.agency.sort_key)

    found: list[Standing] = []
    for place, row in enumerate(sorted(rows, key=key), 1):
        before = found[-1] if found else None
        same = before is not None and before.rate == row.rate
        rank = None if row.rate is None else before.rank if same and before else place
        found.append(Standing(row.agency, row.classes, row.good, row.counted, rank))
    return found
