"""The API of figures on their way: what waits for the caller, what the caller sent, and deciding on many."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from tinhso.base.web import envelope
from tinhso.indicators import policies, validation
from tinhso.indicators.api import Limit, Words
from tinhso.indicators.approval import queues
from tinhso.indicators.approval.tables import OnItsWay, narrow, on_their_way
from tinhso.indicators.bulk import deciding as bulk_decide
from tinhso.indicators.models import State, Submission
from tinhso.people import policies as people
from tinhso.people.capabilities import Scope
from tinhso.people.principals import Principal, principal_of

router = Router(tags=["indicators"])

_AROUND: Final = ("last__indicator", "last__place__parent", "last__agency", "last__document")


class SubmissionOut(BaseModel):
    """A figure that was sent in: `figure` is its last version, `level` how many approvals it has passed.

    `next` says in words who decides next, `reason` why it was returned.
    """

    figure: UUID
    indicator: str
    place: str
    agency: str | None
    period: str
    shown: str
    state: State
    level: int | None
    next: str | None
    reason: str | None
    sent_at: dt.datetime

    @classmethod
    def of(cls, one: OnItsWay) -> Self:
        """From a line of a list."""
        row = one.figure
        return cls(
            figure=row.pk,
            indicator=row.indicator.code,
            place=row.place.code,
            agency=row.agency.code if row.agency else None,
            period=row.period,
            shown=one.shown.text,
            state=one.standing.state,
            level=one.standing.level,
            next=one.standing.next or None,
            reason=one.reason or None,
            sent_at=one.submission.sent_at,
        )


class SubmissionPage(BaseModel):
    """A page of the list."""

    items: list[SubmissionOut]
    next: str | None
    total: int


class DecisionIn(BaseModel):
    """Which figures, by the ids of their last versions; a return needs its `reason`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    figures: list[UUID] = Field(min_length=1, max_length=bulk_decide.MOST)
    decision: Literal["approve", "return"]
    reason: str = Field(default="", max_length=1000)


class DecisionOut(BaseModel):
    """What the decision did; `ahead` of the confirmed ones went before a level below had decided."""

    approved: int
    confirmed: int
    returned: int
    ahead: int


def _rows(by: Principal, view: str) -> QuerySet[Submission]:
    if view == "sent":
        return queues.sent_by(by)
    policies.require_decide(by)
    rows = queues.waiting_below(by) if view == "below" else queues.waiting_for(by)
    return rows.order_by("sent_at", "pk")


@router.get(
    "/observations/sent",
    response=SubmissionPage,
    url_name="submissions",
    summary="Figures on their way (số liệu đã gửi, chờ duyệt)",
)
def submissions(
    request: HttpRequest,
    view: Annotated[
        Literal["sent", "mine", "below"],
        Query(description="What the caller sent; what waits for the caller's level; what waits below it"),
    ] = "sent",
    indicator: Words = "",
    agency: Words = "",
    period: Words = "",
    state: State | None = None,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> SubmissionPage:
    """Each figure with its state, the level it has passed, whom it waits for and why it came back."""
    by = principal_of(request)
    people.require_signed_in(by)
    if period:
        validation.read_period(period)
    asked = {"indicator": indicator, "agency": agency, "period": period, "state": state}
    rows = narrow(_rows(by, view), asked).select_related(*_AROUND)
    page = envelope.page(rows, request, limit, cursor)
    told = [SubmissionOut.of(one) for one in on_their_way(page.items)]
    return SubmissionPage(items=told, next=page.next, total=page.total)


@router.post(
    "/observations/decide",
    response=DecisionOut,
    url_name="decide_submissions",
    summary="Approve, confirm or return many figures",
)
def decide_submissions(request: HttpRequest, payload: DecisionIn) -> DecisionOut:
    """Each figure at its level, all in one batch, or none: the caller's turn approves, the last one confirms.

    The standing office is ahead of a level below with a `reason` only. Keys need the scope `confirm`.
    """
    by = principal_of(request)
    people.require_signed_in(by)
    if not by.may_use(Scope.CONFIRM):
        raise people.scope_missing(Scope.CONFIRM)
    decide = bulk_decide.send_back if payload.decision == "return" else bulk_decide.pass_on
    outcome = decide(by, payload.figures, payload.reason)
    return DecisionOut(
        approved=outcome.approved,
        confirmed=outcome.confirmed,
        returned=outcome.returned,
        ahead=outcome.ahead,
    )
