"""The API of bulk hand-overs and of recurring tasks."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status

from tinhso.base.web import envelope
from tinhso.people import policies as people
from tinhso.people import queries as agencies
from tinhso.people.principals import principal_of
from tinhso.steering import policies
from tinhso.steering.api_schemas.handovers import (
    HandoverOut,
    HandoverPage,
    HandOverPlanOut,
    RecurrenceOut,
    RecurrencePage,
    StopIn,
    UndoIn,
)
from tinhso.steering.depth import recurring
from tinhso.steering.depth.drafts import HandOverDraft, RecurrenceDraft
from tinhso.steering.depth.handover import acting
from tinhso.steering.models import Handover, Recurrence
from tinhso.steering.queries.plans import find_plan

router = Router()
Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Version = Annotated[int | None, Query(description="The version that was read; a newer one answers 409")]


@router.get("/agencies/{code}/handovers", response=HandoverPage, summary="Hand-overs made", tags=["tasks"])
def handover_list(
    request: HttpRequest, code: str, limit: Limit = envelope.USUAL, cursor: str | None = None
) -> HandoverPage:
    """What the agency handed over, the newest first (bàn giao việc). For the standing office."""
    policies.require_decide(principal_of(request))
    agency = agencies.agency_by_code(code)
    rows = Handover.objects.filter(predecessor=agency).select_related("predecessor", "document")
    rows = rows.order_by("-made_at")
    page = envelope.page(rows, request, limit, cursor)
    counted = Handover.objects.filter(pk__in=[row.pk for row in page.items]).values_list("pk", Count("items"))
    many = dict(counted)
    items = [HandoverOut.of(row, many[row.pk]) for row in page.items]
    return HandoverPage(items=items, next=page.next, total=page.total)


@router.post(
    "/agencies/{code}/handover/try", response=HandOverPlanOut, summary="Try a hand-over", tags=["tasks"]
)
def try_handover(request: HttpRequest, code: str, payload: HandOverDraft) -> HandOverPlanOut:
    """All open work of the agency and who would take what; changes nothing (chạy thử). Scope `plan`."""
    agency = agencies.agency_by_code(code)
    return HandOverPlanOut.of(acting.dry_run(principal_of(request), agency, payload))


@router.post(
    "/agencies/{code}/handover", response={201: HandoverOut}, summary="Hand work over", tags=["tasks"]
)
def hand_over(request: HttpRequest, code: str, payload: HandOverDraft) -> Status[HandoverOut]:
    """All open work in one action; what has no taker is named and nothing moves. Scope `plan`."""
    agency = agencies.agency_by_code(code)
    return Status(201, HandoverOut.of(acting.hand_over(principal_of(request), agency, payload)))


@router.post("/handovers/{key}/undo", response=HandoverOut, summary="Take a hand-over back", tags=["tasks"])
def undo_handover(request: HttpRequest, key: UUID, payload: UndoIn) -> HandoverOut:
    """As a whole, while every piece still stands where it was put (hoàn tác). Scope `plan`."""
    return HandoverOut.of(acting.undo(principal_of(request), key, note=payload.note))


@router.get("/recurrences", response=RecurrencePage, summary="Recurring tasks", tags=["tasks"])
def recurrence_list(
    request: HttpRequest,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
    illustrative: bool = False,
) -> RecurrencePage:
    """Patterns from which tasks are made (nhiệm vụ định kỳ). For everybody who signed in."""
    people.require_signed_in(principal_of(request))
    rows = Recurrence.objects.select_related("plan", "lead", "goal", "pillar").order_by("code")
    page = envelope.page(rows if illustrative else rows.filter(illustrative=False), request, limit, cursor)
    items = [RecurrenceOut.of(row) for row in page.items]
    return RecurrencePage(items=items, next=page.next, total=page.total)


@router.get(
    "/recurrences/{code}",
    response=RecurrenceOut,
    url_name="recurrence",
    summary="One pattern",
    auth=None,
    tags=["tasks"],
)
def recurrence(request: HttpRequest, code: str) -> RecurrenceOut:  # noqa: ARG001 - the shape of a view
    """With the tasks it made last."""
    return RecurrenceOut.of(recurring.find(code))


@router.post(
    "/plans/{slug}/recurrences", response={201: RecurrenceOut}, summary="Add a pattern", tags=["tasks"]
)
def add_recurrence(request: HttpRequest, slug: str, payload: RecurrenceDraft) -> Status[RecurrenceOut]:
    """Tasks that are already due to be made are made at once. Scope `plan`."""
    row = recurring.create(principal_of(request), find_plan(slug).pk, payload)
    return Status(201, RecurrenceOut.of(row))


@router.put(
    "/recurrences/{code}",
    response=RecurrenceOut,
    url_name="recurrence",
    summary="Change a pattern",
    tags=["tasks"],
)
def edit_recurrence(
    request: HttpRequest, code: str, payload: RecurrenceDraft, version: Version = None
) -> RecurrenceOut:
    """What it makes from now on; tasks made before stay. Scope `plan`."""
    row = recurring.edit(principal_of(request), recurring.find(code).pk, payload, version=version)
    return RecurrenceOut.of(recurring.find(row.code))


@router.post("/recurrences/{code}/stop", response=RecurrenceOut, summary="Stop a pattern", tags=["tasks"])
def stop_recurrence(request: HttpRequest, code: str, payload: StopIn) -> RecurrenceOut:
    """Make no task for turns that begin after that day. Scope `plan`."""
    row = recurring.stop(principal_of(request), recurring.find(code).pk, payload.ends_on)
    return RecurrenceOut.of(recurring.find(row.code))
