"""The API of figures and indicators: reading is public; the standing office lays down what is measured."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from tinhso.base import clock
from tinhso.base.web import envelope
from tinhso.base.web.moments import AsOf, KnownAt, looked_at
from tinhso.indicators import policies, queries, tables, validation
from tinhso.indicators.definitions import laying as definitions
from tinhso.indicators.definitions.outputs import DefinedIndicator, DefinitionIn, DefinitionOut
from tinhso.indicators.definitions.panels import as_told
from tinhso.indicators.definitions.rows import standing
from tinhso.indicators.definitions.shapes import crossings
from tinhso.indicators.definitions.words import Names
from tinhso.indicators.models import Frequency, Indicator, Kind
from tinhso.indicators.outputs import FigureOut, FigurePage, IndicatorBrief, IndicatorOut, IndicatorPage
from tinhso.people import policies as people
from tinhso.people.capabilities import Scope
from tinhso.people.principals import principal_of

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
    page = envelope.page(policies.open_figures(principal_of(request), found), request, limit, cursor)
    as_told(page.items)
    return FigurePage(items=[FigureOut.told(row) for row in page.items], next=page.next, total=page.total)


@router.get("/indicators", response=IndicatorPage, summary="What is measured (chỉ số thống kê)", auth=None)
def indicators(
    request: HttpRequest,
    q: Words = "",
    kind: Kind | None = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    frequency: Frequency | None = None,
    derived: bool | None = None,
    cells: bool = False,
    illustrative: bool = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> IndicatorPage:
    """In Vietnamese order. `q` ignores tones; as of a day: those that figures told of by then. The cells of
    disaggregations only with `cells=1`.
    """
    moment = looked_at(as_of, known_at)
    found = queries.indicators().searched(q).select_related("whole")
    if not cells:
        found = found.wholes()
    if frequency:
        found = found.filter(frequency=frequency)
    if derived is not None:
        found = found.exclude(formula="") if derived else found.filter(formula="")
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


@router.get(
    "/indicators/{code}",
    response=IndicatorOut,
    by_alias=True,
    summary="One indicator with its definitions and figures",
    auth=None,
)
def indicator(
    request: HttpRequest,
    code: str,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    on: Annotated[dt.date | None, Query(description="The day whose definition is asked for: today")] = None,
    illustrative: bool = False,
) -> IndicatorOut:
    """Definitions and figures. `as_of` leaves out figures dated later, `known_at` what was recorded later."""
    row = queries.by_code(code)
    rows = queries.in_force(as_of, looked_at(as_of, known_at)).filter(indicator=row)
    rows = policies.open_figures(principal_of(request), rows)
    if not illustrative:
        rows = rows.published()
    found = list(rows[: envelope.MOST])
    as_told(found)
    return IndicatorOut(
        **_defined(row, on),
        indicator=IndicatorBrief.of(row),
        figures=[FigureOut.told(figure) for figure in found],
        total=len(found) if len(found) < envelope.MOST else rows.count(),
    )


def _defined(row: Indicator, on: dt.date | None) -> dict[str, Any]:
    rows = definitions.versions(row)
    stands = standing(rows, on or clock.today())
    names = Names.of(rows)
    told = {one.pk: DefinitionOut.told(one, names) for one in rows}
    parts = crossings(stands.disaggregations) if stands and stands.in_use else {}
    return {
        "definition": stands.definition if stands else row.definition,
        "laid_down": told[stands.pk] if stands else None,
        "versions": [told[one.pk] for one in rows],
        "cells": [f"{row.code}.{cell}" for cell in parts],
    }


@router.put(
    "/indicators/{code}",
    response=DefinedIndicator,
    by_alias=True,
    url_name="indicator",
    summary="Lay down an indicator from a day on",
)
def define(request: HttpRequest, code: str, payload: DefinitionIn) -> DefinedIndicator:
    """Add the indicator, or a definition that begins on `valid_from`; the one that begins on that very day is
    changed. For the standing office; keys need the scope `plan`. The same again changes nothing. Kind, unit
    and factor of figures that were told stay: such a change begins after the last of them.
    """
    by = principal_of(request)
    if not by.may_use(Scope.PLAN):
        raise people.scope_missing(Scope.PLAN)
    row = definitions.define(by, code, payload.draft, payload.valid_from, payload.why, payload.document)
    told = _defined(row.indicator, None)
    return DefinedIndicator(code=code, **{name: told[name] for name in ("laid_down", "versions", "cells")})
