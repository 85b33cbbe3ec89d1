"""What rooms above show on a figure's page: the sentence it was read from.

`TINHSO_FIGURE_PANELS` lists dotted paths to functions `(request, versions) -> Panel | None`; they are told
the versions of the figure that the reader sees, the newest first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.http import HttpRequest
from django.utils.safestring import SafeString

from tinhso.base.offers import offered
from tinhso.base.web.panels import Panel, in_order
from tinhso.indicators.models import Observation

Provider = Callable[[HttpRequest, Sequence[Observation]], Panel | None]


def of(request: HttpRequest, versions: Sequence[Observation]) -> list[tuple[Panel, SafeString]]:
    """The panels that have something to say of this figure to this reader, each with its content."""
    providers: tuple[Provider, ...] = offered("TINHSO_FIGURE_PANELS")
    found = in_order(provider(request, versions) for provider in providers)
    return [(panel, panel.drawn(request)) for panel in found]
