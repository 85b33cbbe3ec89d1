"""What this room hangs on pages below: the figures taken from a document, the newest ones of a place."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.web.panels import ListPanel, Panel, PanelItem
from tinhso.documents.models import Document
from tinhso.indicators import queries
from tinhso.indicators.display import name_of, show
from tinhso.places.models import Place

_SHOWN = 30
_OF_PLACE = 12
_NOBODY: frozenset[UUID] = frozenset()
"""These panels are for everybody: figures that may tell of single persons stay out."""


def figures_of_document(document: Document) -> ListPanel | None:
    """The figures in force whose source is this document."""
    rows = list(queries.in_force().open_to(_NOBODY).filter(document=document)[: _SHOWN + 1])
    if not rows:
        return None
    beyond = len(rows) > _SHOWN
    total = queries.figures().in_force().filter(document=document).count() if beyond else len(rows)
    items = tuple(
        PanelItem(
            text=name_of(row),
            href=row.get_absolute_url(),
            note=" · ".join(
                filter(None, (row.place.full_name, show(row).period, row.locator, _target(row.is_target)))
            ),
            value=show(row).text,
            illustrative=row.illustrative,
        )
        for row in rows[:_SHOWN]
    )
    more = f"{reverse('figures:index')}?source={document.slug}" if beyond else ""
    return ListPanel(_("Số liệu lấy từ văn bản này"), items, total, more)


def figures_of_place(request: HttpRequest, place: Place) -> Panel | None:  # noqa: ARG001 - the shape of a provider
    """The newest figure of each indicator at this place, the newest first, in two queries."""
    keys = list(queries.indicators().wholes().values_list("pk", flat=True))
    chosen = queries.newest_each(keys, [place], illustrative=settings.DEMO)
    around = ("observation__indicator", "observation__document", "observation__agency", "observation__place")
    rows = queries.current(keys, [place], illustrative=settings.DEMO).filter(pk__in=chosen)
    found = [row.observation for row in rows.select_related(*around)[: _OF_PLACE + 1]]
    if not found:
        return None
    more = f"{reverse('figures:index')}?place={place.code}" if len(found) > _OF_PLACE else ""
    context = {"figures": [(row, name_of(row), show(row)) for row in found[:_OF_PLACE]]}
    title = _("Số liệu mới nhất")
    return Panel("figures", title, "indicators/parts/place_figures.html", context, more=more, order=30)


def _target(is_target: bool) -> str:
    return _("mục tiêu") if is_target else ""
