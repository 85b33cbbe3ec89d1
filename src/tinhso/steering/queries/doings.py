"""Where tasks stand: their rows now, their events on any other day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from tinhso.base import clock
from tinhso.base.calendar import Calendar
from tinhso.base.calendar.queries import current_calendar
from tinhso.steering.labels import Labelled, TaskFacts, labelled
from tinhso.steering.models import Plan, Task, TaskEvent, TaskRequest, TaskState
from tinhso.steering.queries.shapes import TaskRow


def task_states(
    plan: Plan,
    as_of: date | None = None,
    known_at: datetime | None = None,
    *,
    with_illustrative: bool = False,
) -> list[TaskRow]:
    """The tasks of a plan where they stand, in the plan's order; four queries whatever their number.

    A past day is told by the events dated and recorded not later, and by the requests open then.
    """
    return task_states_of([plan.pk], as_of, known_at, with_illustrative=with_illustrative)


def task_states_of(
    plans: Collection[UUID],
    as_of: date | None = None,
    known_at: datetime | None = None,
    *,
    with_illustrative: bool = False,
    calendar: Calendar | None = None,
) -> list[TaskRow]:
    """The same for several plans together."""
    rows = Task.objects.filter(plan__in=plans).order_by(
        "plan__order", "plan_id", "goal__order", "order", "code"
    )
    if not with_illustrative:
        rows = rows.filter(illustrative=False)
    return rows_of(rows, as_of, known_at, with_illustrative=with_illustrative, calendar=calendar)


def rows_of(
    tasks: QuerySet[Task],
    as_of: date | None = None,
    known_at: datetime | None = None,
    *,
    with_illustrative: bool = False,
    calendar: Calendar | None = None,
) -> list[TaskRow]:
    """Those tasks where they stand: retired ones by then are not carried out."""
    day = as_of or clock.today()
    found = list(tasks.select_related("plan", "goal__pillar", "pillar", "lead"))
    past = as_of is not None or known_at is not None
    events = (
        _latest_events(found, day, known_at, with_illustrative=with_illustrative)
        if past or with_illustrative
        else {}
    )
    asked = _open_requests(found, day if past else None, known_at, with_illustrative=with_illustrative)
    known = calendar or current_calendar()
    label = cache(lambda facts: labelled(facts, day, known))  # tasks share deadlines: count their days once
    return [_row(task, events.get(task.pk), asked[task.pk], day, label, past=past) for task in found]


def _latest_events(
    tasks: Sequence[Task], day: date, known_at: datetime | None, *, with_illustrative: bool
) -> dict[UUID, TaskEvent]:
    """The latest event of each task by then. Before the first of its events a task was not started."""
    by_then = Q(dated__lte=day) if known_at is None else Q(dated__lte=day, recorded_at__lte=known_at)
    rows = TaskEvent.objects.filter(task__in=tasks).annotate(
        seen=ExpressionWrapper(by_then, output_field=BooleanField())
    )
    if not with_illustrative:
        rows = rows.filter(illustrative=False)
    latest = rows.order_by("task_id", "-seen", "-dated", "-recorded_at", "-id").distinct("task_id")
    return {
        row.task_id: row
        if row.seen
        else TaskEvent(task_id=row.task_id, dated=day, state=TaskState.NOT_STARTED)
        for row in latest
    }


def _open_requests(
    tasks: Sequence[Task], day: date | None, known_at: datetime | None, *, with_illustrative: bool
) -> dict[UUID, frozenset[str]]:
    """Kinds of requests without an answer: today's, or those open at the end of a past day."""
    open_then = Q(decision=TaskRequest.Decision.OPEN)
    if day is not None:
        open_then = Q(asked_at__date__lte=day) & (open_then | Q(decided_at__date__gt=day))
    if known_at is not None:
        open_then &= Q(asked_at__lte=known_at)
    rows = TaskRequest.objects.filter(open_then, task__in=tasks)
    if not with_illustrative:
        rows = rows.filter(illustrative=False)
    found: dict[UUID, set[str]] = defaultdict(set)
    for task, kind in rows.values_list("task_id", "kind"):
        found[task].add(kind)
    return defaultdict(frozenset, {task: frozenset(kinds) for task, kinds in found.items()})


def _row(
    task: Task,
    event: TaskEvent | None,
    asked: frozenset[str],
    day: date,
    label_of: Callable[[TaskFacts], Labelled],
    *,
    past: bool,
) -> TaskRow:
    """The event speaks for a past day, and where it is illustrative; else the task's own row."""
    told: Task | TaskEvent = event if event and (past or event.illustrative) else task
    state = TaskState(told.state)
    if task.retired_on is not None and task.retired_on <= day:
        state = TaskState.DROPPED
    deadline = told.deadline or task.deadline
    facts = TaskFacts(state, deadline, told.done_on, asked)
    label = label_of(facts)
    return TaskRow(
        task=task,
        state=state,
        label=label.label,
        late=label.late,
        days_late=label.days_late,
        days_left=label.days_left,
        deadline=deadline,
        done_on=told.done_on,
        progress=told.progress,
        open_requests=asked,
        illustrative=task.illustrative or bool(event and event.illustrative),
    )
