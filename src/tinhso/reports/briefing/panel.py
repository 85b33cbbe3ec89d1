"""The briefing pack on the page of a meeting."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tinhso.base.web.panels import Panel
from tinhso.meetings.models import AgendaItem, Meeting
from tinhso.people.principals import principal_of
from tinhso.reports import policies


def of_meeting(request: HttpRequest, meeting: Meeting, item: AgendaItem | None) -> Panel | None:
    """One click to the pack, whichever item is open; for those who prepare and lead. No query."""
    del item
    if not policies.reads_all(principal_of(request)):
        return None
    return Panel(
        "briefing",
        _("Tài liệu phục vụ họp"),
        "reports/parts/briefing_panel.html",
        {"meeting": meeting},
        order=90,
    )
