"""What agencies lead and have not finished."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from tinhso.base import clock
from tinhso.steering.models import Target, Task, TaskState
from tinhso.steering.queries.issued import ISSUED
from tinhso.steering.queries.owed import running_targets


def open_tasks(agencies: Collection[UUID], *, with_illustrative: bool = False) -> QuerySet[Task]:
    """Tasks of the home province that those agencies lead and that have not ended, by deadline."""
    own = Task.objects.filter(ISSUED, plan__pack=settings.HOME_PACK, lead__in=agencies, retired_on=None)
    rows = own.exclude(state__in=(TaskState.DONE, TaskState.DROPPED))
    rows = rows.select_related("plan").order_by("deadline", "code")
    return rows if with_illustrative else rows.filter(illustrative=False)


def running_led(agencies: Collection[UUID], *, with_illustrative: bool = False) -> QuerySet[Target]:
    """Targets of plans in force that those agencies lead."""
    rows = running_targets(clock.today(), with_illustrative=with_illustrative).filter(lead__in=agencies)
    return rows.select_related("plan").order_by("plan__order", "order", "code")
