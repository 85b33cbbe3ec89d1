"""What rooms above show on a place's page: figures told of it, targets and tasks of its agencies.

`TINHSO_PLACE_PANELS` lists dotted paths to functions `(request, place) -> Panel | None`; each may ask the
database a few times, whatever the number of rows.
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
from tinhso.places.models import Place


@dataclass(frozen=True)
class Panel:
    """A card on the page: `template` is drawn with `context`. Lower `order` stands higher.

    `more` is the address of the whole list where the card shows its beginning only.
    """

    key: str
    title: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    note: str | Promise = ""
    more: str = ""
    order: int = 100

    def drawn(self, request: HttpRequest) -> SafeString:
        """Its content."""
        return render_to_string(self.template, dict(self.context), request)


Provider = Callable[[HttpRequest, Place], Panel | None]


def of(request: HttpRequest, place: Place) -> list[tuple[Panel, SafeString]]:
    """The panels that have something to say of this place to this reader, each with its content."""
    providers: tuple[Provider, ...] = offered("TINHSO_PLACE_PANELS")
    found = [panel for provider in providers if (panel := provider(request, place))]
    return [(panel, panel.drawn(request)) for panel in sorted(found, key=lambda panel: panel.order)]
