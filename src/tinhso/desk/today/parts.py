"""Both halves as parts of dashboards: `TINHSO_DASHBOARD_PARTS`."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tinhso.desk.today import debtors, lists
from tinhso.exploration.models import Width
from tinhso.exploration.parts import Part
from tinhso.people.principals import principal_of
from tinhso.urging import policies

DASHBOARD: Final = "dieu-hanh-hom-nay"
"""The code of the dashboard that `/today/` draws."""
MOST: Final = 8
"""Agencies that the first fold shows; the rest is one click away."""
STYLES: Final = ("desk/today.css",)


def reads_all(request: HttpRequest) -> bool:
    """Decisions concern all agencies."""
    return policies.reads_all(principal_of(request))


def reads(request: HttpRequest) -> bool:
    """Whoever sees what some agency owes."""
    return bool(policies.readable(principal_of(request)))


def waiting(request: HttpRequest) -> SafeString:
    """What waits for a decision, counted; one query."""
    found = lists.counted(principal_of(request))
    context = {"counts": found, "total": sum(count for _one, count in found)}
    return render_to_string("desk/parts/waiting.html", context, request)


def owing(request: HttpRequest) -> SafeString:
    """Who owes what; a fixed number of queries."""
    found = debtors.gather(principal_of(request))
    context = {"debtors": found, "rows": found.rows[:MOST], "more": max(0, len(found.rows) - MOST)}
    return render_to_string("desk/parts/debtors.html", context, request)


PARTS: Final = (
    Part("desk.waiting", _("Chờ quyết định hôm nay"), Width.HALF, waiting, reads_all, STYLES),
    Part("desk.debtors", _("Cơ quan còn nợ"), Width.HALF, owing, reads, STYLES),
)
USUAL: Final = ("desk.waiting", "desk.debtors", "conclusions.commitments", "conclusions.deciding")
"""What stands on `/today/` where nobody stored a dashboard; parts that no room offers are left out."""
