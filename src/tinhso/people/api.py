"""The API of agencies: public, read only."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from tinhso.base import clock
from tinhso.base.web import envelope
from tinhso.base.web.moments import AsOf, looked_at
from tinhso.people import queries, tables
from tinhso.people.models import AgencyKind
from tinhso.people.schemas import AgencyBrief, AgencyOut, AgencyPage

router = Router(tags=["agencies"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Words = Annotated[str, Query(max_length=200)]


@router.get("/agencies", response=AgencyPage, summary="Agencies of a day (cơ quan, đơn vị)", auth=None)
def agencies(
    request: HttpRequest,
    q: Words = "",
    kind: AgencyKind | None = None,
    pack: Words = "",
    as_of: AsOf = None,
    illustrative: bool = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> AgencyPage:
    """Agencies of `as_of` (default: today). `q` ignores tones; `pack` names the pack that declares them;
    illustrative ones only when asked for.
    """
    looked_at(as_of)
    found = tables.searched(queries.agencies().valid_on(as_of or clock.today()), q)
    if not illustrative:
        found = found.published()
    if kind:
        found = found.filter(kind=kind)
    if pack:
        found = found.of_pack(pack)
    page = envelope.page(found, request, limit, cursor)
    return AgencyPage(items=[AgencyBrief.of(row) for row in page.items], next=page.next, total=page.total)


@router.get("/agencies/{code}", response=AgencyOut, summary="One agency with its history", auth=None)
def agency(request: HttpRequest, code: str, as_of: AsOf = None, illustrative: bool = False) -> AgencyOut:
    """The agency of that code, whether it exists today or not: before it, after it, and under it on `as_of`
    (default: today). Illustrative ones under it only when asked for.
    """
    looked_at(as_of)
    return told(code, as_of, illustrative=illustrative)


def told(code: str, as_of: date | None = None, *, illustrative: bool = False) -> AgencyOut:
    """One agency with what stands around it. Raises NotFound with near matches."""
    row = queries.agency_by_code(code)
    children = row.children.valid_on(as_of).order_by("sort_key", "code")
    return AgencyOut.told(
        row,
        origins=queries.origins(row),
        destinies=queries.destinies(row),
        children=children if illustrative or row.illustrative else children.published(),
        today=queries.successors(row),
    )
