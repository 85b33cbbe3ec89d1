"""The list of reports by year, period and kind; beginning one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base import clock
from tinhso.base.errors import Refusal
from tinhso.base.web import forms, listing, wording
from tinhso.base.web.drafting import day, drafted
from tinhso.people.principals import principal_of
from tinhso.reports import policies, queries, tables
from tinhso.reports.actions.beginning import begin
from tinhso.reports.models import Template
from tinhso.reports.periods import usual
from tinhso.reports.schemas import ReportDraft


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Every report that the reader may open."""
    by = principal_of(request)
    found = listing.build(
        request,
        tables.REPORTS,
        queries.reports(by),
        declared=tables.FILTERS,
        narrow=tables.narrow,
    )
    context = {
        "title": _("Báo cáo định kỳ"),
        "may_compose": policies.may_compose(by),
        "asked": list(queries.asked_of(by)[:20]) if policies.agencies_of(by) else [],
    }
    return found.respond("reports/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Begin a report: which template, which period, until when agencies send."""
    by = principal_of(request)
    policies.require_compose(by)
    typed = forms.start({"template": request.GET.get("template", ""), "period": _usual(request)})
    if request.method == "POST":
        try:
            told = {name: request.POST.get(name, "").strip() for name in ("template", "period")}
            days = {name: day(request.POST, name) for name in ("as_of", "due_on")}
            row = begin(by, drafted(ReportDraft, told | days))
            messages.success(request, _("Đã lập báo cáo; các đơn vị đã được đề nghị gửi nội dung."))
            return redirect(row.get_absolute_url())
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
    rows = queries.templates().order_by("search_key", "code")
    context = {
        "title": _("Lập báo cáo"),
        "typed": typed,
        "templates": [(row.code, f"{wording.named(row)} ({Template.Kind(row.kind).label})") for row in rows],
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "reports/new.html", context, status=status)


def _usual(request: HttpRequest) -> str:
    """The period that is due now for the template asked for."""
    code = request.GET.get("template", "")
    row = queries.templates().filter(code=code).first() if code else None
    return usual(row, clock.today()).code if row else ""
