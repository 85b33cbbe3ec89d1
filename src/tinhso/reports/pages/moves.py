"""Where a report goes next: assembling, opened again, issued, withdrawn, corrected."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.base import clock
from tinhso.base.errors import Invalid, Refusal
from tinhso.base.web import forms, wording
from tinhso.base.web.drafting import day, drafted
from tinhso.documents import numbering
from tinhso.documents.models import DocumentType
from tinhso.people.principals import principal_of
from tinhso.reports import policies, queries
from tinhso.reports.actions import freezing, issuing, writing
from tinhso.reports.actions.beginning import title_of
from tinhso.reports.models import PeriodicReport
from tinhso.reports.pages.sent import lines, whole
from tinhso.reports.schemas import IssueDraft, form_of
from tinhso.reports.signs import suffix_of


@require_POST
def move(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """`do`: assemble, thaw, withdraw (with a reason), correct."""
    by = principal_of(request)
    row = queries.report(by, key)
    policies.require_compose(by)
    wanted, reason = request.POST.get("do", ""), request.POST.get("reason", "")
    try:
        if wanted == "assemble":
            writing.assemble(by, key)
        elif wanted == "thaw":
            freezing.thaw(by, key, reason=reason)
        elif wanted == "withdraw":
            issuing.withdraw(by, key, reason=reason)
        elif wanted == "correct":
            row = issuing.correct(by, key)
    except Invalid as refusal:
        messages.error(request, str(refusal.message))
    return redirect(row.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Number, day, signer; then into the register."""
    by = principal_of(request)
    row = queries.report(by, key)
    policies.require_compose(by)
    typed = forms.start(_proposed(row))
    if request.method == "POST":
        try:
            issued = issuing.issue(by, key, _draft(request.POST))
            messages.success(request, _("Đã ban hành, số %(number)s.") % {"number": issued.document.notation})
            return redirect(row.get_absolute_url())
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
    context = {
        "title": _("Ban hành báo cáo"),
        "head_line": title_of(row),
        "report": row,
        "typed": typed,
        "symbol": suffix_of(form_of(row.form), row.issuer),
    }
    return render(
        request, "reports/issue.html", context, status=typed.refusal.status if typed.refusal else 200
    )


def _draft(sent: QueryDict) -> IssueDraft:
    told = {
        "signer": sent.get("signer", "").strip(),
        "date": day(sent, "date"),
        "number": whole(sent, "number"),
        "signing": lines(sent, "signing"),
        "recipients": lines(sent, "recipients"),
    }
    return drafted(IssueDraft, told)


def _proposed(row: PeriodicReport) -> dict[str, object]:
    """The next number of the book, today, and what the form says."""
    form, today = form_of(row.form), clock.today()
    number = numbering.propose(row.issuer, DocumentType.REPORT, today.year) if row.issuer else ""
    return {
        "number": number,
        "date": wording.day(today),
        "signer": form.signer,
        "signing": "\n".join(form.signing),
        "recipients": "\n".join(form.recipients),
    }
