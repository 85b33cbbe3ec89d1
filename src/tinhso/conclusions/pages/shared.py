"""What the pages of this room share: the meeting behind an address, choices of forms, moments as typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import Problem
from tinhso.base.web.typed import Reading
from tinhso.conclusions import agenda, policies
from tinhso.meetings.models import Meeting
from tinhso.people import queries as people
from tinhso.people.principals import Principal, principal_of


def reader(request: HttpRequest) -> Principal:
    """Who reads. Raises NotSignedIn, NotAllowed for those who read nothing here."""
    by = principal_of(request)
    policies.require_read(by)
    return by


def meeting_for(request: HttpRequest, code: str) -> tuple[Principal, Meeting]:
    """Who reads, and a meeting whose minutes they may read. Raises NotSignedIn, NotAllowed, NotFound."""
    by = reader(request)
    meeting = agenda.meeting(code)
    policies.require_meeting(by, meeting)
    return by, meeting


def writer_for(request: HttpRequest, code: str) -> tuple[Principal, Meeting]:
    """Who writes, and the meeting. Raises NotSignedIn, NotAllowed, NotFound."""
    by, meeting = meeting_for(request, code)
    policies.require_write(by, meeting.committee)
    return by, meeting


def agency_choices() -> list[tuple[str, str]]:
    """Agencies of today: code and name."""
    return list(people.agencies().valid_on(clock.today()).at_home().values_list("code", "name"))


def item_choices(meeting: Meeting) -> list[tuple[str, str]]:
    """The agenda: number and title."""
    items = meeting.items.filter(withdrawn=False).order_by("order")
    return [(str(item.order), f"{item.order}. {item.title}") for item in items]


def speakers(meeting: Meeting) -> list[tuple[str, str]]:
    """Names to choose a speaker from, with what they are: the invited, and who comes instead."""
    rows = meeting.invitations.select_related("person", "substitute", "agency", "membership")
    found: dict[str, str] = {}
    for row in rows:
        title = row.membership.title if row.membership else str(row.agency or "")
        found.setdefault(row.invitee, title)
        if row.substitute_words:
            found.setdefault(row.substitute_words, _("dự thay %(name)s") % {"name": row.invitee})
    return list(found.items())


def moment(sent: Reading, day: str, hour: str, *, usual: time) -> datetime | None:
    """A moment of two fields, `21/11/2026` and `17:00`; None for an empty day."""
    found, text = sent.day(day), sent.text(hour)
    if found is None:
        return None
    match = re.fullmatch(r"(\d{1,2})[:hg](\d{2})?", text) if text else None
    try:
        at = time(int(match[1]), int(match[2] or 0)) if match else usual
    except ValueError:
        match, at = None, usual
    if text and match is None:
        sent.problems.append(Problem("invalid_time", _("Cần giờ dạng 17:00."), hour))
    return datetime.combine(found, at, tzinfo=clock.TZ)


def paper_format(request: HttpRequest) -> Literal["docx", "pdf"] | None:
    """The file that `?format=` asks for; None for a page."""
    wanted = request.GET.get("format")
    return "docx" if wanted == "docx" else "pdf" if wanted == "pdf" else None


def ids(request: HttpRequest, name: str) -> tuple[UUID, ...]:
    """Ids that were ticked; what is none is left out."""
    found = []
    for text in request.POST.getlist(name):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return tuple(found)


def back(request: HttpRequest, usual: str) -> HttpResponse:
    """Back to the page that asked (`next`), when it is one of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return redirect(wanted)
    return redirect(usual)


def posted(request: HttpRequest) -> Mapping[str, str]:
    """The form as sent."""
    return request.POST.dict()
