"""Panels that rooms above hang on a meeting's page: minutes, ballots, conclusions.

`TINHSO_MEETING_PANELS` lists dotted paths to functions `(request, meeting, item | None) -> Panel | None`.
Each brings its own template and may ask the database a fixed number of times, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from tinhso.base.offers import offered
from tinhso.meetings.models import AgendaItem, Meeting


@dataclass(frozen=True)
class Panel:
    """A card in the right column of a meeting's page.

    `template` is rendered with `context`, the panel as `panel`, and the request.

    `code` is unique on the page and names the card's heading; `count` is told beside the title.
    """

    code: str
    title: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    count: int | None = None
    order: int = 50
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()


Provider = Callable[[HttpRequest, Meeting, AgendaItem | None], Panel | None]


def drawn(request: HttpRequest, panel: Panel) -> SafeString:
    """What stands in the card."""
    return render_to_string(panel.template, {**panel.context, "panel": panel}, request)


def of(request: HttpRequest, meeting: Meeting, item: AgendaItem | None) -> list[Panel]:
    """The panels for a meeting with `item` in the middle (None: none chosen), in their order."""
    providers: tuple[Provider, ...] = offered("TINHSO_MEETING_PANELS")
    found = (provider(request, meeting, item) for provider in providers)
    return sorted((panel for panel in found if panel), key=lambda panel: panel.order)
