"""What this room hangs on a document's page: the figures taken from it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.documents.models import Document
from tinhso.documents.panels import Panel, PanelItem
from tinhso.indicators import queries
from tinhso.indicators.display import name_of, show

_SHOWN = 30


def figures_of_document(document: Document) -> Panel | None:
    """The figures in force whose source is this document."""
    rows = list(queries.in_force().filter(document=document)[: _SHOWN + 1])
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
    return Panel(_("Số liệu lấy từ văn bản này"), items, total, more)


def _target(is_target: bool) -> str:
    return _("mục tiêu") if is_target else ""
