"""The monthly table by agency, and what one agency answers for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.base import clock
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.people.models import Agency
from tinhso.steering.models import Outlook, Report, Target, TargetStatus, Task, TaskState
from tinhso.steering.queries.doings import rows_of, task_states_of
from tinhso.steering.queries.joint_parts import PartCounts, parts_of, together
from tinhso.steering.queries.owed import Owed, owed, reporting_month, with_predecessors
from tinhso.steering.queries.plans import plans_of_home
from tinhso.steering.queries.shapes import TargetRow, TaskRow, TaskTotals
from tinhso.steering.queries.standings import now_rows, target_states_of
from tinhso.steering.queries.summary import task_totals

_ENDED = (TaskState.DONE, TaskState.DROPPED)


@dataclass(frozen=True)
class MonthlyRow:
    """One agency in one month. `agency` None gathers what has no lead."""

    agency: Agency | None
    targets: int = 0
    targets_done: int = 0
    targets_not_met: int = 0
    targets_behind: int = 0
    targets_unknown: int = 0
    tasks: int = 0
    tasks_done: int = 0
    tasks_done_in_month: int = 0
    tasks_running: int = 0
    tasks_late: int = 0
    reports_sent: int = 0
    reports_confirmed: int = 0
    reports_owed: int = 0


@dataclass(frozen=True)
class MonthlyTable:
    """The table of a month as it stood at its end, or stands today while it runs; `sum` is the last line."""

    month: Period
    as_of: date
    rows: tuple[MonthlyRow, ...]
    sum: MonthlyRow
    with_illustrative: bool


def monthly_table(month: date, *, with_illustrative: bool = False) -> MonthlyTable:
    """The home province's agencies in the month that holds the day `month`; queries do not grow with rows.

    Targets and tasks count at their lead. Reports count by the day they were sent; owed are those of the
    reporting month of that name.
    """
    period = Period.of(PeriodKind.MONTH, month)
    today = clock.today()
    past = period.end < today
    as_of = period.end if past else None
    plans = [plan.pk for plan in plans_of_home()]
    targets = target_states_of(plans, as_of, with_illustrative=with_illustrative)
    tasks = task_states_of(plans, as_of, with_illustrative=with_illustrative)
    reports = _reports(plans, period, with_illustrative=with_illustrative)
    debts = owed(Period.parse(f"R{period.code}"), with_illustrative=with_illustrative)
    rows = _by_agency(targets, tasks, reports, debts, period)
    return MonthlyTable(period, as_of or today, tuple(rows), _summed(rows), with_illustrative)


def _reports(plans: Sequence[UUID], month: Period, *, with_illustrative: bool) -> list[Report]:
    rows = Report.objects.filter(
        Q(target__plan__in=plans) | Q(task__plan__in=plans),
        submitted_at__date__gte=month.start,
        submitted_at__date__lte=month.end,
    ).select_related("agency")
    return list(rows if with_illustrative else rows.filter(illustrative=False))


def _by_agency(
    targets: Sequence[TargetRow],
    tasks: Sequence[TaskRow],
    reports: Sequence[Report],
    debts: Sequence[Owed],
    month: Period,
) -> list[MonthlyRow]:
    known: dict[UUID | None, Agency | None] = {}
    counts: dict[UUID | None, Counter[str]] = defaultdict(Counter)

    def note(agency: Agency | None, *columns: str) -> None:
        key = agency.pk if agency else None
        known[key] = agency
        counts[key].update(columns)

    for target in targets:
        note(target.target.lead, *_target_columns(target))
    for task in tasks:
        note(task.task.lead, *_task_columns(task, month))
    for report in reports:
        confirmed = report.state == Report.State.CONFIRMED
        note(report.agency, "reports_sent", *(("reports_confirmed",) if confirmed else ()))
    for debt in debts:
        note(debt.agency, "reports_owed")
    ordered = sorted(known.items(), key=lambda pair: (pair[1] is None, pair[1].sort_key if pair[1] else ""))
    return [MonthlyRow(agency, **counts[key]) for key, agency in ordered]


def _target_columns(row: TargetRow) -> list[str]:
    columns = ["targets"]
    if row.status in (TargetStatus.EXCEEDED, TargetStatus.MET):
        columns.append("targets_done")
    if row.status == TargetStatus.NOT_MET:
        columns.append("targets_not_met")
        if row.outlook in (Outlook.SLOW, Outlook.BACKWARD):
            columns.append("targets_behind")
    if row.status == TargetStatus.UNKNOWN:
        columns.append("targets_unknown")
    return columns


def _task_columns(row: TaskRow, month: Period) -> list[str]:
    columns = ["tasks"]
    if row.state == TaskState.DONE:
        columns.append("tasks_done")
        if row.done_on and month.contains(row.done_on):
            columns.append("tasks_done_in_month")
    elif row.state not in _ENDED:
        columns.append("tasks_late" if row.late else "tasks_running")
    return columns


def _summed(rows: Sequence[MonthlyRow]) -> MonthlyRow:
    names = [name for name in MonthlyRow.__dataclass_fields__ if name != "agency"]
    return MonthlyRow(None, **{name: sum(getattr(row, name) for row in rows) for name in names})


@dataclass(frozen=True)
class AgencyPanel:
    """What one agency answers for, its predecessors' work included.

    `parts` are those of joint agencies in the running tasks it leads, `own_parts` its own in running tasks of
    others, both counted by task.
    """

    agency: Agency
    targets: tuple[TargetRow, ...]
    tasks: tuple[TaskRow, ...]
    joint: tuple[TaskRow, ...]
    totals: TaskTotals
    owed: tuple[Owed, ...]
    reports: tuple[Report, ...]
    parts: Mapping[UUID, PartCounts]
    own_parts: Mapping[UUID, PartCounts]

    @property
    def of_others(self) -> PartCounts:
        """How many parts joint agencies confirmed, and still owe a word on."""
        return together(self.parts.values())

    @property
    def of_its_own(self) -> PartCounts:
        """How many of its own parts it confirmed, and still owes a word on."""
        return together(self.own_parts.values())


def agency_panel(agency: Agency, *, with_illustrative: bool = False) -> AgencyPanel:
    """Targets led or collected, tasks led and joint, reports owed and sent lately; queries do not grow."""
    mine = with_predecessors([agency.pk])
    plans = [plan.pk for plan in plans_of_home()]
    shown = Q() if with_illustrative else Q(illustrative=False)
    targets = Target.objects.filter(
        shown, Q(lead__in=mine) | Q(collectors__agency__in=mine), plan__in=plans
    ).distinct()
    led = rows_of(_tasks(shown, Q(lead__in=mine), plans), with_illustrative=with_illustrative)
    along = _tasks(shown, Q(joint_links__agency__in=mine), plans)
    joint = rows_of(along, with_illustrative=with_illustrative)
    reports = Report.objects.filter(shown, agency=agency).select_related("target", "task", "agency")
    return AgencyPanel(
        agency=agency,
        targets=tuple(now_rows(targets, with_illustrative=with_illustrative)),
        tasks=tuple(led),
        joint=tuple(joint),
        totals=task_totals(led),
        owed=tuple(owed(reporting_month(clock.today()), mine, with_illustrative=with_illustrative)),
        reports=tuple(reports.order_by("-submitted_at")[:20]),
        parts=parts_of(_running(led), with_illustrative=with_illustrative),
        own_parts=parts_of(_running(joint), mine, with_illustrative=with_illustrative),
    )


def _running(rows: Sequence[TaskRow]) -> list[UUID]:
    return [row.task.pk for row in rows if row.state not in _ENDED]


def _tasks(shown: Q, which: Q, plans: Sequence[UUID]) -> QuerySet[Task]:
    rows = Task.objects.filter(shown, which, plan__in=plans).distinct()
    return rows.order_by("deadline", "plan__order", "order", "code")
