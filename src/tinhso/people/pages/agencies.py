"""Pages of agencies: the list, and one page an agency."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base import clock
from tinhso.base.web import listing
from tinhso.people import api, panels, policies, queries, tables
from tinhso.people.capabilities import Capability
from tinhso.people.models import Agency, AgencyKind
from tinhso.people.principals import principal_of


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Search and list of agencies, as of a day."""
    found = listing.build(
        request, tables.AGENCIES, queries.agencies(), declared=tables.FILTERS, narrow=tables.narrow
    )
    may_manage = principal_of(request).may(Capability.MANAGE_ACCOUNTS)
    context = {
        "title": _("Cơ quan, đơn vị"),
        "q": request.GET.get("q", ""),
        "may_manage": may_manage,
    }
    return found.respond("people/agencies.html", context)


def _drawn(request: HttpRequest, agency: Agency) -> list[dict[str, object]]:
    """The panels of rooms above, drawn."""
    return [
        {
            "key": panel.key,
            "title": panel.title,
            "note": panel.note,
            "content": render_to_string(panel.template, {**panel.context, "agency": agency}, request),
        }
        for panel in panels.of(request, agency)
    ]


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponseBase:
    """One agency: facts, history, positions, and what rooms above know of it."""
    if request.GET.get("format") == "json":
        told = api.told(code).model_dump(mode="json")
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    agency = queries.agency_by_code(code)
    ended = not agency.is_valid_on(clock.today())
    who = principal_of(request)
    context = {
        "title": agency.name,
        "agency": agency,
        "kind": AgencyKind(agency.kind).label,
        "origins": queries.origins(agency),
        "destinies": queries.destinies(agency),
        "children": list(agency.children.valid_on().order_by("sort_key", "code")),
        "positions": queries.positions_of(agency),
        "shows_names": who.is_signed_in,
        "ended": ended,
        "today": queries.successors(agency) if ended else [],
        "panels": _drawn(request, agency),
        "may_manage": bool(policies.span(who, Capability.MANAGE_ACCOUNTS)),
    }
    return render(request, "people/agency.html", context)
