"""Alerts as a part of dashboards: each reader sees one's own."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tinhso.base.web import listing
from tinhso.base.web.nav import signed_in
from tinhso.exploration.models import Width
from tinhso.exploration.parts import Part
from tinhso.exploration.watching import queries, tables
from tinhso.people.principals import principal_of

SHOWN: Final = 5


def render(request: HttpRequest) -> SafeString:
    """The newest alerts of whoever reads; two queries."""
    by = principal_of(request)
    rows = list(queries.alerts(by)[:SHOWN])
    unread = {row.pk for row in rows if queries.is_unread(row)}
    context = {"alerts": listing.lines(tables.ALERTS, rows), "unread": unread}
    return render_to_string("exploration/parts/alerts_part.html", context, request)


PARTS: Final = (
    Part(
        "exploration.alerts",
        _("Cảnh báo của tôi"),
        Width.THIRD,
        render,
        permission=signed_in,
        styles=("exploration/watching.css",),
    ),
)
