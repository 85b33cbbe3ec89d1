"""The leaders' screen as a dashboard: gathered once a request, drawn part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from tinhso.base.web.paging import address
from tinhso.desk.leaders import board, figures, parts
from tinhso.desk.leaders.board import Board
from tinhso.desk.leaders.figures import Atlas
from tinhso.desk.leaders.sentence import sentence
from tinhso.desk.leaders.trend import trend
from tinhso.exploration.models import Width
from tinhso.exploration.parts import Part
from tinhso.indicators.display import show
from tinhso.people.principals import principal_of
from tinhso.steering.models import Report

MOST: Final = 5
"""Agencies on the first fold; the rest is one click away."""
STYLES: Final = ("places/places.css", "desk/leaders.css")
_KEPT: Final = "tinhso.leaders"
_PARTS: Final[Mapping[str, tuple[str | Promise, str]]] = {
    "desk.pillars": (gettext_lazy("Chỉ tiêu theo trụ cột"), "desk/parts/pillars.html"),
    "desk.progress": (gettext_lazy("Kết quả qua các năm, xếp hạng DTI"), "desk/parts/progress.html"),
    "desk.map": (gettext_lazy("Bản đồ xã, phường"), "desk/parts/map.html"),
    "desk.agencies": (gettext_lazy("Nhiệm vụ theo cơ quan"), "desk/parts/agencies.html"),
    "desk.decisions": (gettext_lazy("Cần quyết định hôm nay"), "desk/parts/decisions.html"),
    "desk.week": (gettext_lazy("Thay đổi tuần này"), "desk/parts/week.html"),
    "desk.sentence": (gettext_lazy("Câu tổng hợp trong ngày"), "desk/parts/sentence.html"),
}
"""Name of each part: its title and template."""
FIRST_FOLD: Final = tuple(name for name in _PARTS if name != "desk.sentence")
"""The parts as the product comes, in order; the sentence is the screen's heading."""


@dataclass(frozen=True)
class Screen:
    """What all parts draw from."""

    board: Board
    atlas: Atlas


def screen(request: HttpRequest) -> Screen:
    """The plans and figures that this request's address names, gathered once. Raises NotFound."""
    kept = request.META.get(_KEPT)
    if kept is None:
        found = board.gather(principal_of(request), request.GET.get("plan", "").strip())
        atlas = figures.gather(found.day, request.GET.get("indicator", "").strip())
        kept = request.META[_KEPT] = Screen(found, atlas)
    return cast(Screen, kept)


def context(request: HttpRequest) -> dict[str, Any]:
    """What the templates of the parts are told."""
    found, atlas = screen(request).board, screen(request).atlas
    way = trend(found)
    return {
        "title": sentence(found),
        "board": found,
        "atlas": atlas,
        "trend": way,
        "sheets": parts.sheets(found, atlas, way),
        "ranks": [(row.year, row.rank, row.href) for row in atlas.ranks],
        "ranks_of": atlas.ranks[-1].of if atlas.ranks else None,
        "most": MOST,
        "changes": [(one, one.target or one.task, _figure(one)) for one in found.confirmed],
        "map_choices": [
            (one, address(request.path, request.GET, indicator=one.code), one == atlas.indicator)
            for one in atlas.choices
        ],
    }


def _figure(report: Report) -> str:
    """What a report says, in one line."""
    if report.observation is not None:
        return show(report.observation).text
    return report.get_task_state_display() if report.task_state else ""


def drawn(request: HttpRequest, names: Sequence[str], told: Mapping[str, Any]) -> list[SafeString]:
    """Those parts of the first fold, in order, with what `context` tells."""
    return [
        render_to_string(_PARTS[name][1], dict(told), request=request) for name in names if name in FIRST_FOLD
    ]


def arranged(found: Board) -> tuple[list[str], list[str]]:
    """The parts of the first fold in order, and the keys of the cards below it, as somebody arranged them."""
    if found.layout is None:
        return list(FIRST_FOLD), []
    names = [one["part"] for one in found.layout if one["part"] in FIRST_FOLD]
    return names, [one["key"] for one in found.layout if one["part"] not in _PARTS]


@dataclass(frozen=True)
class _Render:
    """Draws one part wherever a dashboard shows it."""

    template: str

    def __call__(self, request: HttpRequest) -> SafeString:
        html = render_to_string(self.template, context(request), request=request)
        return mark_safe(f'<div class="leaders leaders--one">{html}</div>')  # noqa: S308 - our own template


PARTS: Final = tuple(
    Part(
        name, title, Width.HALF if name != "desk.sentence" else Width.WHOLE, _Render(template), styles=STYLES
    )
    for name, (title, template) in _PARTS.items()
)
"""What the desk offers to dashboards: `TINHSO_DASHBOARD_PARTS`."""
