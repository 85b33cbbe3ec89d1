"""The API of periodic reports: templates, reports, parts of agencies, freezing, issuing, files."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from tinhso.base.web import envelope
from tinhso.papers import serving
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability
from tinhso.people.principals import Principal, principal_of
from tinhso.reports import policies, printing, queries
from tinhso.reports.actions import contributing, freezing, issuing, writing
from tinhso.reports.actions.beginning import begin
from tinhso.reports.api_templates import router as templates_router
from tinhso.reports.inputs import (
    BlockIn,
    FreezeIn,
    MoveIn,
    PartIn,
    PeriodicEditIn,
    ReasonIn,
)
from tinhso.reports.models import PeriodicReport, State
from tinhso.reports.outputs import (
    PeriodicPart,
    PeriodicParts,
    PeriodicReportBrief,
    PeriodicReportOut,
    PeriodicReportPage,
)
from tinhso.reports.schemas import IssueDraft, ReportDraft, ReportEdit

router = Router(tags=["periodic"])
router.add_router("", templates_router)
Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]


@router.get(
    "/periodic-reports",
    response=PeriodicReportPage,
    url_name="periodic_reports",
    summary="Periodic reports (báo cáo định kỳ)",
    auth=None,
)
def periodic_reports(
    request: HttpRequest,
    template: str = "",
    year: str = "",
    state: State | None = None,
    illustrative: bool = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> PeriodicReportPage:
    """The reports that the caller may open, the latest period first; the demo's with `illustrative=1`."""
    rows = queries.reports(principal_of(request))
    if not illustrative:
        rows = rows.filter(illustrative=False)
    if template:
        rows = rows.filter(template__code=template)
    if year:
        rows = rows.filter(period__startswith=year)
    if state:
        rows = rows.filter(state=state)
    page = envelope.page(rows, request, limit, cursor)
    items = [PeriodicReportBrief.of(row) for row in page.items]
    return PeriodicReportPage(items=items, next=page.next, total=page.total)


@router.post(
    "/periodic-reports",
    response={201: PeriodicReportOut},
    url_name="periodic_reports",
    summary="Begin a report",
)
def begin_periodic_report(request: HttpRequest, payload: ReportDraft) -> Status[PeriodicReportOut]:
    """Agencies named in the template are asked for their parts. Needs the scope `papers`."""
    return Status(201, _whole(begin(principal_of(request), payload)))


@router.get(
    "/periodic-reports/{key}",
    response=PeriodicReportOut,
    url_name="periodic_report",
    summary="A report",
    auth=None,
)
def periodic_report(request: HttpRequest, key: UUID) -> PeriodicReportOut:
    """Its text and every figure: live while it is written, as pinned once frozen."""
    return _whole(queries.report(principal_of(request), key))


@router.patch(
    "/periodic-reports/{key}",
    response=PeriodicReportOut,
    url_name="periodic_report",
    summary="Change a report",
)
def change_periodic_report(request: HttpRequest, key: UUID, payload: PeriodicEditIn) -> PeriodicReportOut:
    """Title, text, form, day of the figures; what is not sent stays. Needs the scope `papers`."""
    by = principal_of(request)
    change = ReportEdit.model_validate(payload.model_dump(exclude={"version"}))
    return _whole(writing.edit(by, _seen(by, key), change, version=payload.version))


@router.post(
    "/periodic-reports/{key}/blocks",
    response=PeriodicReportOut,
    url_name="periodic_blocks",
    summary="Change one block",
)
def change_periodic_block(request: HttpRequest, key: UUID, payload: BlockIn) -> PeriodicReportOut:
    """`do`: `edit`, `add` (behind it), `accept` a proposal, `take` what agencies sent. Scope `papers`."""
    by = principal_of(request)
    found, at, seen = _seen(by, key), payload.block, payload.version
    if payload.do == "accept":
        return _whole(writing.take_proposal(by, found, at, version=seen))
    if payload.do == "take":
        return _whole(writing.take_part(by, found, at, version=seen))
    if payload.do == "add":
        return _whole(writing.add_block(by, found, at, payload.text, version=seen))
    return _whole(writing.edit_block(by, found, at, payload.text, version=seen))


@router.post(
    "/periodic-reports/{key}/freeze",
    response=PeriodicReportOut,
    url_name="freeze_periodic",
    summary="Freeze a report",
)
def freeze_periodic_report(request: HttpRequest, key: UUID, payload: FreezeIn) -> PeriodicReportOut:
    """Pins every figure; 409 with all that misses unless `knowingly`. Needs the scope `papers`."""
    by = principal_of(request)
    freezing.freeze(by, _seen(by, key), knowingly=payload.knowingly, version=payload.version)
    return _whole(queries.report(by, key))


