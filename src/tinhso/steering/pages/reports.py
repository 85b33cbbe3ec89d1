"""Reporting on a target or a task, and deciding on what was reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Refusal
from tinhso.base.web import forms
from tinhso.base.web.typed import counted
from tinhso.indicators.display import show
from tinhso.indicators.models import Observation
from tinhso.people import policies as people
from tinhso.people.models import Agency
from tinhso.people.principals import Principal, principal_of
from tinhso.steering import actions, policies
from tinhso.steering.models import Report, Target
from tinhso.steering.pages import report_forms
from tinhso.steering.policies import Subject
from tinhso.steering.queries import agenda, trails
from tinhso.steering.queries.plans import find_target, find_task

REASONS = (
    _("Thiếu tài liệu kiểm chứng"),
    _("Số liệu không khớp tài liệu kèm theo"),
    _("Sai kỳ báo cáo"),
    _("Chưa nêu khó khăn, nguyên nhân"),
)


def _latest(subject: Subject) -> Observation | None:
    """The figure in force of a target, or the last one confirmed with a report."""
    kept = getattr(subject, "current", None) if isinstance(subject, Target) else None
    if kept is not None and kept.observation is not None:
        return cast(Observation, kept.observation)
    last = subject.reports.select_related("observation__indicator").filter(state=Report.State.CONFIRMED)
    latest = last.order_by("-dated").first()
    return latest.observation if latest else None


def _form(
    request: HttpRequest,
    subject: Subject,
    agencies: Sequence[Agency],
    typed: forms.Typed,
    before: Report | None = None,
) -> HttpResponse:
    problems = typed.refusal.problems if typed.refusal else ()
    context = {
        "title": _("Báo cáo: %(title)s") % {"title": subject.title},
        "subject": subject,
        "is_target": isinstance(subject, Target),
        "typed": typed,
        "fields": report_forms.labels(subject),
        "periods": report_forms.periods(),
        "states": report_forms.states(),
        "agencies": [(agency.code, agency.name) for agency in agencies],
        "last": report_forms.last_value(_latest(subject)),
        "before": before,
        "over": any(one.field in {"numerator", "over_reason"} for one in problems),
    }
    return render(
        request, "steering/report_form.html", context, status=typed.refusal.status if typed.refusal else 200
    )


def _report(request: HttpRequest, subject: Subject) -> HttpResponseBase:
    by = principal_of(request)
    agencies = policies.require_report(by, subject, policies.reporters(subject))
    if request.method != "POST":
        return _form(request, subject, agencies, report_forms.start(agencies, None))
    try:
        actions.submit_report(
            by,
            subject,
            report_forms.read(request, subject),
            idempotency_key=request.POST.get("idempotency_key", "")[:100],
            files=request.FILES.getlist("file"),
        )
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _form(request, subject, agencies, forms.again(request.POST, refusal))
    messages.success(request, _("Đã gửi báo cáo; đang chờ xác nhận."))
    return redirect(subject)


@require_http_methods(["GET", "HEAD", "POST"])
def of_target(request: HttpRequest, code: str) -> HttpResponseBase:
    """Report a figure of a target."""
    return _report(request, find_target(code))


@require_http_methods(["GET", "HEAD", "POST"])
def of_task(request: HttpRequest, code: str) -> HttpResponseBase:
    """Report on a task."""
    return _report(request, find_task(code))


def _found(by: Principal, report_id: UUID) -> Report:
    rows = agenda.reports().select_related("target__plan", "task__plan").filter(pk=report_id)
    report = rows.prefetch_related("evidence_links__file").first()
    if report is None or not policies.may_see_report(by, report):
        people.require_signed_in(by)
        raise NotFound(_("Không có báo cáo này, hoặc bạn không được xem."))
    return report


def _subject(report: Report) -> Subject:
    return report.target or report.task  # type: ignore[return-value]  # the database keeps one of them


@require_safe
def report(request: HttpRequest, report_id: UUID) -> HttpResponseBase:
    """One report: what was sent, by whom, and what can be done with it now."""
    return _page(request, _found(principal_of(request), report_id))


def _page(request: HttpRequest, found: Report, typed: forms.Typed | None = None) -> HttpResponse:
    by, subject = principal_of(request), _subject(found)
    owing = policies.reporters(subject)
    context = {
        "title": _("Báo cáo của %(agency)s") % {"agency": found.agency},
        "report": found,
        "subject": subject,
        "figure": show(found.observation) if found.observation else None,
        "typed": typed or forms.start({"version": found.version}),
        "may_confirm": found.state == Report.State.SUBMITTED and policies.may_confirm(by, found),
        "may_mend": found.state == Report.State.RETURNED
        and any(policies.may_report_for(by, agency.pk) for agency in owing if agency.pk == found.agency_id),
        "reasons": [str(reason) for reason in REASONS],
        "trail": trails.trail([found]) if by.is_signed_in else [],
        "names": by.is_signed_in,
    }
    status = typed.refusal.status if typed and typed.refusal else 200
    return render(request, "steering/report.html", context, status=status)


def _version(request: HttpRequest, found: Report) -> int:
    """The version the form was filled from; one that names none trusts what stands. Raises Invalid."""
    text = request.POST.get("version", "").strip()
    version = counted(text) if text else found.version
    if version is None:
        raise Invalid(
            _("Không rõ báo cáo này được mở ở bản nào."),
            field="version",
            hint=_("Tải lại trang rồi làm lại."),
        )
    return version


@require_POST
def decide(request: HttpRequest, report_id: UUID) -> HttpResponseBase:
    """Confirm, or return with a reason."""
    by = principal_of(request)
    found = _found(by, report_id)
    try:
        version = _version(request, found)
        if "confirm" in request.POST:
            note = request.POST.get("note", "") or request.POST.get("reason", "")
            decided = actions.confirm_report(by, report_id, version=version, note=note)
            if decided.state == Report.State.CONFIRMED:
                messages.success(request, _("Đã xác nhận báo cáo; số liệu có hiệu lực."))
            else:
                messages.success(request, _("Đã duyệt báo cáo; số liệu chờ cấp tiếp theo."))
        else:
            reason = request.POST.get("reason_choice", "") or request.POST.get("reason", "")
            actions.return_report(by, report_id, reason=reason, version=version)
            messages.success(request, _("Đã trả lại báo cáo kèm lý do."))
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, _found(by, report_id), forms.again(request.POST, refusal))
    return redirect(_subject(found))


@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, report_id: UUID) -> HttpResponseBase:
    """Send a returned report again."""
    by = principal_of(request)
    found = _found(by, report_id)
    subject = _subject(found)
    agencies = policies.require_report(by, subject, [found.agency])
    if request.method != "POST":
        return _form(request, subject, agencies, report_forms.start(agencies, found), found)
    try:
        actions.resubmit(
            by,
            report_id,
            report_forms.read(request, subject),
            version=_version(request, found),
            files=request.FILES.getlist("file"),
        )
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _form(request, subject, agencies, forms.again(request.POST, refusal), found)
    messages.success(request, _("Đã gửi lại báo cáo; đang chờ xác nhận."))
    return redirect(subject)
