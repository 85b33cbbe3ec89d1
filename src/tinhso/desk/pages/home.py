"""The leaders' screen, on a desk and on a wall: the dashboard `leaders` under an address of its own."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.web.conditional import conditional
from tinhso.base.web.paging import address
from tinhso.desk.leaders import parts, screen
from tinhso.desk.leaders.board import Board
from tinhso.exploration import boards
from tinhso.exploration import queries as exploration
from tinhso.exploration.maps.version import in_force
from tinhso.steering.pages.version import version


def _plan_choices(request: HttpRequest, found: Board) -> list[tuple[str, str, bool]]:
    return [
        (_("Mọi kế hoạch"), address(request.path, request.GET, plan=None), found.plan is None),
        *(
            (plan.short_title, address(request.path, request.GET, plan=plan.slug), plan == found.plan)
            for plan in found.plans
        ),
    ]


def _desk(request: HttpRequest, found: Board) -> dict[str, Any]:
    """The first fold's parts as they were arranged, and the cards below it."""
    told = screen.context(request)
    names, keys = screen.arranged(found)
    return {
        **told,
        "parts": screen.drawn(request, names, told),
        "below": boards.fill(request, exploration.cards_by_key(keys)) if keys else None,
        "plan_choices": _plan_choices(request, found),
        "wall_url": address(request.path, request.GET, wall="1"),
    }


def _version(request: HttpRequest) -> Hashable | None:
    """What the screen depends on: the data, the day, the reader; and the figures that cards below it draw."""
    told = version(request)
    return None if told is None else (told, in_force().number)


@require_safe
@conditional(_version)
def home(request: HttpRequest) -> HttpResponseBase:
    """One plan on one screen; `?wall=1` for the wall, `?format=` for the figures."""
    seen = screen.screen(request)
    if request.GET.get("format"):
        return parts.respond(request, seen.board, seen.atlas)
    if request.GET.get("wall") == "1":
        return render(request, "desk/wall.html", screen.context(request))
    return render(request, "desk/leaders.html", _desk(request, seen.board))
