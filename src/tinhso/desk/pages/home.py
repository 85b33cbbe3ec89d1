"""The leaders' screen, on a desk and on a wall."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.web.conditional import conditional
from tinhso.base.web.paging import address
from tinhso.desk.leaders import board, figures, parts
from tinhso.desk.leaders.sentence import sentence
from tinhso.desk.leaders.trend import trend
from tinhso.indicators.display import show
from tinhso.people.principals import principal_of
from tinhso.steering.models import Report
from tinhso.steering.pages.version import version

MOST = 5
"""Agencies on the first fold; the rest is one click away."""


def _figure(report: Report) -> str:
    """What a report says, in one line."""
    if report.observation is not None:
        return show(report.observation).text
    return report.get_task_state_display() if report.task_state else ""


def _context(request: HttpRequest, found: board.Board, atlas: figures.Atlas) -> dict[str, Any]:
    way = trend(found)
    rate = [(row.year, row.rank) for row in atlas.ranks]
    return {
        "title": sentence(found),
        "board": found,
        "atlas": atlas,
        "trend": way,
        "sheets": parts.sheets(found, atlas, way),
        "ranks": rate,
        "ranks_of": atlas.ranks[-1].of if atlas.ranks else None,
        "most": MOST,
        "changes": [(one, one.target or one.task, _figure(one)) for one in found.confirmed],
        "plan_choices": [
            (_("Mọi kế hoạch"), address(request.path, request.GET, plan=None), found.plan is None),
            *(
                (plan.short_title, address(request.path, request.GET, plan=plan.slug), plan == found.plan)
                for plan in found.plans
            ),
        ],
        "map_choices": [
            (one, address(request.path, request.GET, indicator=one.code), one == atlas.indicator)
            for one in atlas.choices
        ],
        "wall_url": address(request.path, request.GET, wall="1"),
    }


@require_safe
@conditional(version)
def home(request: HttpRequest) -> HttpResponseBase:
    """One plan on one screen; `?wall=1` for the wall, `?format=` for the figures."""
    found = board.gather(principal_of(request), request.GET.get("plan", "").strip())
    atlas = figures.gather(found.day, request.GET.get("indicator", "").strip())
    if request.GET.get("format"):
        return parts.respond(request, found, atlas)
    template = "desk/wall.html" if request.GET.get("wall") == "1" else "desk/leaders.html"
    return render(request, template, _context(request, found, atlas))
