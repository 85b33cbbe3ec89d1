"""What waits for somebody, and what changed lately."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

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


def confirmed_since(plans: Collection[UUID], since: datetime) -> QuerySet[Report]:
    """Reports of those plans confirmed since that moment, the newest first."""
    rows = Report.objects.filter(Q(target__plan__in=plans) | Q(task__plan__in=plans))
    rows = rows.filter(state=Report.State.CONFIRMED, decided_at__gte=since)
    return rows.select_related("target", "task", "agency", "observation__indicator").order_by("-decided_at")
