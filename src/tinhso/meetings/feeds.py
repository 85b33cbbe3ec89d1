"""Meetings as events of a calendar program, for whoever may see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tinhso.meetings import ical
from tinhso.meetings.models import Meeting, Venue
from tinhso.meetings.states import MeetingState

DOMAIN: Final = "meetings.tinhso"
"""The right side of a UID: the same wherever the product runs, so that a moved server changes no event."""


def event(request: HttpRequest, meeting: Meeting, venues: Iterable[Venue], *, joins: bool) -> ical.Event:
    """A meeting with its places; links of remote points only for those who are invited."""
    places = list(venues)
    main = next((row for row in places if row.is_main), places[0] if places else None)
    lines = [meeting.committee.name, meeting.content]
    for row in places:
        lines.append(row.name + (f": {row.join_url}" if joins and row.join_url else ""))
    if meeting.state == MeetingState.CANCELLED:
        lines.insert(0, _("Đã hủy: %(reason)s") % {"reason": meeting.state_reason})
    location = ", ".join(filter(None, (main.name, main.address))) if main else ""
    return ical.Event(
        uid=f"{meeting.pk}@{DOMAIN}",
        summary=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        stamp=meeting.changed_at,
        sequence=meeting.sequence,
        location=location,
        description="\n".join(filter(None, lines)),
        url=request.build_absolute_uri(meeting.get_absolute_url()),
        cancelled=meeting.state == MeetingState.CANCELLED,
    )


def answer(events: Iterable[ical.Event], name: str, filename: str) -> HttpResponse:
    """The calendar as a file that nothing on the way keeps."""
    content = ical.write(events, name=name)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{filename}.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