@router.post(
    "/periodic-reports/{key}/issue",
    response=PeriodicReportOut,
    url_name="issue_periodic",
    summary="Issue a report",
)
def issue_periodic_report(request: HttpRequest, key: UUID, payload: IssueDraft) -> PeriodicReportOut:
    """Number, day and signer; its files enter the register. Needs the scope `papers`."""
    by = principal_of(request)
    issuing.issue(by, _seen(by, key), payload)
    return _whole(queries.report(by, key))


@router.post(
    "/periodic-reports/{key}/move",
    response=PeriodicReportOut,
    url_name="move_periodic",
    summary="Move a report on or back",
)
def move_periodic_report(request: HttpRequest, key: UUID, payload: MoveIn) -> PeriodicReportOut:
    """`assemble`; `thaw`, `withdraw` with a reason; `correct` a withdrawn one. Needs the scope `papers`."""
    by = principal_of(request)
    found = _seen(by, key)
    if payload.to == "assemble":
        return _whole(writing.assemble(by, found))
    if payload.to == "thaw":
        return _whole(freezing.thaw(by, found, reason=payload.reason))
    if payload.to == "correct":
        return _whole(issuing.correct(by, found))
    return _whole(issuing.withdraw(by, found, reason=payload.reason))


@router.get(
    "/periodic-reports/{key}/files/{kind}",
    url_name="periodic_file",
    summary="A report's file",
    auth=None,
    response={200: None},
)
def periodic_file(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """`docx`, `pdf` or `xlsx`; of a frozen or issued report the same bytes for ever."""
    row = queries.report(principal_of(request), key)
    wanted = next((one for one in issuing.FORMATS if one == kind), None)
    if wanted is None:
        raise Http404
    content = printing.file(row, wanted)
    response = HttpResponse(content, content_type=serving.TYPES[wanted])
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{row.template.code}-{row.period.lower()}.{wanted}"'
    )
    return response


@router.get(
    "/periodic-reports/{key}/parts",
    response=PeriodicParts,
    url_name="periodic_parts",
    summary="Parts of a report",
)
def periodic_parts(request: HttpRequest, key: UUID) -> PeriodicParts:
    """What agencies were asked and what they sent: all of it, or that of one's own agencies."""
    by = principal_of(request)
    rows = queries.contributions(queries.report(by, key))
    shown = [row for row in rows if policies.reads_all(by) or row.agency_id in policies.own_agencies(by)]
    return PeriodicParts(items=[PeriodicPart.of(row) for row in shown], total=len(shown))


@router.put(
    "/periodic-reports/{key}/parts/{part}",
    response=PeriodicPart,
    url_name="periodic_part",
    summary="Write an agency's part",
)
def write_periodic_part(request: HttpRequest, key: UUID, part: UUID, payload: PartIn) -> PeriodicPart:
    """Keeps it, or sends it with `send`; officers and heads of the agency, scope `drafts`."""
    by = principal_of(request)
    people.require_may(by, Capability.COMMENT)
    row = queries.contribution(by, key, part)
    act = contributing.send_in if payload.send else contributing.save
    return PeriodicPart.of(act(by, row.pk, payload.draft(), version=payload.version))


@router.post(
    "/periodic-reports/{key}/parts/{part}/accept",
    response=PeriodicPart,
    url_name="accept_part",
    summary="Take an agency's part",
)
def accept_periodic_part(request: HttpRequest, key: UUID, part: UUID) -> PeriodicPart:
    """Needs the scope `papers`."""
    by = principal_of(request)
    policies.require_compose(by)
    return PeriodicPart.of(contributing.accept(by, queries.contribution(by, key, part).pk))


@router.post(
    "/periodic-reports/{key}/parts/{part}/return",
    response=PeriodicPart,
    url_name="return_part",
    summary="Return an agency's part",
)
def return_periodic_part(request: HttpRequest, key: UUID, part: UUID, payload: ReasonIn) -> PeriodicPart:
    """With the reason, which the agency is told. Needs the scope `papers`."""
    by = principal_of(request)
    policies.require_compose(by)
    row = queries.contribution(by, key, part)
    return PeriodicPart.of(contributing.return_(by, row.pk, reason=payload.reason))


def _seen(by: Principal, key: UUID) -> UUID:
    """The report's key, for who may compose and see it. Raises NotAllowed, NotFound."""
    policies.require_compose(by)
    return queries.report(by, key).pk


def _whole(row: PeriodicReport) -> PeriodicReportOut:
    last = queries.frozen(row)
    if last is None or row.state in queries.ON_THE_WAY:
        return PeriodicReportOut.live(row, printing.composition(row))
    return PeriodicReportOut.pinned(row, last, queries.issued(row))
