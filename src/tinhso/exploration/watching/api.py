"""The API of watches and alerts: everybody's own."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from tinhso.base.calendar.periods import PeriodKind
from tinhso.base.web import envelope
from tinhso.exploration.watching import actions, queries
from tinhso.exploration.watching.models import Alert, Watch
from tinhso.exploration.watching.queries import Counted
from tinhso.exploration.watching.schemas import WatchDraft
from tinhso.people.principals import principal_of
from tinhso.places.models import Level
from tinhso.warehouse.questions import Op

router = Router(tags=["watches"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]


class WatchOut(BaseModel):
    """A watch (theo dõi): `inside` of `told` places stand where it waits; `unread` alerts."""

    id: UUID
    name: str
    measure: str
    level: Level | None
    within: str
    op: Op
    threshold: Decimal
    kind: PeriodKind | None
    active: bool
    inside: int
    told: int
    unread: int
    created_at: datetime
    illustrative: bool

    @classmethod
    def of(cls, row: Watch, stood: Counted) -> Self:
        """From its row."""
        return cls(
            id=row.pk,
            name=row.name,
            measure=row.indicator.code,
            level=Level(row.level) if row.level else None,
            within=row.within,
            op=Op(row.op),
            threshold=row.threshold,
            kind=PeriodKind(row.kind) if row.kind else None,
            active=row.active,
            inside=stood.inside,
            told=stood.told,
            unread=getattr(row, "unread", 0),
            created_at=row.created_at,
            illustrative=row.illustrative,
        )


class WatchesOut(BaseModel):
    """All watches of the caller."""

    items: list[WatchOut]
    total: int


class AlertOut(BaseModel):
    """A figure that crossed (cảnh báo): into what is watched for (`entered`), or back out of it."""

    id: UUID
    watch: UUID
    measure: str
    place: str
    period: str
    number: Decimal
    before: Decimal | None
    before_period: str
    op: Op
    threshold: Decimal
    entered: bool
    at: datetime
    illustrative: bool

    @classmethod
    def of(cls, row: Alert) -> Self:
        """From its row."""
        return cls(
            id=row.pk,
            watch=row.watch_id,
            measure=row.watch.indicator.code,
            place=row.place.code,
            period=row.period,
            number=row.number,
            before=row.before,
            before_period=row.before_period,
            op=Op(row.op),
            threshold=row.threshold,
            entered=row.entered,
            at=row.recorded_at,
            illustrative=row.illustrative,
        )


class AlertPage(BaseModel):
    """A page of alerts, the newest first."""

    items: list[AlertOut]
    next: str | None
    total: int


@router.get("/watches", response=WatchesOut, url_name="watches", summary="What the caller watches")
def watches(request: HttpRequest) -> WatchesOut:
    """The newest first, with where things stand."""
    rows = list(queries.mine(principal_of(request)))
    counted = queries.standing(rows)
    return WatchesOut(
        items=[WatchOut.of(row, counted.get(row.pk, Counted(0, 0))) for row in rows], total=len(rows)
    )


@router.post("/watches", response={201: WatchOut}, url_name="watches", summary="Watch a figure")
def add_watch(request: HttpRequest, payload: WatchDraft) -> tuple[int, WatchOut]:
    """An alert comes each time a newly confirmed figure crosses `threshold`, and when it comes back.

    `level` empty: the unit `within` itself; `kind` empty: periods as they are told. The same watch sent again
    is the one there is. Keys need the scope `views`.
    """
    row = actions.add_watch(principal_of(request), payload)
    return 201, WatchOut.of(row, queries.standing([row]).get(row.pk, Counted(0, 0)))


@router.delete("/watches/{key}", response={204: None}, url_name="watch", summary="Watch it no more")
def remove_watch(request: HttpRequest, key: UUID) -> tuple[int, None]:
    """Its alerts stay with it and leave the list; keys need the scope `views`."""
    actions.remove_watch(principal_of(request), key)
    return 204, None


@router.get("/alerts", response=AlertPage, url_name="alerts", summary="What crossed a threshold")
def alerts(
    request: HttpRequest,
    unread: bool = False,
    watch: UUID | None = None,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> AlertPage:
    """Alerts of the caller's watches, the newest first; `unread`: only those not marked as read."""
    rows = queries.alerts(principal_of(request), unread=unread, watch=watch)
    page = envelope.page(rows, request, limit, cursor)
    return AlertPage(items=[AlertOut.of(row) for row in page.items], next=page.next, total=page.total)
