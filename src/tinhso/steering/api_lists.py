"""Lists of targets and tasks of the API, as they stand now or stood on any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from tinhso.base import clock
from tinhso.steering.api_schemas.asking import ORDER, standing
from tinhso.steering.facts import View
from tinhso.steering.models import Target, Task, TaskState
from tinhso.steering.queries import doings, standing_tasks, standings
from tinhso.steering.queries.shapes import TargetRow, TaskRow
from tinhso.steering.queries.standing_tasks import Moment
from tinhso.steering.state import measurable

_AROUND = ("plan", "goal__pillar", "pillar", "place", "lead", "indicator")


def view_of(as_of: date | None, known_at: datetime | None, *, illustrative: bool) -> View | None:
    """From when facts are seen; None for now, which is kept in a table."""
    if as_of is None and known_at is None:
        return None
    return View(as_of or clock.today(), known_at, illustrative)


def standing_so(
    found: QuerySet[Target], view: View | None, wanted: Mapping[str, str | None], *, illustrative: bool
) -> QuerySet[Target]:
    """Those of `found` whose `status` and `outlook` are as wanted; None lets any in."""
    asked = {name: value for name, value in wanted.items() if value}
    if not asked:
        return found
    if view is None:
        for name, value in asked.items():
            found = found.alias(**{f"now_{name}": standing(name, illustrative=illustrative)})
            found = found.filter(**{f"now_{name}": value})
        return found
    rows = standings.states_then(list(measurable().filter(pk__in=found.order_by().values("pk"))), view)
    fitting = [
        row.target.pk
        for row in rows
        if all((getattr(row, name) or "") == value for name, value in asked.items())
    ]
    return found.filter(pk__in=fitting)


def targets_page(found: QuerySet[Target], view: View | None, *, illustrative: bool) -> QuerySet[Target]:
    """`found` with what a row shows of them now; a past day reads its own (`target_rows`)."""
    if view is not None:
        return found.select_related("plan")
    return found.select_related(*_AROUND, "current", *(("shown",) if illustrative else ()))


def target_rows(targets: Sequence[Target], view: View | None) -> list[TargetRow]:
    """The targets of one page where they stand, in the page's order."""
    if view is None:
        return [standings.now_row(target) for target in targets]
    whole = measurable().select_related(*_AROUND).filter(pk__in=[target.pk for target in targets])
    return standings.states_then(list(whole.order_by(*ORDER)), view)


def tasks_so(
    found: QuerySet[Task],
    view: View | None,
    state: TaskState | None,
    due_by: date | None,
    *,
    illustrative: bool,
) -> QuerySet[Task]:
    """Those of `found` that stand in `state`, their deadline not after `due_by`."""
    if state is None and due_by is None:
        return found
    moment = Moment(view.as_of, view.known_at, illustrative) if view else Moment(None, None, illustrative)
    rows = standing_tasks.standing(found, moment)
    if state is not None:
        rows = rows.filter(Q(now_state=state))
    return rows.filter(Q(now_deadline__lte=due_by)) if due_by is not None else rows


def task_rows(tasks: Sequence[Task], view: View | None, *, illustrative: bool) -> list[TaskRow]:
    """The tasks of one page where they stand, in the page's order."""
    rows = Task.objects.filter(pk__in=[task.pk for task in tasks]).order_by(*ORDER)
    return _task_rows(rows, view, illustrative=illustrative)


def _task_rows(rows: QuerySet[Task], view: View | None, *, illustrative: bool) -> list[TaskRow]:
    as_of, known_at = (view.as_of, view.known_at) if view else (None, None)
    return doings.rows_of(rows, as_of, known_at, with_illustrative=illustrative)
