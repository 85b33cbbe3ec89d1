"""The API of reports: sending them, once, with a key or a session."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Header, Router
from ninja.responses import Status

from tinhso.indicators.outputs import FigureOut
from tinhso.indicators.queries import by_id
from tinhso.people import policies as people
from tinhso.people.capabilities import Scope
from tinhso.people.principals import Principal, principal_of
from tinhso.steering.actions import submit_report
from tinhso.steering.api_schemas.reports import ReportIn, ReportOut
from tinhso.steering.models import Report
from tinhso.steering.policies import Subject
from tinhso.steering.queries import plans

router = Router()

Once = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=100,
        description="Any text of the caller's, one a report: sent again, it gets the same answer",
    ),
]
ANSWERS = {200: ReportOut, 201: ReportOut}


def _send(request: HttpRequest, subject: Subject, sent: ReportIn, key: str) -> Status[ReportOut]:
    """201 for a new report, 200 for one that this key has brought before."""
    by = principal_of(request)
    _require_scope(by)
    before = Report.objects.filter(submitted_by=by.account_id, idempotency_key=key).exists() if key else False
    report = submit_report(by, subject, sent.draft(), idempotency_key=key)
    figure = FigureOut.told(by_id(report.observation_id)) if report.observation_id else None
    return Status(200 if before else 201, ReportOut.of(report, figure))


def _require_scope(by: Principal) -> None:
    """Raises NotAllowed for a key without the scope."""
    if not by.may_use(Scope.REPORT):
        raise people.scope_missing(Scope.REPORT)


@router.post("/targets/{code}/reports", response=ANSWERS, summary="Report on a target", tags=["targets"])
def report_target(request: HttpRequest, code: str, payload: ReportIn, key: Once = "") -> Status[ReportOut]:
    """Send a figure with words. It waits for confirmation and changes no published total before that.

    For reporting officers of the agencies that owe it, and the standing office; keys need the scope `report`.
    """
    return _send(request, plans.find_target(code), payload, key)


@router.post("/tasks/{code}/reports", response=ANSWERS, summary="Report on a task", tags=["tasks"])
def report_task(request: HttpRequest, code: str, payload: ReportIn, key: Once = "") -> Status[ReportOut]:
    """Send a task's state, progress and words. It waits for confirmation.

    For reporting officers of lead and joint agencies, and the standing office; keys need the scope `report`.
    """
    return _send(request, plans.find_task(code), payload, key)
