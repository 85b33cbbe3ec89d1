"""From the page of an indicator or of a figure to exploring and watching it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.web.nav import signed_in
from tinhso.base.web.shell import Link
from tinhso.indicators.models import Indicator
from tinhso.places.models import Place
from tinhso.warehouse.catalogue import WITHOUT_NUMBER


def of_indicator(request: HttpRequest, indicator: Indicator, place: Place | None) -> Iterator[Link]:
    """Explore for everybody, watch for who signed in; nothing for what is no number."""
    if indicator.kind in WITHOUT_NUMBER:
        return
    asked = {"m": indicator.code, **({"within": place.code} if place else {})}
    yield Link(_("Khám phá"), f"{reverse('exploration:explore')}?{urlencode(asked)}", icon="chart")
    if signed_in(request):
        yield Link(_("Theo dõi"), f"{reverse('exploration:new_watch')}?{urlencode(asked)}", icon="bell")
