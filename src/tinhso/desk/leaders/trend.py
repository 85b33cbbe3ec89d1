"""The way of a plan since its start: published totals, then what the items say today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tinhso.desk.leaders.board import Board
from tinhso.steering.queries.shapes import ReportedRow

WIDTH, HEIGHT = 320, 112
LEFT, RIGHT, TOP, BOTTOM = 14, 300, 24, 84


@dataclass(frozen=True)
class Step:
    """One point: targets reached of all at a day, and whose word it is."""

    day: date
    met: int
    total: int
    source: str
    href: str
    computed: bool
    x: str = "0"
    y: str = "0"
    label_y: str = "0"


@dataclass(frozen=True)
class Trend:
    """Points from left to right by date; `line` joins the published ones."""

    steps: Sequence[Step]
    line: str
    top: int


def _behind(row: ReportedRow) -> str:
    """The page of the figure, with its sentence; the document where it is no figure of its own."""
    if row.observation_id is not None:
        return reverse("figures:detail", args=[row.observation_id])
    return row.document.get_absolute_url()


def trend(board: Board) -> Trend | None:
    """None where nothing was published nor itemised."""
    plan = board.head
    if plan is None:
        return None
    raw = [
        (row.as_of, row.done, row.total or 0, row.document.cited, _behind(row), False)
        for row in board.reported
        if row.done is not None
    ]
    if board.itemised:
        raw.append((board.day, board.targets.met, board.targets.total, "", plan.get_absolute_url(), True))
    if not raw:
        return None
    first, last = plan.starts_on, max([plan.ends_on, *(row[0] for row in raw)])
    span = max(1, (last - first).days)
    top = max([*(row[2] for row in raw), 1])
    steps = []
    for day, met, total, source, href, computed in raw:
        x = LEFT + (RIGHT - LEFT) * max(0, (day - first).days) / span
        y = BOTTOM - (BOTTOM - TOP) * met / top
        steps.append(Step(day, met, total, source, href, computed, f"{x:.1f}", f"{y:.1f}", f"{y - 9:.1f}"))
    line = " ".join(f"{step.x},{step.y}" for step in steps if not step.computed)
    return Trend(steps, line, top)
