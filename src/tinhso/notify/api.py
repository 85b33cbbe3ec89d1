"""The API of notices: everybody's own; deliveries for whoever looks after channels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from tinhso.base.web import envelope
from tinhso.notify import policies, queries, telling
from tinhso.notify.actions import reading
from tinhso.notify.choices import DeliveryState, Route
from tinhso.notify.models import Delivery
from tinhso.notify.pages.inbox import marking
from tinhso.people.principals import principal_of

router = Router(tags=["notices"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]


class NoticeOut(BaseModel):
    """Something one was told (thông báo), in the reader's language. `href` leads to what it tells of."""

    id: UUID
    kind: str
    group: str
    subject: str
    body: str
    href: str
    urgent: bool
    at: datetime
    read_at: datetime | None
    illustrative: bool

    @classmethod
    def all_of(cls, rows: Sequence[Any]) -> list[Self]:
        """From rows of the inbox."""
        telling.prepare_notices(rows)
        return [
            cls(
                id=row.pk,
                kind=row.message.kind,
                group=row.group,
                subject=row.said.subject,
                body=row.said.body,
                href=row.message.href,
                urgent=row.message.urgent,
                at=row.message.recorded_at,
                read_at=row.read_at,
                illustrative=row.illustrative,
            )
            for row in rows
        ]


class NoticePage(BaseModel):
    """A page of notices, the newest first."""

    items: list[NoticeOut]
    next: str | None
    total: int


class MarkIn(BaseModel):
    """Which notices: those named, or all (of a group)."""

    ids: Annotated[list[UUID], Field(max_length=1000)] = []
    group: Annotated[str, Field(max_length=20)] = ""


class MarkedOut(BaseModel):
    """`at` takes it back: `POST /notices/unread`. Null where nothing was unread."""

    at: datetime | None


class UnmarkIn(BaseModel):
    """What was marked at that moment."""

    at: datetime


class UnmarkedOut(BaseModel):
    """How many are unread again."""

    unread: int


class DeliveryOut(BaseModel):
    """One notice on one way out of the house (lượt gửi). Addresses are not told."""

    id: UUID
    recipient: UUID
    kind: str
    group: str
    route: Route
    state: DeliveryState
    failure: str
    attempts: int
    due_at: datetime
    sent_at: datetime | None
    illustrative: bool

    @classmethod
    def of(cls, row: Delivery) -> Self:
        """From its row."""
        return cls(
            id=row.pk,
            recipient=row.recipient,
            kind=row.message.kind,
            group=row.group,
            route=Route(row.route),
            state=DeliveryState(row.state),
            failure=row.failure,
            attempts=row.attempts,
            due_at=row.due_at,
            sent_at=row.sent_at,
            illustrative=row.illustrative,
        )


class DeliveryPage(BaseModel):
    """A page of deliveries, the newest first."""

    items: list[DeliveryOut]
    next: str | None
    total: int


@router.get("/notices", response=NoticePage, url_name="notices", summary="What the caller was told")
def notices(
    request: HttpRequest,
    unread: bool = False,
    archive: bool = False,
    group: str = "",
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> NoticePage:
    """The caller's own, the newest first; `archive`: those older than the inbox shows."""
    rows = queries.inbox(principal_of(request), unread=unread, archive=archive)
    rows = rows.filter(group=group) if group else rows
    page = envelope.page(rows, request, limit, cursor)
    return NoticePage(items=NoticeOut.all_of(page.items), next=page.next, total=page.total)


@router.post("/notices/read", response=MarkedOut, url_name="notices_read", summary="Mark notices as read")
def mark_read(request: HttpRequest, payload: MarkIn) -> MarkedOut:
    """Those named, or all that are unread; others' are left alone. Keys need the scope `views`."""
    by = principal_of(request)
    policies.require_mark(by)
    marking.require(request)
    return MarkedOut(at=reading.mark_read(by, payload.ids or None, group=payload.group))


@router.post("/notices/unread", response=UnmarkedOut, url_name="notices_unread", summary="Take a mark back")
def mark_unread(request: HttpRequest, payload: UnmarkIn) -> UnmarkedOut:
    """What was marked at a moment is unread again. Keys need the scope `views`."""
    by = principal_of(request)
    policies.require_mark(by)
    marking.require(request)
    return UnmarkedOut(unread=reading.mark_unread(by, at=payload.at))


@router.get("/notices/deliveries", response=DeliveryPage, url_name="deliveries", summary="How notices go out")
def deliveries(
    request: HttpRequest,
    state: DeliveryState | None = None,
    route: Route | None = None,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> DeliveryPage:
    """For administrators at the keyboard, not for keys; the newest first."""
    policies.require_manage(principal_of(request))
    rows = queries.deliveries()
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(route=route) if route else rows
    page = envelope.page(rows, request, limit, cursor)
    return DeliveryPage(items=[DeliveryOut.of(row) for row in page.items], next=page.next, total=page.total)
