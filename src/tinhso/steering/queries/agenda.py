"""What waits for somebody, and what changed lately."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from tinhso.steering.models import Report, TaskRequest


def open_requests(plan: UUID | None = None) -> QuerySet[TaskRequest]:
    """Requests for more time or to hand a task back that nobody answered, the oldest first."""
    rows = TaskRequest.objects.filter(decision=TaskRequest.Decision.OPEN)
    if plan is not None:
        rows = rows.filter(task__plan=plan)
    return rows.select_related("task__lead", "agency").order_by("asked_at")


def reports() -> QuerySet[Report]:
    """All reports with what they are about, the newest first."""
    related = ("target__indicator", "task", "agency", "observation__indicator")
    return Report.objects.select_related(*related).order_by("-submitted_at")


@dataclass(frozen=True)
class Lively:
    """The newest reports confirmed lately, and how many wait for a decision (chờ xác nhận)."""

    confirmed: tuple[Report, ...]
    waiting: int


def lively_reports(plans: Collection[UUID], since: datetime, most: int) -> Lively:
    """At most so many reports of those plans confirmed since, and how many wait; one query."""
    live = Q(state=Report.State.SUBMITTED) | Q(state=Report.State.CONFIRMED, decided_at__gte=since)
    rows = (
        Report.objects.filter(Q(target__plan__in=plans) | Q(task__plan__in=plans))
        .filter(live)
        .select_related("target", "task", "agency", "observation__indicator")
        .annotate(
            of_state=Window(Count("pk"), partition_by="state"),
            place=Window(RowNumber(), partition_by="state", order_by=F("decided_at").desc()),
        )
        .filter(place__lte=most)
        .order_by("place")
    )
    found = list(rows)
    waiting = next((row.of_state for row in found if row.state == Report.State.SUBMITTED), 0)
    return Lively(tuple(row for row in found if row.state == Report.State.CONFIRMED), waiting)
