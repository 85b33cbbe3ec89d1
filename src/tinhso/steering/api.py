"""The API of plans, targets and tasks: reads for everybody, reports for those who owe them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated

from django.conf import settings
from django.db.models import Case, When
from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router

from tinhso.base.errors import Ambiguous, NotFound
from tinhso.base.web import envelope
from tinhso.base.web.moments import AsOf, KnownAt, looked_at
from tinhso.steering import api_lists
from tinhso.steering.api_schemas.asking import Asked, issued, named
from tinhso.steering.api_schemas.details import TargetOut, TaskOut
from tinhso.steering.api_schemas.items import TargetBrief, TargetPage, TaskBrief, TaskPage
from tinhso.steering.api_schemas.plans import PlanBrief, PlanOut, PlanPage
from tinhso.steering.models import Outlook, Plan, Target, TargetStatus, Task, TaskState
from tinhso.steering.queries import doings, plans, standings, summary
from tinhso.steering.queries.series import target_series

router = Router()

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Words = Annotated[str, Query(max_length=200)]
Illustrative = Annotated[bool, Query(description="Let demonstration rows in, marked `illustrative`")]

AWAY = Case(When(pack=settings.HOME_PACK, then=0), default=1)


def _plan(slug: str) -> Plan:
    """The plan of a slug. Raises NotFound with near slugs, and Ambiguous with addresses of the API."""
    try:
        return plans.find_plan(slug)
    except NotFound as nothing:
        near = [address.strip("/").rpartition("/")[2] for address in nothing.near]
        raise NotFound(nothing.message, near=near, field="slug") from None
    except Ambiguous as several:
        found = Plan.objects.filter(slug=slug).order_by("full_slug").values_list("full_slug", flat=True)
        raise Ambiguous(
            several.message, candidates=[reverse("api:plan", args=[each]) for each in found]
        ) from None


@router.get("/plans", response=PlanPage, summary="Plans (kế hoạch, nghị quyết)", auth=None, tags=["plans"])
def plan_list(
    request: HttpRequest,
    q: Words = "",
    kind: Plan.Kind | None = None,
    stage: Plan.Stage | None = None,
    home: Annotated[bool | None, Query(description="Only the home province's plans, or only others'")] = None,
    place: Annotated[str, Query(max_length=20, description="A place's code")] = "",
    as_of: AsOf = None,
    illustrative: Illustrative = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> PlanPage:
    """Plans of every pack, the home province's first. `q` ignores tones; `as_of` leaves out later ones."""
    looked_at(as_of)
    asked = {"kind": kind, "stage": stage, "place__code": place or None}
    found = Plan.objects.filter(**{name: value for name, value in asked.items() if value})
    if home is not None:
        found = found.filter(pack=settings.HOME_PACK) if home else found.exclude(pack=settings.HOME_PACK)
    if not illustrative:
        found = found.filter(illustrative=False)
    if as_of:
        found = found.filter(issued(as_of))
    rows = named(found, q, "title", "short_title", "slug").select_related("document__issuer", "place")
    page = envelope.page(
        rows.annotate(away=AWAY).order_by("away", "order", "full_slug"), request, limit, cursor
    )
    items = [PlanBrief(**PlanBrief.fields_of(row)) for row in page.items]
    return PlanPage(items=items, next=page.next, total=page.total)


@router.get(
    "/plans/{slug}", response=PlanOut, summary="One plan in numbers, as of any day", auth=None, tags=["plans"]
)
def plan(
    request: HttpRequest,
    slug: str,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    illustrative: Illustrative = False,
) -> PlanOut:
    """Totals of the plan's items, of its tasks, and those that documents state.

    A short slug that names several plans answers 300 with the candidates' addresses.
    """
    moment = looked_at(as_of, known_at)
    found = _plan(slug)
    return PlanOut.of(summary.plan_summary(found, as_of, moment, with_illustrative=illustrative))


@router.get(
    "/targets", response=TargetPage, summary="Targets (chỉ tiêu) as of any day", auth=None, tags=["targets"]
)
def target_list(
    request: HttpRequest,
    asked: Query[Asked],
    status: TargetStatus | None = None,
    outlook: Outlook | None = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> TargetPage:
    """Targets where they stand now, or stood on `as_of` by what was known at `known_at`; those of later
    plans are left out then. Retired ones only when asked for.
    """
    shown = asked.illustrative
    view = api_lists.view_of(as_of, looked_at(as_of, known_at), illustrative=shown)
    found = asked.narrow(Target.objects.all(), _plan(asked.plan) if asked.plan else None, as_of)
    found = api_lists.standing_so(found, view, {"status": status, "outlook": outlook}, illustrative=shown)
    page = envelope.page(api_lists.targets_page(found, view, illustrative=shown), request, limit, cursor)
    items = [TargetBrief.of(row) for row in api_lists.target_rows(page.items, view)]
    return TargetPage(items=items, next=page.next, total=page.total)


@router.get("/targets/{code}", response=TargetOut, summary="One target", auth=None, tags=["targets"])
def target(
    request: HttpRequest,
    code: str,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    illustrative: Illustrative = False,
) -> TargetOut:
    """Where it stands, its line of figures, who reports it, what was stated, which tasks serve it."""
    moment = looked_at(as_of, known_at)
    found = plans.find_target(code)
    shown = illustrative or found.illustrative
    rows = standings.target_states(found.plan, as_of, moment, with_illustrative=shown)
    row = next(row for row in rows if row.target.pk == found.pk)
    line = target_series(found, with_illustrative=shown)
    return TargetOut.told(replace(row, target=found), line, illustrative=shown)


@router.get("/tasks", response=TaskPage, summary="Tasks (nhiệm vụ) as of any day", auth=None, tags=["tasks"])
def task_list(
    request: HttpRequest,
    asked: Query[Asked],
    state: TaskState | None = None,
    due_by: Annotated[dt.date | None, Query(description="Deadlines up to that day")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> TaskPage:
    """Tasks with their state, deadline and official label now, or on `as_of` by what was known at `known_at`;
    those of plans issued later are left out then. Retired ones only when asked for.
    """
    shown = asked.illustrative
    view = api_lists.view_of(as_of, looked_at(as_of, known_at), illustrative=shown)
    found = asked.narrow(Task.objects.all(), _plan(asked.plan) if asked.plan else None, as_of)
    found = api_lists.tasks_so(found, view, state, due_by, illustrative=shown)
    page = envelope.page(found.select_related("plan"), request, limit, cursor)
    items = [TaskBrief.of(row) for row in api_lists.task_rows(page.items, view, illustrative=shown)]
    return TaskPage(items=items, next=page.next, total=page.total)


@router.get("/tasks/{code}", response=TaskOut, summary="One task", auth=None, tags=["tasks"])
def task(
    request: HttpRequest,
    code: str,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    illustrative: Illustrative = False,
) -> TaskOut:
    """Where it stands, who works along, which targets it serves, what happened to it and what is asked."""
    moment = looked_at(as_of, known_at)
    found = plans.find_task(code)
    shown = illustrative or found.illustrative
    (row,) = doings.rows_of(Task.objects.filter(pk=found.pk), as_of, moment, with_illustrative=shown)
    return TaskOut.told(row, illustrative=shown)
