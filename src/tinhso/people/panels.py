"""What rooms above show on an agency's page: its targets, its tasks, what it owes.

`TINHSO_AGENCY_PANELS` lists dotted paths to functions `(request, agency) -> Panel | None`.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from tinhso.base.offers import offered
from tinhso.base.web.panels import Panel, in_order
from tinhso.people.models import Agency

Provider = Callable[[HttpRequest, Agency], Panel | None]


def of(request: HttpRequest, agency: Agency) -> list[Panel]:
    """The panels that have something to say of this agency to this reader."""
    providers: tuple[Provider, ...] = offered("TINHSO_AGENCY_PANELS")
    return in_order(provider(request, agency) for provider in providers)
