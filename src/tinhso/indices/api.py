"""The API of composite indices: public. Reads, and a computation that stores nothing."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from tinhso.base.web import envelope
from tinhso.base.web.moments import AsOf, KnownAt, looked_at
from tinhso.base.web.pace import Pace
from tinhso.indices import queries
from tinhso.indices.computing import ComputeIn, ComputeOut, compute
from tinhso.indices.outputs import (
    EditionBrief,
    EditionOut,
    IndexOut,
    IndexPage,
    ScoreOut,
    ScorePage,
    nodes_told,
)

router = Router(tags=["indices"])
computing = Pace("compute")

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Words = Annotated[str, Query(max_length=200)]


@router.get("/indices", response=IndexPage, summary="Composite indices (bộ chỉ số)", auth=None)
def indices(
    request: HttpRequest,
    as_of: AsOf = None,
    illustrative: bool = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> IndexPage:
    """Each with its editions, the newest first; as of a day those whose decision is not dated later."""
    looked_at(as_of)
    page = envelope.page(queries.indices(as_of, illustrative=illustrative), request, limit, cursor)
    return IndexPage(items=[IndexOut.of(row) for row in page.items], next=page.next, total=page.total)


@router.get("/indices/{code}/{edition}", response=EditionOut, summary="An edition with its tree", auth=None)
def edition(request: HttpRequest, code: str, edition: str) -> EditionOut:
    """Nodes top down, with points, rules, evidence, owner and verifier."""
    del request
    row = queries.edition(code, edition)
    return EditionOut(
        index=row.index.code,
        edition=EditionBrief.of(row.index, row),
        source=row.source,
        nodes=nodes_told(queries.tree(row)),
    )


@router.get("/indices/{code}/{edition}/scores", response=ScorePage, summary="What was published", auth=None)
def scores(
    request: HttpRequest,
    code: str,
    edition: str,
    place: Words = "",
    year: int | None = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    illustrative: bool = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> ScorePage:
    """Published results, the latest year first; `place` is a code as of then. Values as printed."""
    moment = looked_at(as_of, known_at)
    found = queries.scores(queries.edition(code, edition), as_of, moment, illustrative=illustrative)
    if place:
        found = found.filter(place__code=place)
    if year is not None:
        found = found.filter(year=year)
    page = envelope.page(found, request, limit, cursor)
    return ScorePage(items=[ScoreOut.told(row) for row in page.items], next=page.next, total=page.total)


@router.post(
    "/indices/{code}/{edition}/compute",
    response=ComputeOut,
    summary="Compute places by an edition; stores nothing",
    auth=None,
)
def compute_places(request: HttpRequest, code: str, edition: str, payload: ComputeIn) -> ComputeOut:
    """Shares 0–1 by node in, values and ranks out, in the order sent, unrounded. In place of a node's share
    `inputs` may hold what its rule reads: `{"node": {"input": 3}}`. Nodes that do not count may be left out.
    `rank_low` and `rank_high` bound 90 % of the draws with weights moved by up to ±25 % and shares inside
    what their print leaves open. Numbers are JSON numbers, as they are sent. At most 1,000 places a
    question, 60 questions a minute from one address.
    """
    computing.require(request)
    return compute(queries.tree(queries.edition(code, edition)), payload)
