"""The wall (màn hình lớn của trung tâm điều hành): dashboards in rotation, the leaders' screen first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.errors import NotFound
from tinhso.base.web import wording
from tinhso.desk.leaders import screen
from tinhso.desk.leaders.board import DASHBOARD
from tinhso.exploration import boards
from tinhso.exploration import queries as exploration
from tinhso.exploration.boards import Slot
from tinhso.exploration.maps.version import in_force
from tinhso.exploration.models import Dashboard
from tinhso.people.principals import principal_of

_SIXTHS: Final = {"third": 2, "half": 3, "whole": 6}
_A_SCREEN: Final = 6
"""One row of six sixths fills a screen: what hangs on a wall is read from afar."""
FEWEST_SECONDS: Final = 5
MOST_SECONDS: Final = 600


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The page of one dashboard, `?board=`, with the way to the next; `?seconds=` for each of its screens.

    Pages follow each other in the browser; without scripts the page leads on by itself.
    """
    turns = _turns(exploration.on_wall(principal_of(request)))
    code = request.GET.get("board", "") or next(iter(turns))
    if code not in turns:
        known = [f"{reverse('desk:wall')}?{urlencode({'board': one})}" for one in turns]
        raise NotFound(_("Bảng “%(code)s” không có trên màn hình lớn.") % {"code": code}, near=known)
    order = list(turns)
    seconds = _seconds(request.GET.get("seconds", ""))
    told = {
        "next_url": _address(order[(order.index(code) + 1) % len(order)], request),
        "seconds": seconds,
        "version": in_force().number,
    }
    row = turns[code]
    if code == DASHBOARD:
        return render(
            request, "desk/wall.html", {**screen.context(request), **told, "all_seconds": 3 * seconds}
        )
    board = boards.fill(request, exploration.cards_of(row) if row else [])
    screens = list(_screens(board.slots))
    told |= {"title": wording.named(row), "all_seconds": max(1, len(screens)) * seconds}
    return render(request, "desk/wall_board.html", {**told, "board": board, "screens": screens})


def _turns(rows: Sequence[Dashboard]) -> dict[str, Dashboard | None]:
    """The dashboards in rotation by their codes; the leaders' screen first, there or not."""
    return {DASHBOARD: None, **{row.code: row for row in rows if row.code != DASHBOARD}}


def _seconds(text: str) -> int:
    """How long one screen stands; what cannot be read is the deployment's usual."""
    told = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else settings.WALL_SECONDS
    return min(max(told, FEWEST_SECONDS), MOST_SECONDS)


def _address(code: str, request: HttpRequest) -> str:
    kept = {"seconds": request.GET["seconds"]} if request.GET.get("seconds") else {}
    return f"{reverse('desk:wall')}?{urlencode({'board': code, **kept})}"


def _screens(slots: Sequence[Slot]) -> Iterator[list[Slot]]:
    """Cards in order, as many on a screen as it holds."""
    found: list[Slot] = []
    taken = 0
    for slot in slots:
        wide = _SIXTHS.get(slot.width, 3)
        if found and taken + wide > _A_SCREEN:
            yield found
            found, taken = [], 0
        found.append(slot)
        taken += wide
    if found:
        yield found
