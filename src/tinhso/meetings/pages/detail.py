"""The meeting's page: agenda left, the current item with its papers in the middle, panels on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.web.csp import POLICY
from tinhso.meetings import panels, policies, queries, quorum, words
from tinhso.meetings.models import AgendaItem, Invitation, Meeting, Paper
from tinhso.meetings.pages.items import SHOWN_HERE
from tinhso.meetings.states import THERE, InviteState, MeetingState
from tinhso.people.principals import Principal, principal_of

PANEL_POLICY = POLICY + "; frame-src 'self'"


@dataclass(frozen=True)
class ShownPaper:
    """A paper of the current item: how many of those invited read it, whether it can be shown here."""

    paper: Paper
    read: int
    of: int
    here: bool

    @property
    def words(self) -> str:
        """`8/12 đã đọc`."""
        return _("%(read)d/%(of)d đã đọc") % {"read": self.read, "of": self.of}


def _current(request: HttpRequest, meeting: Meeting, items: Sequence[AgendaItem]) -> AgendaItem | None:
    """The item asked for, else the one that is on, else the first."""
    asked = request.GET.get("item", "")
    if asked.isdigit():
        chosen = next((row for row in items if row.order == int(asked)), None)
        if chosen is not None:
            return chosen
    on = next((row for row in items if row.pk == meeting.current_item_id), None)
    return on or (items[0] if items else None)


def _papers(
    item: AgendaItem | None, invited: Sequence[Invitation], reads: dict[UUID, set[UUID]]
) -> list[ShownPaper]:
    people = {row.person_id for row in invited if row.person_id is not None}
    people |= {row.substitute_id for row in invited if row.substitute_id is not None}
    shown: list[Paper] = getattr(item, "shown", [])
    return [
        ShownPaper(
            paper,
            len(reads.get(paper.pk, set()) & people),
            len(people),
            paper.file is not None and paper.file.media_type in SHOWN_HERE,
        )
        for paper in shown
    ]


def _opened(request: HttpRequest, shown: Sequence[ShownPaper]) -> ShownPaper | None:
    """The paper that is shown inside the page: asked for by its id."""
    asked = request.GET.get("paper", "")
    return next((one for one in shown if str(one.paper.pk) == asked and one.here), None)


def _people(invited: Sequence[Invitation]) -> dict[str, int]:
    """How many were asked, come, decline, have not answered, are there."""
    told = [row for row in invited if row.state in policies.TOLD]
    coming = (InviteState.ACCEPTED, InviteState.SUBSTITUTED)
    return {
        "asked": len(told),
        "coming": sum(row.state in coming for row in told),
        "declined": sum(row.state == InviteState.DECLINED for row in told),
        "silent": sum(row.state == InviteState.SENT for row in told),
        "there": sum(row.attended in THERE for row in told),
        "prepared": sum(row.state == InviteState.PREPARED for row in invited),
    }


def _own(by: Principal, invited: Sequence[Invitation]) -> list[Invitation]:
    """The reader's own invitations that were sent."""
    return [
        row
        for row in invited
        if row.state in policies.TOLD and (policies.is_own(by, row) or row.substitute_id == by.person_id)
    ]


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One meeting."""
    by = principal_of(request)
    meeting = queries.seen(by, code)
    items = queries.agenda(meeting, withdrawn=True)
    standing = [row for row in items if not row.withdrawn]
    item = _current(request, meeting, standing)
    invited = queries.invitations(meeting)
    shown = _papers(item, invited, queries.readers(meeting))
    own = _own(by, invited) if by.person_id or by.agencies else []
    may_lead = policies.may_lead(by, meeting)
    context: dict[str, Any] = {
        "title": meeting.title,
        "meeting": meeting,
        "at": words.span(meeting.starts_at, meeting.ends_at),
        "items": standing,
        "gone": [row for row in items if row.withdrawn],
        "total_minutes": sum(row.minutes for row in standing),
        "item": item,
        "papers": shown,
        "opened": _opened(request, shown),
        "venues": queries.venues(meeting),
        "joins": may_lead or bool(own),
        "people": _people(invited),
        "own": own,
        "answers": meeting.state == MeetingState.INVITED,
        "quorum": quorum.of(meeting),
        "panels": [(panel, panel.drawn(request)) for panel in panels.of(request, meeting, item)],
        "may_plan": policies.may_plan(by, meeting.committee),
        "may_lead": may_lead,
        "ahead": meeting.state in {MeetingState.PLANNED, MeetingState.INVITED},
        "going_on": meeting.state == MeetingState.HELD,
    }
    response = render(request, "meetings/detail.html", context)
    response.headers["Content-Security-Policy"] = PANEL_POLICY
    return response


@require_safe
def version(request: HttpRequest, code: str) -> JsonResponse:
    """How often the meeting changed: what open pages ask for."""
    by = principal_of(request)
    meeting = queries.seen(by, code)
    response = JsonResponse({"version": meeting.version, "state": meeting.state})
    response.headers["Cache-Control"] = "private, no-cache"
    return response
