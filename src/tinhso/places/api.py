"""The API of places: public, read only."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from tinhso.base import clock
from tinhso.base.web import envelope
from tinhso.base.web.moments import AsOf, looked_at
from tinhso.places import queries
from tinhso.places.models import Level
from tinhso.places.schemas import PlaceBrief, PlaceOut, PlacePage

router = Router(tags=["places"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Words = Annotated[str, Query(max_length=200)]


@router.get("/places", response=PlacePage, summary="Units of a day (đơn vị hành chính)", auth=None)
def places(
    request: HttpRequest,
    q: Words = "",
    level: Level | None = None,
    within: Words = "",
    as_of: AsOf = None,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> PlacePage:
    """Units of `as_of` (default: today). `q` ignores tones; `within` is the code of a unit of that day."""
    looked_at(as_of)
    day = as_of or clock.today()
    around = queries.by_code(within, day) if within else None
    found = queries.search(q, as_of=day, level=level, within=around)
    page = envelope.page(found, request, limit, cursor)
    return PlacePage(items=[PlaceBrief.of(row) for row in page.items], next=page.next, total=page.total)


@router.get("/places/{code}", response=PlaceOut, summary="One unit as of a day", auth=None)
def place(request: HttpRequest, code: str, as_of: AsOf = None) -> PlaceOut:
    """The unit that carries `code` on `as_of` (default: today): above, inside, before and after it."""
    del request
    looked_at(as_of)
    return told(code, as_of)


def told(code: str, as_of: date | None) -> PlaceOut:
    """One unit with what stands around it. Raises NotFound with near matches."""
    day = as_of or clock.today()
    row = queries.by_code(code, day)
    return PlaceOut.told(
        row,
        as_of=day,
        ancestors=queries.ancestors(row),
        children=queries.counts_inside(row, day),
        descent=queries.descent(row),
        today=queries.equivalents(row),
    )
