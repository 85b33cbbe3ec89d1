"""A plan's targets and tasks as a workbook: taken away, tried, brought in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base.errors import NotAllowed, NotSignedIn, Refusal
from tinhso.base.files import content
from tinhso.base.files.models import StoredFile
from tinhso.base.web import forms
from tinhso.base.web.exports import XLSX_TYPE
from tinhso.base.web.received import received
from tinhso.people.principals import principal_of
from tinhso.steering import policies
from tinhso.steering import workbook as books
from tinhso.steering.models import Plan
from tinhso.steering.queries.plans import find_plan
from tinhso.steering.workbook import Outcome


@require_safe
def template(_request: HttpRequest, slug: str) -> HttpResponseBase:
    """The workbook of a plan as it stands: a template where it is empty."""
    plan = find_plan(slug)
    response = HttpResponse(books.template(plan), content_type=XLSX_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{plan.full_slug}.xlsx"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Try a workbook; bring it in when all is well."""
    by, plan = principal_of(request), find_plan(slug)
    policies.require_edit(by, plan)
    if request.method != "POST":
        return _page(request, plan, forms.start())
    try:
        kept = received(request, by, _("Chọn một tệp XLSX."))
        sent = content.path_of(kept.digest).read_bytes()
        if "load" in request.POST:
            outcome = books.load(by, plan, sent)
            created, changed = outcome.count("create"), outcome.count("change")
            messages.success(
                request, _("Đã nạp: thêm %(new)d, sửa %(old)d dòng.") % {"new": created, "old": changed}
            )
            return redirect(plan)
        return _page(request, plan, forms.start(), books.check(by, plan, sent), kept)
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, plan, forms.again({}, refusal))


def _page(
    request: HttpRequest,
    plan: Plan,
    typed: forms.Typed,
    outcome: Outcome | None = None,
    kept: StoredFile | None = None,
) -> HttpResponse:
    refused = typed.refusal.problems if typed.refusal else ()
    cells = [problem for problem in refused if "!" in (problem.field or "")]
    context = {
        "title": _("Danh mục XLSX: %(plan)s") % {"plan": plan.short_title},
        "plan": plan,
        "typed": typed,
        "outcome": outcome,
        "problems": [*(outcome.problems if outcome else ()), *cells],
        "kept": kept,
        "created": outcome.count("create") if outcome else 0,
        "changed": outcome.count("change") if outcome else 0,
        "same": outcome.count("keep") if outcome else 0,
    }
    bad = bool(typed.refusal or (outcome and outcome.problems))
    return render(request, "steering/workbook.html", context, status=422 if bad else 200)
