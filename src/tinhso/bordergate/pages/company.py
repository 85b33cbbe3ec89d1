"""A company's own pages: its fleet, its places, and declaring for the next crossing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import Invalid, Refusal
from tinhso.base.web import forms
from tinhso.base.web.typed import Reading
from tinhso.bordergate.actions import declaring, leaving
from tinhso.bordergate.models import Company, Direction
from tinhso.bordergate.queries import companies, gates, lines
from tinhso.bordergate.queries.outlook import outlooks
from tinhso.bordergate.schemas import Content, Mode
from tinhso.people.principals import Principal, principal_of


@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every company one declares for, with its vehicles and its places."""
    by = principal_of(request)
    mine = companies.companies_of(by)
    told = [
        (one, list(one.vehicles.filter(retired_at=None)), outlooks(lines.of_company(one))) for one in mine
    ]
    return render(
        request, "bordergate/company.html", {"title": _("Khai báo qua cửa khẩu"), "companies": told}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, tax_code: str) -> HttpResponseBase:
    """The form of a declaration; sent, it takes its place in the line."""
    by = principal_of(request)
    company = companies.company_for(by, tax_code)
    if request.method != "POST":
        return _form(request, company, forms.start({"direction": "export", "mode": "XK"}))
    try:
        place = _declared(by, company, Reading(request.POST))
    except Refusal as refusal:
        return _form(request, company, forms.again(request.POST, refusal))
    messages.success(request, _("Đã nhận lượt %(place)s.") % {"place": place.code})
    return redirect(reverse("gates:place", args=[place.code]))


def _form(request: HttpRequest, company: Company, typed: forms.Typed) -> HttpResponseBase:
    context = {
        "title": _("Khai báo chuyến qua cửa khẩu"),
        "company": company,
        "typed": typed,
        "gates": [(gate.code, gate.name) for gate in gates.gates()],
        "directions": Direction.choices,
        "modes": [(mode.value, mode.value) for mode in Mode],
        "vehicles": [
            (row.plate, row.plate)
            for row in company.vehicles.filter(retired_at=None, verified_at__isnull=False)
        ],
    }
    return render(request, "bordergate/declare.html", context, status=422 if typed.refusal else 200)


def _declared(by: Principal, company: Company, sent: Reading) -> Any:
    if not sent.text("plate"):
        raise Invalid(_("Chọn xe."), code="missing", field="plate")
    goods: dict[str, Any] = {
        "hs": sent.text("hs"),
        "name": sent.text("name"),
        "net_kg": sent.number("net_kg"),
        "quarantine_certificate": sent.text("quarantine_certificate"),
    }
    told: dict[str, Any] = {
        "mode": sent.text("mode"),
        "goods": [goods],
        "tractor": {"plate": sent.text("plate")},
        **{name: sent.text(name) for name in ("trailer", "container", "seal")},
    }
    if sent.text("driver_name"):
        told["driver"] = {
            "name": sent.text("driver_name"),
            "document": sent.text("driver_document"),
            "phone": sent.text("driver_phone"),
        }
    gate, direction = gates.gate_of(sent.text("gate")), gates.direction_of(sent.text("direction"))
    content = sent.finish(Content, told)
    return declaring.declare(by, company, gates.live_run(), gate, direction, content)


@require_POST
def act(request: HttpRequest, code: str) -> HttpResponseBase:
    """Go later, or give a place up."""
    by, sent = principal_of(request), Reading(request.POST)
    companies.companies_of(by)
    row = lines.place_of(code, gates.live_run())
    try:
        if sent.text("do") == "defer":
            leaving.defer(by, row, sent.position("hours"))
            messages.success(request, _("Đã lùi giờ lượt %(place)s.") % {"place": row.code})
        else:
            leaving.cancel(by, row)
            messages.success(request, _("Đã huỷ lượt %(place)s.") % {"place": row.code})
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.hint or ''}".strip())
    return redirect(reverse("gates:company"))
