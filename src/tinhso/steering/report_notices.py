"""Telling people of reports: sent in, returned, confirmed; and of what is asked about tasks.

Hung on this room's own events, so that it happens once for each, whoever acted and in whatever face.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.events.dispatch import Subscriber
from tinhso.base.web import wording
from tinhso.notify.kinds import NoticeKind
from tinhso.notify.sending import Notice, To, send
from tinhso.people.holders import standing_offices
from tinhso.people.models import Role
from tinhso.steering.events import ReportConfirmed, ReportEvent, ReportReturned, TargetReported, TaskAsked
from tinhso.steering.models import Report, TaskRequest

_TELLER: Final = SystemActor("notify")
_OFFICE: Final = (Role.STANDING_OFFICE,)

SUBMITTED: Final = NoticeKind(
    "steering.report_submitted",
    _("Báo cáo chờ xác nhận"),
    _("Chờ xác nhận: {title}"),
    _("{agency} đã gửi báo cáo kỳ {period} về “{title}” ({code})."),
    "reports",
)
RETURNED: Final = NoticeKind(
    "steering.report_returned",
    _("Báo cáo bị trả lại"),
    _("Trả lại: {title}"),
    _("Báo cáo kỳ {period} về “{title}” ({code}) bị trả lại. Cần sửa: {reason}"),
    "reports",
    urgent=True,
)
CONFIRMED: Final = NoticeKind(
    "steering.report_confirmed",
    _("Báo cáo được xác nhận"),
    _("Đã xác nhận: {title}"),
    _("Báo cáo kỳ {period} của {agency} về “{title}” ({code}) đã được xác nhận."),
    "reports",
)
ASKED: Final = NoticeKind(
    "steering.asked",
    _("Đề nghị về nhiệm vụ chờ quyết định"),
    _("{asked}: {title}"),
    _("{agency} đề nghị “{asked}” cho nhiệm vụ “{title}” ({code}). Lý do: {grounds}"),
    "tasks",
)
NOTICES: Final = (SUBMITTED, RETURNED, CONFIRMED, ASKED)


def _report(key: UUID) -> Report | None:
    rows = Report.objects.select_related("target__plan", "task__plan", "agency", "observation__indicator")
    return rows.filter(pk=key).first()


def _notice(kind: NoticeKind, row: Report, to: To) -> Notice:
    subject = row.target or row.task
    if subject is None:
        raise ValueError("A report is on a target or on a task.")
    values = {
        "title": subject.title,
        "code": subject.code,
        "agency": str(row.agency),
        "period": wording.period(row.period),
        "reason": row.decision_note,
    }
    return Notice(
        kind.code, to, values, subject.get_absolute_url(), f"{row.pk}:{row.version}", row.illustrative
    )


def _tell(*notices: Notice) -> None:
    with acting(_TELLER, "steering.tell") as act:
        send(act, notices)


def tell_submitted(event: ReportEvent) -> None:
    """Heads of the agency and the standing office hear; heads alone where levels of approval begin there."""
    row = _report(event.report)
    if row is None or row.state != Report.State.SUBMITTED:
        return
    notices = [_notice(SUBMITTED, row, To(agencies=(row.agency_id,), roles=(Role.HEAD_OF_AGENCY,)))]
    if row.observation is None or not row.observation.indicator.approvals:
        notices.append(_notice(SUBMITTED, row, To(agencies=standing_offices(), roles=_OFFICE)))
    _tell(*notices)


def tell_returned(event: ReportEvent) -> None:
    """The sender hears what to mend, and whoever reports for the agency."""
    row = _report(event.report)
    if row is not None and row.state == Report.State.RETURNED:
        _tell(_notice(RETURNED, row, _sender(row, also=True)))


def tell_confirmed(event: ReportEvent) -> None:
    """The sender hears."""
    row = _report(event.report)
    if row is not None:
        _tell(_notice(CONFIRMED, row, _sender(row)))


def _sender(row: Report, *, also: bool = False) -> To:
    agencies = (row.agency_id,) if also or row.submitted_by is None else ()
    accounts = (row.submitted_by,) if row.submitted_by else ()
    return To(accounts=accounts, agencies=agencies, roles=(Role.REPORTING_OFFICER,))


def tell_asked(event: TaskAsked) -> None:
    """The standing office hears what is asked."""
    rows = TaskRequest.objects.select_related("task__plan", "agency").filter(task=event.task)
    row = rows.filter(decision=TaskRequest.Decision.OPEN, kind=event.kind).order_by("-asked_at").first()
    if row is None:
        return
    kind = str(TaskRequest.Kind(row.kind).label)
    values = {
        "title": row.task.title,
        "code": row.task.code,
        "agency": str(row.agency),
        "asked": f"{kind} {wording.day(row.until)}" if row.until else kind,
        "grounds": row.grounds,
    }
    to = To(agencies=standing_offices(), roles=_OFFICE)
    _tell(Notice(ASKED.code, to, values, row.task.get_absolute_url(), str(row.pk), row.illustrative))


SUBSCRIBERS: Final[list[Subscriber[Any]]] = [
    Subscriber("steering.tell_submitted", TargetReported, tell_submitted),
    Subscriber("steering.tell_returned", ReportReturned, tell_returned),
    Subscriber("steering.tell_confirmed", ReportConfirmed, tell_confirmed),
    Subscriber("steering.tell_asked", TaskAsked, tell_asked),
]
