"""The API of templates of reports: lists, texts, checking."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from tinhso.base import clock
from tinhso.base.web import envelope
from tinhso.people.principals import principal_of
from tinhso.reports import knowing, policies, queries
from tinhso.reports.actions import templates
from tinhso.reports.inputs import TextIn
from tinhso.reports.outputs import (
    FlawOut,
    ReportTemplateBrief,
    ReportTemplateOut,
    ReportTemplatePage,
    TemplateCheck,
)
from tinhso.reports.schemas import TemplateDraft
from tinhso.reports.template.checking import check
from tinhso.reports.template.describing import describe
from tinhso.reports.template.parsing import parse
from tinhso.reports.template.problems import BadTemplate

router = Router(tags=["periodic"])
Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]


@router.get(
    "/report-templates",
    response=ReportTemplatePage,
    url_name="report_templates",
    summary="Templates of reports (mẫu báo cáo)",
    auth=None,
)
def report_templates(
    request: HttpRequest, kind: str = "", limit: Limit = envelope.USUAL, cursor: str | None = None
) -> ReportTemplatePage:
    """Templates in use, by name; `kind` is week, month, quarter, half, nine, year, thematic or resolution."""
    rows = queries.with_versions()
    page = envelope.page(rows.filter(kind=kind) if kind else rows, request, limit, cursor)
    items = [ReportTemplateBrief.of(row) for row in page.items]
    return ReportTemplatePage(items=items, next=page.next, total=page.total)


@router.post(
    "/report-templates/check", response=TemplateCheck, url_name="check_template", summary="Check a text"
)
def check_template(request: HttpRequest, payload: TextIn) -> TemplateCheck:
    """Its flaws with line, column and near names, and what it needs. Needs the scope `papers`."""
    policies.require_compose(principal_of(request))
    try:
        tree = parse(payload.body)
        flaws = check(tree, knowing.stored(tree))
    except BadTemplate as bad:
        flaws, tree = list(bad.flaws), parse("")
    told = [FlawOut(**{**vars(flaw), "near": list(flaw.near)}) for flaw in flaws]
    return TemplateCheck(good=not told, flaws=told, needs=describe(tree))


@router.get(
    "/report-templates/{code}",
    response=ReportTemplateOut,
    url_name="report_template",
    summary="A template",
    auth=None,
)
def report_template(request: HttpRequest, code: str) -> ReportTemplateOut:
    """Its text as it holds today, and the days from which its texts hold."""
    del request
    return ReportTemplateOut.whole(queries.template(code), clock.today())


@router.put(
    "/report-templates/{code}",
    response=ReportTemplateOut,
    url_name="report_template",
    summary="Write a template",
)
def lay_down_template(request: HttpRequest, code: str, payload: TemplateDraft) -> ReportTemplateOut:
    """A new template, or its text from `valid_from` on (today). Needs the scope `papers`."""
    by = principal_of(request)
    templates.lay_down(by, code, payload)
    return ReportTemplateOut.whole(queries.template(code), payload.valid_from or clock.today())
