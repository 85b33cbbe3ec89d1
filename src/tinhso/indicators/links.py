"""Where rooms above lead from an indicator, or from one of its figures: explore it, watch it.

`TINHSO_INDICATOR_LINKS` lists dotted paths to functions `(request, indicator, place or None)` -> links; they
ask the database nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest

from tinhso.base.offers import offered
from tinhso.base.web.shell import Link
from tinhso.indicators.models import Indicator
from tinhso.places.models import Place

Provider = Callable[[HttpRequest, Indicator, Place | None], Iterable[Link]]


def of(request: HttpRequest, indicator: Indicator, place: Place | None = None) -> list[Link]:
    """The links of all rooms for this reader."""
    providers: tuple[Provider, ...] = offered("TINHSO_INDICATOR_LINKS")
    return [link for provider in providers for link in provider(request, indicator, place)]
