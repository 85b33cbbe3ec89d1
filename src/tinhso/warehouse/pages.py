"""The page of the warehouse (kho số liệu): how fresh it is, and whether its files are whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.web import listing
from tinhso.people import policies
from tinhso.people.principals import principal_of
from tinhso.warehouse import status as standing
from tinhso.warehouse import tables


@require_safe
def status(request: HttpRequest) -> HttpResponseBase:
    """What is published, what waits; `?part=faults`: the broken files that were found."""
    policies.require_signed_in(principal_of(request))
    told = standing.status()
    broken = request.GET.get("part") == "faults"
    found = (
        listing.build(request, tables.FAULTS, standing.faults())
        if broken
        else listing.build(request, tables.MONTHS, list(reversed(told.months)))
    )
    parts = [
        ("", _("Phân vùng"), request.path, not broken),
        ("faults", _("Tệp hỏng"), f"{request.path}?part=faults", broken),
    ]
    context = {"title": _("Kho số liệu"), "told": told, "parts": parts, "broken": broken}
    return found.respond("warehouse/status.html", context)
