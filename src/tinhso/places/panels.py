"""What rooms above show on a place's page: figures told of it, targets and tasks of its agencies.

`TINHSO_PLACE_PANELS` lists dotted paths to functions `(request, place) -> Panel | None`; each may ask the
database a few times, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from tinhso.base.offers import offered
from tinhso.base.web.panels import Panel, in_order
from tinhso.places.models import Place

Provider = Callable[[HttpRequest, Place], Panel | None]


def of(request: HttpRequest, place: Place) -> list[tuple[Panel, SafeString]]:
    """The panels that have something to say of this place to this reader, each with its content."""
    providers: tuple[Provider, ...] = offered("TINHSO_PLACE_PANELS")
    found = in_order(provider(request, place) for provider in providers)
    return [(panel, panel.drawn(request)) for panel in found]
