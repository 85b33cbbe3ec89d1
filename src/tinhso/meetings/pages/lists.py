"""Pages: the list of meetings, and the month."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from tinhso.base import clock
from tinhso.base.web import listing, wording
from tinhso.meetings import months, policies, queries, tables
from tinhso.people import policies as people
from tinhso.people.principals import principal_of

SOON = 5


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Meetings that the reader may see: what comes next, then all of them with filters."""
    by = principal_of(request)
    people.require_signed_in(by)
    rows = policies.visible(by, queries.meetings())
    found = listing.build(request, tables.MEETINGS, rows, declared=tables.FILTERS, narrow=tables.narrow)
    soon = queries.coming(rows).filter(ends_at__gte=clock.now())
    context = {
        "title": pgettext("list", "Phiên họp"),
        "soon": [] if request.GET.get("format") else list(soon[:SOON]),
        "may_plan": policies.may_plan_somewhere(by),
    }
    return found.respond("meetings/index.html", context)


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """One month as a table of weeks."""
    by = principal_of(request)
    people.require_signed_in(by)
    first = months.read(request.GET.get("month", ""))
    drawn = months.drawn(policies.visible(by, queries.meetings()), first)
    context = {
        "title": _("Lịch họp tháng %(month)s") % {"month": f"{first:%m/%Y}"},
        "month": drawn,
        "today": clock.today(),
        "weekdays": [wording.weekday(day.day) for day in drawn.weeks[0]],
        "any": any(day.meetings for week in drawn.weeks for day in week),
    }
    return render(request, "meetings/month.html", context)
