"""Agencies and accounts from XLSX: template, try, then do."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import Conflict, Invalid, Refusal
from tinhso.base.web import forms, workbooks
from tinhso.base.web.exports import XLSX_TYPE
from tinhso.people import importing, workbook
from tinhso.people.actions.accounts import require_manager
from tinhso.people.pages.managing import password_sheet
from tinhso.people.pages.sign_in import GET_POST
from tinhso.people.principals import principal_of

KEY = "people.import"
"""Where the session keeps the rows between the try and the deed; they are dropped with it."""


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    require_manager(principal_of(request))
    response = HttpResponse(workbook.template(), content_type=XLSX_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="mau-don-vi-tai-khoan.xlsx"'
    return response


def _page(request: HttpRequest, typed: forms.Typed, outcome: importing.Outcome | None = None) -> HttpResponse:
    context = {
        "title": _("Nạp đơn vị và tài khoản từ XLSX"),
        "typed": typed,
        "outcome": outcome,
        "counts": {what: outcome.count(what) for what in (importing.CREATE, importing.CHANGE, importing.KEEP)}
        if outcome
        else {},
    }
    status = typed.refusal.status if typed.refusal else 422 if outcome and outcome.problems else 200
    return render(request, "people/import.html", context, status=status)


@never_cache
@require_http_methods(GET_POST)
def upload(request: HttpRequest) -> HttpResponse:
    """Read a workbook and say what it would do; every problem beside its cell."""
    by = principal_of(request)
    require_manager(by)
    if request.method != "POST":
        return _page(request, forms.start())
    request.session.pop(KEY, None)
    try:
        sent = request.FILES.get("file")
        if sent is None:
            raise Invalid(_("Chưa chọn tệp."), field="file")
        lines = workbook.read(sent.read(workbooks.MOST_BYTES + 1))
    except Refusal as refusal:
        return _page(request, forms.again({}, refusal))
    outcome = importing.run(by, lines, dry=True)
    if not outcome.problems:
        request.session[KEY] = [asdict(line) for line in lines]
    return _page(request, forms.start(), outcome)


@never_cache
@require_POST
def apply(request: HttpRequest) -> HttpResponseBase:
    """Do what was tried; one-time passwords of new accounts are shown once."""
    by = principal_of(request)
    require_manager(by)
    kept = request.session.pop(KEY, None)
    if kept is None:
        raise Conflict(_("Không còn bảng nào chờ nạp."), hint=_("Gửi lại tệp rồi kiểm tra trước khi nạp."))
    outcome = importing.run(by, [workbook.Line(**line) for line in kept], dry=False)
    if outcome.problems:
        return _page(request, forms.start(), outcome)
    if outcome.passwords:
        return password_sheet(request, outcome.passwords)
    return redirect("people:agencies")
