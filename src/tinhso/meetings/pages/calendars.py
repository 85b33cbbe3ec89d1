"""Pages: the secret address of a calendar, the calendar at it, one meeting as a file."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.meetings import feeds, policies, queries
from tinhso.meetings.actions import calendars
from tinhso.meetings.pages import shared
from tinhso.people import policies as people
from tinhso.people import queries as people_queries
from tinhso.people.principals import principal_of

BACK = timedelta(days=180)
"""How far back a calendar program is told of meetings."""


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Make the address, told once; or close it."""
    by = principal_of(request)
    people.require_signed_in(by)
    told = ""
    if request.method == "POST":
        if request.POST.get("do") == "revoke":
            calendars.revoke(by)
        else:
            token = calendars.new_address(by)
            told = request.build_absolute_uri(reverse("meetings:feed", args=[token]))
    context = {"title": _("Lịch họp của tôi"), "told": told, "made": queries.calendar_made(by)}
    response = render(request, "meetings/calendar.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of the account behind the address, to whoever knows it. Raises NotFound."""
    found = queries.calendar_of(calendars.digest_of(token))
    account = people_queries.principals([found.account_id]).get(found.account_id) if found else None
    if account is None:
        raise NotFound(_("Địa chỉ lịch này không còn hiệu lực."))
    rows = queries.of_account(account).filter(ends_at__gte=clock.now() - BACK)
    events = [feeds.event(request, row, row.venues.all(), joins=True) for row in rows]
    return feeds.answer(events, _("Lịch họp"), "lich-hop")


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One meeting as a file for a calendar program."""
    by, meeting = shared.meeting_for(request, code)
    event = feeds.event(request, meeting, queries.venues(meeting), joins=policies.may_join(by, meeting))
    return feeds.answer([event], meeting.title, meeting.code)
