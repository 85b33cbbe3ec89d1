"""Dashboards: the one that a reader's role sees first, any other, and their list."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.web import listing, wording
from tinhso.exploration import boards, policies, queries, tables
from tinhso.exploration.maps.version import in_force
from tinhso.exploration.models import Dashboard
from tinhso.people.principals import principal_of


@require_safe
def first(request: HttpRequest) -> HttpResponseBase:
    """What the reader's role sees first, with the way to the others; the list where there is nothing."""
    offered = queries.offered(principal_of(request))
    if not offered:
        return everything(request)
    return _page(request, offered[0], offered)


@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    """Every dashboard that the reader may open."""
    by = principal_of(request)
    found = listing.build(
        request,
        tables.DASHBOARDS,
        queries.dashboards(by),
        declared=tables.FILTERS,
        narrow=lambda rows, filters: tables.narrowing(by, rows, filters),
    )
    context = {
        "title": _("Mọi bảng theo dõi"),
        "q": request.GET.get("q", ""),
        "may_keep": policies.may_keep(by),
        "wall_url": resolve_url(settings.WALL_URL),
    }
    return found.respond("exploration/dashboards.html", context)


@require_safe
def dashboard(request: HttpRequest, code: str) -> HttpResponseBase:
    """One dashboard."""
    by = principal_of(request)
    return _page(request, queries.dashboard(by, code), queries.offered(by))


def _page(request: HttpRequest, row: Dashboard, offered: list[Dashboard]) -> HttpResponse:
    by = principal_of(request)
    context = {
        "title": wording.named(row),
        "dashboard": row,
        "offered": offered[:12],
        "more": len(offered) > 1,
        "board": boards.fill(request, queries.cards_of(row)),
        "version": in_force().number,
        "may_change": policies.may_change(by, row),
        "may_keep": policies.may_keep(by),
    }
    return render(request, "exploration/dashboard.html", context)
