"""The API of the warehouse: one typed question, answered with exact cells. Public for open figures."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Annotated, Any, Final, Literal, cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from ninja import Query, Router

from tinhso.base import clock
from tinhso.base.web import exports
from tinhso.base.web.pace import Pace
from tinhso.indicators import validation
from tinhso.indicators.boundaries.api import known_boundaries
from tinhso.people.principals import principal_of
from tinhso.places import queries as places
from tinhso.places.models import Level
from tinhso.warehouse.asking import ask
from tinhso.warehouse.catalogue import measures
from tinhso.warehouse.errors import CannotAnswer
from tinhso.warehouse.facts import facts
from tinhso.warehouse.facts_outputs import FactsOut
from tinhso.warehouse.outputs import LINES, AnswerOut, document, lines
from tinhso.warehouse.questions import Places
from tinhso.warehouse.schemas import (
    MOST_MEASURES,
    KindName,
    QueryIn,
    asked_of_cell,
    of_parameters,
    require_small,
)

router = Router(tags=["warehouse"])
pace = Pace("queries")

Words = Annotated[str, Query(max_length=200)]
Format = Literal["json", "csv"]
_REFUSED: Final = "Tinhso-Refused"
"""The header of a CSV that names the measures that could not be answered."""


@router.get(
    "/query",
    response=AnswerOut,
    url_name="query",
    summary="Ask the warehouse (hỏi kho dữ liệu)",
    auth=None,
)
def query(
    request: HttpRequest,
    m: Annotated[list[str], Query(description=f"Codes of indicators, at most {MOST_MEASURES}", min_length=1)],
    level: Annotated[
        Level | None, Query(description="Units of that level; without it `within` itself")
    ] = None,
    within: Annotated[
        str, Query(max_length=40, description="Code of a unit of `on`; without it anywhere")
    ] = "",
    on: Annotated[dt.date | None, Query(description="The boundaries of that day; default: today's")] = None,
    told_at: Annotated[Level | None, Query(description="Only figures told of units of that level")] = None,
    by: Annotated[KindName, Query(description="Kind of period; `told`: as they were told")] = "year",
    first: Annotated[dt.date | None, Query(description="Default: five years before `last`")] = None,
    last: Annotated[dt.date | None, Query(description="Default: today")] = None,
    where: Annotated[
        list[str] | None,
        Query(description="`code~lt~100`: only where the number compares so (lt le eq ne ge gt)"),
    ] = None,
    illustrative: bool = False,
    format: Format = "json",
) -> HttpResponse:
    """Indicators × units × periods in one answer, each cell exact and saying what of it was told.

    `places` and `periods` are the axes; a cell's first three numbers are positions in `measures`, `places`
    and `periods`. A measure that cannot be answered so stands in `refused` with the reason and questions near
    it that can be asked; the others are answered. Where none can, the answer is 422 `cannot_answer`.
    """
    del level, within, on, told_at, by, first, last, illustrative  # read from the address, as pages do
    lists = {name: request.GET.getlist(name) for name in request.GET if name != "format"}
    asked = of_parameters({**lists, "m": m, "where": where or []})
    return _answered(request, asked, format)


@router.post(
    "/query",
    response=AnswerOut,
    url_name="query",
    summary="Ask the warehouse, the question as JSON",
    auth=None,
)
def ask_query(request: HttpRequest, payload: QueryIn, format: Format = "json") -> HttpResponse:
    """The same as `GET /query` with the question in the body, for long ones. Nothing is kept."""
    return _answered(request, payload, format)


def _answered(request: HttpRequest, asked: QueryIn, format: Format) -> HttpResponse:
    by = principal_of(request)
    if not by.is_signed_in:
        pace.require(request)
    question = asked.query()
    require_small(question)
    answer = ask(question, by)
    if not answer.measures:
        raise CannotAnswer(answer)
    if format == "csv":
        response = _bytes("".join(exports.csv_lines(LINES, lines(answer))), "text/csv")
        if answer.refused:
            response.headers[_REFUSED] = ", ".join(one.measure for one in answer.refused)
    else:
        response = _bytes(_json(document(answer)), "application/json")
    return conditional(request, response)


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _bytes(told: str, kind: str) -> HttpResponse:
    return HttpResponse(told, content_type=f"{kind}; charset=utf-8")


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A read that the caller already has is 304, as everywhere in the API."""
    if request.method not in {"GET", "HEAD"}:
        return response
    tag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Authorization", "Cookie", "Accept-Language"))
    return cast(HttpResponse, get_conditional_response(request, etag=tag, response=response))


@router.get(
    "/query/facts",
    response=FactsOut,
    url_name="query_facts",
    summary="The facts behind one cell (số liệu gốc của một ô)",
    auth=None,
)
def query_facts(
    request: HttpRequest,
    m: Annotated[str, Query(min_length=1, max_length=200)],
    place: Annotated[str, Query(min_length=1, max_length=40, description="Code of a unit of `on`")],
    period: Annotated[str, Query(min_length=1, max_length=24)],
    on: Annotated[dt.date | None, Query(description="The boundaries of that day; default: today's")] = None,
    told_at: Annotated[Level | None, Query(description="Only figures told of units of that level")] = None,
    by: Annotated[
        KindName | None, Query(description="As the question was asked; default: the period's kind")
    ] = None,
    illustrative: bool = False,
) -> FactsOut:
    """Every observation that went into a cell, with unit, agency, period, source and share; who told nothing.

    The parameters are those of the question. A derived indicator leads to the facts of what it is calculated
    from.
    """
    who = principal_of(request)
    if not who.is_signed_in:
        pace.require(request)
    when = validation.read_period(period)
    day = known_boundaries(on or clock.today())
    question = asked_of_cell(m, Places(day, None, place, told_at), when, by or when.kind.value, illustrative)
    (row,) = measures([m])
    found = facts(row, places.by_code(place, day), when, question, who)
    cell = ask(question, who).cell(m, found.place.pk, when.code)
    return FactsOut.of(found, cell)
