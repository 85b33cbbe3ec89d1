"""Who else waits for a figure: rooms above whose papers carry it (steering's reports) decide on it there.

`TINHSO_FIGURE_HOLDERS` lists dotted paths to objects of the shape `Holder`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tinhso.base.errors import Conflict, Problem
from tinhso.base.offers import offered


@dataclass(frozen=True)
class Paper:
    """What carries a figure: its name and its page."""

    title: str
    href: str


class Holder(Protocol):
    """What a room above answers about figures that wait."""

    def papers(self, figures: Iterable[UUID]) -> Mapping[UUID, Paper]:
        """Of those figures, the ones that a paper carries which is not decided yet."""

    def held(self) -> QuerySet[Any]:
        """The ids of all such figures, one column."""


def known() -> tuple[Holder, ...]:
    """The holders that the settings name."""
    return offered("TINHSO_FIGURE_HOLDERS")


def papers(figures: Iterable[UUID]) -> dict[UUID, Paper]:
    """The papers that carry those figures; one statement a holder, none without a figure."""
    wanted = list(figures)
    found: dict[UUID, Paper] = {}
    if wanted:
        for holder in known():
            found.update(holder.papers(wanted))
    return found


def problem(paper: Paper) -> Problem:
    """What a sender is told who would change a figure under a paper that carries it."""
    return Problem(
        "held",
        _("Số liệu này nằm trong %(paper)s đang chờ xác nhận.") % {"paper": paper.title},
        "figure",
        _("Sửa hoặc duyệt ở báo cáo đó: %(href)s") % {"href": paper.href},
    )


def require_free(figures: Iterable[UUID]) -> None:
    """Raises Conflict when a paper carries one of those figures, naming it."""
    for paper in papers(figures).values():
        told = problem(paper)
        raise Conflict(told.message, code=told.code, field=told.field, hint=told.hint)
