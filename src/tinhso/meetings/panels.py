"""Panels that rooms above hang on a meeting's page: minutes, ballots, conclusions.

`TINHSO_MEETING_PANELS` lists dotted paths to functions `(request, meeting, item | None) -> Panel | None`.
Each brings its own template and may ask the database a fixed number of times, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from tinhso.base.offers import offered
from tinhso.base.web.panels import Panel, in_order
from tinhso.meetings.models import AgendaItem, Meeting

Provider = Callable[[HttpRequest, Meeting, AgendaItem | None], Panel | None]


def of(request: HttpRequest, meeting: Meeting, item: AgendaItem | None) -> list[Panel]:
    """The panels for a meeting with `item` in the middle (None: none chosen), in their order."""
    providers: tuple[Provider, ...] = offered("TINHSO_MEETING_PANELS")
    return in_order(provider(request, meeting, item) for provider in providers)
