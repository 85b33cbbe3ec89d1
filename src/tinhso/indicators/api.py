"""The API of figures and indicators: public, read only."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from tinhso.base.web import envelope
from tinhso.base.web.moments import AsOf, KnownAt, looked_at
from tinhso.indicators import queries, tables, validation
from tinhso.indicators.models import Kind
from tinhso.indicators.outputs import FigureOut, FigurePage, IndicatorBrief, IndicatorOut, IndicatorPage

router = Router(tags=["indicators"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Words = Annotated[str, Query(max_length=200)]


@router.get("/figures", response=FigurePage, summary="Published figures with their sources", auth=None)
def figures(
    request: HttpRequest,
    q: Words = "",
    place: Words = "",
    period: Words = "",
    source: Words = "",
    kind: Kind | None = None,
    indicator: Words = "",
    is_target: bool | None = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    illustrative: bool = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> FigurePage:
    """Figures in force, the newest first. `q` ignores tones and looks in subject, printed text and indicator;
    `place` is a code, `period` a period's code (what lies inside is found too), `source` a document's slug or
    notation. Illustrative rows only when asked for.
    """
    found = queries.in_force(as_of, looked_at(as_of, known_at)).searched(q)
    if not illustrative:
        found = found.published()
    if place:
        found = found.at_place(place)
    if period:
        found = tables.inside(found, validation.read_period(period).code)
    if source:
        found = found.from_source(source)
    exact = {"kind": kind, "indicator__code": indicator or None, "is_target": is_target}
    found = found.filter(**{name: value for name, value in exact.items() if value is not None})
    page = envelope.page(found, request, limit, cursor)
    return FigurePage(items=[FigureOut.told(row) for row in page.items], next=page.next, total=page.total)


@router.get("/indicators", response=IndicatorPage, summary="What is measured (chỉ số thống kê)", auth=None)
def indicators(
    request: HttpRequest,
    q: Words = "",
    kind: Kind | None = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    illustrative: bool = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> IndicatorPage:
    """In Vietnamese order. `q` ignores tones; as of a day: those that figures told of by then."""
    moment = looked_at(as_of, known_at)
    found = queries.indicators().searched(q)
    if not illustrative:
        found = found.published()
    if kind:
        found = found.filter(kind=kind)
    if as_of or moment:
        found = queries.told_by_then(found, as_of, moment, illustrative=illustrative)
    page = envelope.page(found, request, limit, cursor)
    return IndicatorPage(
        items=[IndicatorBrief.of(row) for row in page.items], next=page.next, total=page.total
    )


@router.get("/indicators/{code}", response=IndicatorOut, summary="One indicator with its figures", auth=None)
def indicator(
    request: HttpRequest,
    code: str,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    illustrative: bool = False,
) -> IndicatorOut:
    """Definition and figures. `as_of` leaves out figures dated later, `known_at` what was recorded later."""
    row = queries.by_code(code)
    rows = queries.in_force(as_of, looked_at(as_of, known_at)).filter(indicator=row)
    if not illustrative:
        rows = rows.published()
    found = list(rows[: envelope.MOST])
    return IndicatorOut(
        indicator=IndicatorBrief.of(row),
        definition=row.definition,
        figures=[FigureOut.told(figure) for figure in found],
        total=len(found) if len(found) < envelope.MOST else rows.count(),
    )
