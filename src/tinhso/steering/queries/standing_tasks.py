"""Where tasks stand, told by the database: the same as `doings` tells row by row, for lists of very many.

A test holds the two against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Collate, NullIf

from tinhso.base import clock
from tinhso.base.text import fold
from tinhso.steering.labels import OPEN_REQUESTS, Label
from tinhso.steering.models import Task, TaskEvent, TaskRequest, TaskState
from tinhso.steering.queries.boards import ENDED, TASK_LOOKS

_NEVER_LATE = (TaskState.DROPPED, TaskState.PAUSED)


@dataclass(frozen=True)
class Moment:
    """From when tasks are looked at: None for now; `with_illustrative` lets the demo's events speak."""

    as_of: date | None = None
    known_at: datetime | None = None
    with_illustrative: bool = False

    @property
    def day(self) -> date:
        """The day looked at."""
        return self.as_of or clock.today()

    @property
    def past(self) -> bool:
        """Whether events speak, not rows."""
        return self.as_of is not None or self.known_at is not None


def _events(moment: Moment) -> QuerySet[TaskEvent]:
    rows = TaskEvent.objects.filter(task=OuterRef("pk"))
    return rows if moment.with_illustrative else rows.filter(illustrative=False)


def _latest(moment: Moment) -> QuerySet[TaskEvent]:
    rows = _events(moment).filter(dated__lte=moment.day)
    if moment.known_at is not None:
        rows = rows.filter(recorded_at__lte=moment.known_at)
    return rows.order_by("-dated", "-recorded_at", "-id")


def _column(rows: QuerySet[TaskEvent], name: str) -> Subquery:
    return Subquery(rows.values(name)[:1])


def _then(moment: Moment) -> dict[str, Any]:
    """A past day: the latest event by then; before the first of its events a task was not started."""
    latest, any_event = _latest(moment), Exists(_events(moment))
    unheard = Case(When(any_event, then=Value(TaskState.NOT_STARTED.value)), default=F("state"))
    return {
        "told_state": Coalesce(_column(latest, "state"), unheard, output_field=CharField()),
        "told_deadline": Coalesce(_column(latest, "deadline"), F("deadline")),
        "told_done_on": Case(When(any_event, then=_column(latest, "done_on")), default=F("done_on")),
    }


def _now(moment: Moment) -> dict[str, Any]:
    """Today: the row, but where the latest event is the demo's that event."""
    demo = TaskEvent.objects.filter(illustrative=True)
    if not moment.with_illustrative or not demo.exists():
        return {"told_state": F("state"), "told_deadline": F("deadline"), "told_done_on": F("done_on")}
    latest = _latest(moment)
    shown = Q(pk__in=demo.values("task")) & Q(last_marked=True)
    return {
        "last_marked": Case(
            When(pk__in=demo.values("task"), then=_column(latest, "illustrative")), default=Value(False)
        ),
        "told_state": Case(When(shown, then=_column(latest, "state")), default=F("state")),
        "told_deadline": Case(
            When(shown, then=Coalesce(_column(latest, "deadline"), F("deadline"))), default=F("deadline")
        ),
        "told_done_on": Case(When(shown, then=_column(latest, "done_on")), default=F("done_on")),
    }


def standing(rows: QuerySet[Task], moment: Moment) -> QuerySet[Task]:
    """The tasks with `now_state`, `now_deadline` and `now_done_on` to filter and order by."""
    found = rows
    for name, told in (_then(moment) if moment.past else _now(moment)).items():
        found = found.alias(**{name: told})
    retired = When(retired_on__lte=moment.day, then=Value(TaskState.DROPPED.value))
    return found.alias(
        now_state=Case(retired, default=F("told_state"), output_field=CharField()),
        now_deadline=F("told_deadline"),
        now_done_on=F("told_done_on"),
    )


def overdue(moment: Moment) -> Q:
    """Open, and past its deadline; of tasks that are `standing`."""
    ended = [*ENDED, TaskState.PAUSED]
    return Q(now_deadline__lt=moment.day) & ~Q(now_state__in=ended)


def _late(moment: Moment) -> Q:
    """Late as `labels.is_late` says it."""
    after = Q(now_done_on__gt=F("now_deadline")) | Q(now_done_on=None, now_deadline__lt=moment.day)
    done = Q(now_state=TaskState.DONE) & after
    running = ~Q(now_state__in=[TaskState.DONE, *_NEVER_LATE]) & Q(now_deadline__lt=moment.day)
    return done | running


def _asked(kind: str, moment: Moment) -> Q:
    """About which something of that kind is asked, as `doings` reads it."""
    open_then = Q(decision=TaskRequest.Decision.OPEN)
    if moment.past:
        open_then = Q(asked_at__date__lte=moment.day) & (open_then | Q(decided_at__date__gt=moment.day))
    if moment.known_at is not None:
        open_then &= Q(asked_at__lte=moment.known_at)
    rows = TaskRequest.objects.filter(open_then, kind=kind)
    if not moment.with_illustrative:
        rows = rows.filter(illustrative=False)
    return Q(pk__in=rows.values("task"))


def labelled(rows: QuerySet[Task], moment: Moment) -> QuerySet[Task]:
    """The tasks, `standing`, with `now_label`: their official label."""
    late = _late(moment)
    states = (
        (Q(now_state=TaskState.DONE) & late, Label.DONE_LATE),
        (Q(now_state=TaskState.DONE), Label.DONE_IN_TIME),
        (Q(now_state=TaskState.DROPPED), Label.DROPPED),
        *((_asked(kind, moment), label) for kind, label in OPEN_REQUESTS.items()),
        (Q(now_state=TaskState.PAUSED), Label.PAUSED),
        (Q(now_state=TaskState.NOT_STARTED), Label.NOT_STARTED),
        (late, Label.UNDER_WAY_LATE),
    )
    whens = [When(where, then=Value(label.value)) for where, label in states]
    return rows.alias(now_label=Case(*whens, default=Value(Label.UNDER_WAY.value), output_field=CharField()))


def looked(rows: QuerySet[Task], moment: Moment) -> QuerySet[Task]:
    """The tasks with `now_look`: the look of their badge, to order by."""
    looks = [When(now_label=str(label), then=Value(look)) for label, look in TASK_LOOKS.items()]
    look = Case(When(overdue(moment), then=Value("overdue")), *looks, output_field=CharField())
    return labelled(rows, moment).alias(now_look=Collate(look, "C"))


def led(rows: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks with `lead_named`: the lead as lists print it, to order by."""
    named = Coalesce(NullIf("lead__short_name", Value("")), "lead__name", Value(""))
    return rows.alias(lead_named=Collate(named, "C"))


def worded(rows: QuerySet[Task], words: str) -> QuerySet[Task]:
    """The tasks in whose title or code every word occurs, tones ignored."""
    for word in fold(words).split():
        rows = rows.filter(search_key__contains=word)
    return rows
