"""What rooms above show on an agency's page: its targets, its tasks, what it owes.

`TINHSO_AGENCY_PANELS` lists dotted paths to functions `(request, agency) -> Panel | None`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from tinhso.base.offers import offered
from tinhso.people.models import Agency


@dataclass(frozen=True)
class Panel:
    """A card on the page: `template` is drawn with `context` and the agency. Lower `order` stands higher."""

    key: str
    title: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    note: str | Promise = ""
    order: int = 100


Provider = Callable[[HttpRequest, Agency], Panel | None]


def of(request: HttpRequest, agency: Agency) -> list[Panel]:
    """The panels that have something to say of this agency to this reader."""
    providers: tuple[Provider, ...] = offered("TINHSO_AGENCY_PANELS")
    found = [panel for provider in providers if (panel := provider(request, agency))]
    return sorted(found, key=lambda panel: panel.order)
