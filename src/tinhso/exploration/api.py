"""The API of saved views and dashboards: public ones for everybody, the others for who may open them."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from tinhso.base import clock
from tinhso.base.web import envelope, exports
from tinhso.base.web.pace import Pace
from tinhso.exploration import keeping, queries
from tinhso.exploration.actions import dashboards as making
from tinhso.exploration.actions import views as actions
from tinhso.exploration.models import Dashboard
from tinhso.exploration.outputs import (
    DashboardBrief,
    DashboardIn,
    DashboardOut,
    DashboardPage,
    ViewIn,
    ViewOut,
    ViewPage,
)
from tinhso.exploration.schemas import ViewDraft, WholeDraft
from tinhso.people.principals import Principal, principal_of
from tinhso.warehouse.api import conditional
from tinhso.warehouse.asking import ask
from tinhso.warehouse.errors import CannotAnswer
from tinhso.warehouse.outputs import LINES, AnswerOut, document, lines
from tinhso.warehouse.schemas import require_small

router = Router(tags=["exploration"])
pace = Pace("queries")

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Words = Annotated[str, Query(max_length=200)]


@router.get("/views", response=ViewPage, url_name="views", summary="Saved views (góc nhìn đã lưu)", auth=None)
def views(
    request: HttpRequest, q: Words = "", limit: Limit = envelope.USUAL, cursor: str | None = None
) -> ViewPage:
    """The views that the caller may open: public ones; one's own, the agency's, all officials' ones.

    `q` finds by name and code, tones ignored.
    """
    by = principal_of(request)
    page = envelope.page(queries.views(by, q), request, limit, cursor)
    items = [ViewOut.of(row, by) for row in page.items]
    return ViewPage(items=items, next=page.next, total=page.total)


@router.post("/views", response={201: ViewOut}, url_name="views", summary="Keep a view")
def create_view(request: HttpRequest, payload: ViewIn) -> Status[ViewOut]:
    """A view of the caller's own; keys need the scope `views`. Sharing with all officials or the public is
    the standing office's.
    """
    by = principal_of(request)
    draft = ViewDraft.model_validate(payload.model_dump(exclude={"code"}))
    return Status(201, ViewOut.of(actions.save_view(by, draft, code=payload.code or ""), by))


@router.get("/views/{code}", response=ViewOut, url_name="view", summary="A view", auth=None)
def view(request: HttpRequest, code: str) -> ViewOut:
    """What it is called, who may open it, and what it asks."""
    by = principal_of(request)
    return ViewOut.of(queries.view(by, code), by)


@router.put("/views/{code}", response=ViewOut, url_name="view", summary="Change a view")
def change_view(request: HttpRequest, code: str, payload: ViewDraft) -> ViewOut:
    """Name, description, sharing and content, all of them; keys need the scope `views`."""
    by = principal_of(request)
    return ViewOut.of(actions.change_view(by, code, payload), by)


@router.delete("/views/{code}", response=ViewOut, url_name="view", summary="Take a view back")
def retire_view(request: HttpRequest, code: str) -> ViewOut:
    """It leaves the lists and keeps its history; its cards say so. Keys need the scope `views`."""
    by = principal_of(request)
    return ViewOut.of(actions.retire_view(by, code), by)


@router.get(
    "/views/{code}/data",
    response=AnswerOut,
    url_name="view_data",
    summary="What a view answers",
    auth=None,
)
def view_data(request: HttpRequest, code: str, format: Literal["json", "csv"] = "json") -> HttpResponse:
    """The answer of `/query` to the view's question, with the caller's own rights.

    Where all its indicators are told no more, as of the last day that one was in use.
    """
    by, today = principal_of(request), clock.today()
    if not by.is_signed_in:
        pace.require(request)
    spec = keeping.spec_of(queries.view(by, code))
    held, _notes = keeping.as_of_then(spec, keeping.retired_of([spec], today))
    question = held.query(today)
    require_small(question)
    answer = ask(question, by)
    if not answer.measures:
        raise CannotAnswer(answer)
    if format == "csv":
        text, kind = "".join(exports.csv_lines(LINES, lines(answer))), "text/csv"
    else:
        text, kind = AnswerOut.model_validate(document(answer)).model_dump_json(), "application/json"
    return conditional(request, HttpResponse(text, content_type=f"{kind}; charset=utf-8"))


@router.get(
    "/dashboards",
    response=DashboardPage,
    url_name="dashboards",
    summary="Dashboards (bảng theo dõi)",
    auth=None,
)
def dashboards(
    request: HttpRequest, q: Words = "", limit: Limit = envelope.USUAL, cursor: str | None = None
) -> DashboardPage:
    """The dashboards that the caller may open, in order."""
    by = principal_of(request)
    page = envelope.page(queries.dashboards(by, q), request, limit, cursor)
    items = [DashboardBrief.of(row, by) for row in page.items]
    return DashboardPage(items=items, next=page.next, total=page.total)


@router.post("/dashboards", response={201: DashboardOut}, url_name="dashboards", summary="Make a dashboard")
def create_dashboard(request: HttpRequest, payload: DashboardIn) -> Status[DashboardOut]:
    """With its cards, at most 24; keys need the scope `views`. Roles, the wall, and sharing beyond the agency
    are the standing office's.
    """
    by = principal_of(request)
    draft = WholeDraft.model_validate(payload.model_dump(exclude={"code"}))
    return Status(201, _whole(by, making.create_dashboard(by, draft, code=payload.code or "")))


@router.get(
    "/dashboards/{code}", response=DashboardOut, url_name="dashboard", summary="A dashboard", auth=None
)
def dashboard(request: HttpRequest, code: str) -> DashboardOut:
    """With its cards in order; what a view's card shows is at `/views/{code}/data`."""
    by = principal_of(request)
    return _whole(by, queries.dashboard(by, code))


@router.put("/dashboards/{code}", response=DashboardOut, url_name="dashboard", summary="Change a dashboard")
def change_dashboard(request: HttpRequest, code: str, payload: WholeDraft) -> DashboardOut:
    """All of it, cards included; keys need the scope `views`."""
    by = principal_of(request)
    return _whole(by, making.change_dashboard(by, code, payload))


def _whole(by: Principal, row: Dashboard) -> DashboardOut:
    return DashboardOut.whole(row, by, queries.cards_of(row))
