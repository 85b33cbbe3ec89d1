"""The API of committees: for those who signed in, and for keys; names of persons stand in it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from tinhso.base import clock
from tinhso.base.web import envelope
from tinhso.base.web.moments import AsOf, looked_at
from tinhso.committees import actions, policies, queries
from tinhso.committees.models import Committee
from tinhso.committees.roles import Tier
from tinhso.committees.schemas import (
    CommitteeBrief,
    CommitteeOut,
    CommitteePage,
    MemberOut,
    RegulationDraft,
    RegulationOut,
    SeatDraft,
    brief,
)
from tinhso.people.principals import principal_of

router = Router(tags=["committees"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Words = Annotated[str, Query(max_length=200)]


def told(committee: Committee, day: date) -> CommitteeOut:
    """A committee with what stands around it on that day."""
    rules = queries.regulation(committee, day)
    return CommitteeOut(
        **brief(committee),
        note=committee.note,
        document=committee.document.slug if committee.document else None,
        as_of=day,
        members=[MemberOut.of(row) for row in queries.members(committee, day)],
        regulation=RegulationOut.of(rules) if rules else None,
        children=list(committee.children.order_by("sort_key", "code").values_list("code", flat=True)),
    )


@router.get("/committees", response=CommitteePage, url_name="committees", summary="Steering committees")
def committees(
    request: HttpRequest,
    q: Words = "",
    level: Tier | None = None,
    illustrative: bool = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> CommitteePage:
    """In Vietnamese order. `q` ignores tones; illustrative rows only when asked for."""
    policies.require_read(principal_of(request))
    rows = queries.searched(q)
    if level:
        rows = rows.filter(level=level)
    if not illustrative:
        rows = rows.filter(illustrative=False)
    page = envelope.page(rows, request, limit, cursor)
    items = [CommitteeBrief.of(row) for row in page.items]
    return CommitteePage(items=items, next=page.next, total=page.total)


@router.get("/committees/{code}", response=CommitteeOut, url_name="committee", summary="One committee")
def committee(request: HttpRequest, code: str, as_of: AsOf = None) -> CommitteeOut:
    """Its members and its regulation on the day `as_of` (today by default), and the committees below it."""
    policies.require_read(principal_of(request))
    looked_at(as_of)
    return told(queries.find(code), as_of or clock.today())


@router.post(
    "/committees/{code}/members",
    response={201: MemberOut},
    url_name="committee_members",
    summary="Seat a member",
)
def add_member(request: HttpRequest, code: str, payload: SeatDraft) -> tuple[int, MemberOut]:
    """`person` is an id or a code. Keys need the scope `meetings`."""
    return 201, MemberOut.of(actions.seat(principal_of(request), code, payload))


@router.put(
    "/committees/{code}/regulation",
    response=RegulationOut,
    url_name="committee_regulation",
    summary="Adopt a working regulation",
)
def adopt(request: HttpRequest, code: str, payload: RegulationDraft) -> RegulationOut:
    """In force from its day on; the same day told again corrects it. Keys need the scope `meetings`."""
    return RegulationOut.of(actions.adopt_regulation(principal_of(request), code, payload))
