"""Panels that rooms above hang on a committee's page: its meetings, its conclusions.

`TINHSO_COMMITTEE_PANELS` lists dotted paths to functions `(request, committee) -> ListPanel | None`; each may
ask the database once or twice, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from tinhso.base.offers import offered
from tinhso.base.web.panels import ListPanel
from tinhso.committees.models import Committee

Provider = Callable[[HttpRequest, Committee], ListPanel | None]


def of(request: HttpRequest, committee: Committee) -> list[ListPanel]:
    """The panels of that committee, in the order of the setting."""
    providers: tuple[Provider, ...] = offered("TINHSO_COMMITTEE_PANELS")
    return [panel for provider in providers if (panel := provider(request, committee))]
