"""Totals that documents state of plans (số tổng hợp đã công bố)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tinhso.steering.models import ReportedTotal


def reported_totals(plan: UUID, day: date | None = None) -> QuerySet[ReportedTotal]:
    """Published totals of a plan in the latest correction, the newest first; `day` leaves later ones out."""
    return reported_totals_of([plan], day)


def reported_totals_of(plans: Iterable[UUID], day: date | None = None) -> QuerySet[ReportedTotal]:
    """Published totals of several plans, the newest first, illustrative rows left out."""
    rows = ReportedTotal.objects.filter(plan__in=plans, superseded_by=None, illustrative=False)
    if day is not None:
        rows = rows.filter(dated__lte=day)
    return rows.select_related("document__issuer", "observation").order_by("-dated", "-recorded_at")
