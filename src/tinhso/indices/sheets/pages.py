"""An edition's tree taken away, tried, brought in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base.errors import NotAllowed, NotSignedIn, Refusal
from tinhso.base.files import content
from tinhso.base.files.models import StoredFile
from tinhso.base.web import forms, wording
from tinhso.base.web.exports import XLSX_TYPE
from tinhso.base.web.received import received
from tinhso.indices import queries
from tinhso.indices.models import Edition
from tinhso.indices.rounds import policies
from tinhso.indices.rounds.queries import used
from tinhso.indices.sheets import importing, writing
from tinhso.people.principals import principal_of


@require_safe
def workbook(request: HttpRequest, code: str, edition: str) -> HttpResponseBase:
    """The tree as it stands, as XLSX; as CSV with `?format=csv`."""
    row = queries.edition(code, edition)
    as_csv = request.GET.get("format") == "csv"
    body = writing.as_csv(row).encode() if as_csv else writing.as_xlsx(row)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8" if as_csv else XLSX_TYPE)
    name = f"{code}-{edition}.{'csv' if as_csv else 'xlsx'}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, code: str, edition: str) -> HttpResponseBase:
    """Try a spreadsheet; bring it in when all is well, as this edition or as a new one."""
    by = principal_of(request)
    policies.require_manage(by)
    row = queries.edition(code, edition)
    if request.method != "POST":
        return _page(request, row, forms.start({"edition": "" if used(row) else row.code}))
    wanted = str(request.POST.get("edition", "")).strip() or edition
    title = str(request.POST.get("title", "")).strip()
    try:
        kept = received(request, by, _("Chọn một tệp XLSX hoặc CSV."), illustrative=by.illustrative)
        sent = content.path_of(kept.digest).read_bytes()
        asked = (by, code, wanted, sent, kept.name)
        if "load" in request.POST:
            outcome = importing.load(*asked, base=edition, title=title)
            counts = {"new": outcome.count("create"), "old": outcome.count("change")}
            messages.success(request, _("Đã nạp: thêm %(new)d, sửa %(old)d chỉ số.") % counts)
            return redirect("indices:edition", code, wanted)
        outcome = importing.check(*asked, base=edition, title=title)
        return _page(request, row, forms.start(dict(request.POST.items())), outcome, kept)
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, row, forms.again(request.POST, refusal))


def _page(
    request: HttpRequest,
    row: Edition,
    typed: forms.Typed,
    outcome: importing.Outcome | None = None,
    kept: StoredFile | None = None,
) -> HttpResponse:
    refused = typed.refusal.problems if typed.refusal else ()
    cells = [one for one in refused if one.field not in {None, "file", "edition", "title"}]
    counts = {what: outcome.count(what) for what in ("create", "change", "keep", "remove")} if outcome else {}
    context = {
        "title": _("Nạp cây chỉ số: %(edition)s") % {"edition": wording.named(row)},
        "edition": row,
        "used": used(row),
        "typed": typed,
        "outcome": outcome,
        "problems": [*(outcome.problems if outcome else ()), *cells],
        "kept": kept,
        "counts": counts,
        "changed": bool(
            outcome and (outcome.facts or counts["create"] + counts["change"] + counts["remove"])
        ),
    }
    bad = bool(typed.refusal or (outcome and outcome.problems))
    status = typed.refusal.status if typed.refusal else 422 if bad else 200
    return render(request, "indices/bring_in.html", context, status=status)
