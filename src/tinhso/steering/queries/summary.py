"""A plan in numbers: totals of its items beside the totals that documents state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from tinhso.base import clock
from tinhso.steering.facts import View
from tinhso.steering.labels import Label
from tinhso.steering.models import Plan, ReportedTotal, TargetStatus, TaskState
from tinhso.steering.queries.doings import task_states
from tinhso.steering.queries.shapes import (
    Comparison,
    Difference,
    PlanSummary,
    ReportedRow,
    TargetRow,
    TargetTotals,
    TaskRow,
    TaskTotals,
)
from tinhso.steering.queries.standings import states_then, target_states

PARTS = ("total", "exceeded", "met", "not_met", "dropped", "unknown")


def plan_summary(
    plan: Plan,
    as_of: date | None = None,
    known_at: datetime | None = None,
    *,
    with_illustrative: bool = False,
) -> PlanSummary:
    """Targets by status, published totals, tasks; and the latest published total beside the items of its day.

    Now comes from the current state, a past moment from the facts. Reads at most twelve queries.
    """
    day = as_of or clock.today()
    rows = target_states(plan, as_of, known_at, with_illustrative=with_illustrative)
    reported = reported_rows([plan.pk], day, known_at, with_illustrative=with_illustrative).get(plan.pk, ())
    return PlanSummary(
        plan=plan,
        as_of=day,
        known_at=known_at,
        targets=target_totals(plan, rows),
        reported=reported,
        tasks=task_totals(task_states(plan, as_of, known_at, with_illustrative=with_illustrative)),
        comparison=comparison(plan, rows, reported, known_at, with_illustrative=with_illustrative),
        with_illustrative=with_illustrative,
    )


def target_totals(plan: Plan, rows: Collection[TargetRow]) -> TargetTotals:
    """Count targets by status. Those a plan declares but nobody has listed have no information."""
    by_status = Counter(row.status for row in rows)
    total = max(len(rows), plan.declared_targets or 0)
    return TargetTotals(
        total=total,
        exceeded=by_status[TargetStatus.EXCEEDED],
        met=by_status[TargetStatus.MET],
        not_met=by_status[TargetStatus.NOT_MET],
        dropped=by_status[TargetStatus.DROPPED],
        unknown=by_status[TargetStatus.UNKNOWN] + total - len(rows),
        itemised=len(rows),
    )


def task_totals(rows: Iterable[TaskRow]) -> TaskTotals:
    """Count tasks by stored state and by official label."""
    found = list(rows)
    states = Counter(row.state for row in found)
    labels = Counter(row.label for row in found)
    return TaskTotals(
        total=len(found),
        not_started=states[TaskState.NOT_STARTED],
        in_progress=states[TaskState.IN_PROGRESS],
        paused=states[TaskState.PAUSED],
        done=states[TaskState.DONE],
        dropped=states[TaskState.DROPPED],
        late=sum(row.late for row in found if row.state != TaskState.DONE),
        done_late=labels[Label.DONE_LATE],
        labels={label: labels[label] for label in Label if labels[label]},
    )


def reported_rows(
    plans: Collection[UUID],
    as_of: date,
    known_at: datetime | None = None,
    *,
    with_illustrative: bool = False,
) -> dict[UUID, tuple[ReportedRow, ...]]:
    """Published totals by plan, oldest first, in the latest correction known; one query."""
    seen = ReportedTotal.objects.all()
    if known_at is not None:
        seen = seen.filter(recorded_at__lte=known_at)
    if not with_illustrative:
        seen = seen.filter(illustrative=False)
    rows = (
        seen.filter(~Exists(seen.filter(supersedes=OuterRef("pk"))), plan__in=plans, dated__lte=as_of)
        .select_related("document__issuer")
        .order_by("dated", "recorded_at", "id")
    )
    found: dict[UUID, tuple[ReportedRow, ...]] = {}
    for row in rows:
        found[row.plan_id] = (*found.get(row.plan_id, ()), _reported(row))
    return found


def _reported(row: ReportedTotal) -> ReportedRow:
    return ReportedRow(
        as_of=row.dated,
        **{part: getattr(row, part) for part in PARTS},
        document=row.document,
        locator=row.locator,
        observation_id=row.observation_id,
        illustrative=row.illustrative,
    )


def comparison(
    plan: Plan,
    rows: Collection[TargetRow],
    reported: Sequence[ReportedRow],
    known_at: datetime | None = None,
    *,
    with_illustrative: bool = False,
) -> Comparison | None:
    """The latest published total beside the items as of its own day.

    None where nothing is published, or not all items are known: there is nothing to compare then.
    """
    if not reported or not rows or len(rows) < (plan.declared_targets or 0):
        return None
    latest = reported[-1]
    then = states_then([row.target for row in rows], View(latest.as_of, known_at, with_illustrative))
    computed = target_totals(plan, then)
    return Comparison(latest, computed, tuple(differences(latest, computed)))


def differences(reported: ReportedRow, computed: TargetTotals) -> Iterable[Difference]:
    """Where print and items differ. Where a document does not divide, "met" is met or exceeded."""
    for part in PARTS:
        said, found = getattr(reported, part), getattr(computed, part)
        if part == "met" and reported.exceeded is None:
            found = computed.done
        if said is not None and said != found:
            yield Difference(part, said, found)
