"""What is owed and due, for urging and scoring: few columns, so that a hundred thousand rows go quickly."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from tinhso.steering.models import Report, Task, TaskRequest, TaskState
from tinhso.steering.queries.issued import ISSUED

_OPEN: Final = (TaskState.NOT_STARTED, TaskState.IN_PROGRESS)
_CHUNK: Final = 10_000


class OpenTask(NamedTuple):
    """An open task with a lead and a deadline."""

    id: UUID
    code: str
    title: str
    lead: UUID
    deadline: date
    illustrative: bool


class TaskThen(NamedTuple):
    """A task as it stood at the end of a day."""

    id: UUID
    code: str
    title: str
    lead: UUID
    state: str
    deadline: date | None
    done_on: date | None
    illustrative: bool


def open_rows() -> QuerySet[Task]:
    """Tasks of the home province that are to be done: issued, led, not paused, not ended, not retired."""
    return Task.objects.filter(
        ISSUED, plan__pack=settings.HOME_PACK, lead__isnull=False, retired_on=None, state__in=_OPEN
    )


def open_until(until: date) -> Iterator[OpenTask]:
    """The open tasks with a deadline not after `until`; one query, read in stretches."""
    rows = open_rows().filter(deadline__lte=until).order_by("deadline", "code")
    columns = rows.values_list("pk", "code", "title", "lead_id", "deadline", "illustrative")
    for key, code, title, lead, deadline, illustrative in columns.iterator(chunk_size=_CHUNK):
        if lead is not None and deadline is not None:
            yield OpenTask(key, code, title, lead, deadline, illustrative)


def late_rows(
    day: date, *, with_illustrative: bool, agencies: Collection[UUID] | None = None
) -> QuerySet[Task]:
    """The open tasks whose deadline has passed on `day`, the longest late first."""
    rows = open_rows().filter(deadline__lt=day)
    if agencies is not None:
        rows = rows.filter(lead__in=agencies)
    if not with_illustrative:
        rows = rows.filter(illustrative=False)
    return rows.select_related("plan", "lead").order_by("deadline", "code")


def late_by_agency(day: date, *, with_illustrative: bool) -> dict[UUID, int]:
    """How many late tasks each agency leads; one query."""
    rows = late_rows(day, with_illustrative=with_illustrative).order_by()
    counted = rows.values_list("lead_id").annotate(n=Count("pk"))
    return {agency: number for agency, number in counted if agency is not None}


def with_last_report(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Those tasks with the words and the day of the last report that was not returned."""
    sent = Report.objects.filter(task=OuterRef("pk")).exclude(state=Report.State.RETURNED)
    last = sent.order_by("-submitted_at")
    return rows.annotate(
        told=Subquery(last.values("done")[:1]),
        told_on=Subquery(last.values("submitted_at")[:1]),
        told_progress=Subquery(last.values("progress")[:1]),
    )


def tasks_by_id(tasks: Collection[UUID]) -> dict[UUID, Task]:
    """Those tasks by id; one query."""
    return {row.pk: row for row in Task.objects.filter(pk__in=tasks).select_related("plan", "lead")}


def requests_open(kind: str, *, with_illustrative: bool) -> QuerySet[TaskRequest]:
    """Requests of one kind that nobody answered, of the home province, the oldest first."""
    rows = TaskRequest.objects.filter(
        decision=TaskRequest.Decision.OPEN, kind=kind, task__plan__pack=settings.HOME_PACK
    )
    if not with_illustrative:
        rows = rows.filter(illustrative=False)
    return rows.select_related("task__lead", "agency").order_by("asked_at", "pk")


def reports_waiting(*, with_illustrative: bool) -> QuerySet[Report]:
    """Reports sent that nobody confirmed or returned, of the home province, the oldest first."""
    home = Q(target__plan__pack=settings.HOME_PACK) | Q(task__plan__pack=settings.HOME_PACK)
    rows = Report.objects.filter(home, state=Report.State.SUBMITTED)
    if not with_illustrative:
        rows = rows.filter(illustrative=False)
    return rows.select_related("target", "task", "agency").order_by("submitted_at", "pk")


_THEN: Final = """
SELECT t.id, t.code, t.title, t.lead_id,
  CASE WHEN t.retired_on <= %(day)s THEN 'dropped' WHEN e.id IS NULL AND NOT f.some THEN t.state
    WHEN e.id IS NULL THEN 'not_started' ELSE e.state END,
  COALESCE(e.deadline, t.deadline), CASE WHEN e.id IS NULL AND f.some THEN NULL
    WHEN e.id IS NULL THEN t.done_on ELSE e.done_on END,
  t.illustrative OR COALESCE(e.illustrative, false)
FROM steering_task t JOIN steering_plan p ON p.id = t.plan_id
CROSS JOIN LATERAL (
  SELECT EXISTS (SELECT 1 FROM steering_taskevent x WHERE x.task_id = t.id
    AND (%(shown)s OR NOT x.illustrative)) AS some
) f
LEFT JOIN LATERAL (
  SELECT x.* FROM steering_taskevent x
  WHERE x.task_id = t.id AND x.dated <= %(day)s AND (%(shown)s OR NOT x.illustrative)
  ORDER BY x.dated DESC, x.recorded_at DESC, x.id DESC LIMIT 1
) e ON true
WHERE p.pack = %(pack)s AND t.lead_id IS NOT NULL AND (%(shown)s OR NOT t.illustrative)
  AND (t.starts_on IS NULL OR t.starts_on <= %(day)s) AND p.starts_on <= %(day)s
ORDER BY t.code
"""


def tasks_then(day: date, *, with_illustrative: bool) -> Iterator[TaskThen]:
    """Every led task of the home province as it stood at the end of `day`, by its events; one query.

    Before the first of its events a task was not started; one without any is told by its own row.
    """
    with connection.cursor() as cursor:
        cursor.execute(_THEN, {"day": day, "pack": settings.HOME_PACK, "shown": with_illustrative})
        while rows := cursor.fetchmany(_CHUNK):
            yield from (TaskThen(*row) for row in rows)
