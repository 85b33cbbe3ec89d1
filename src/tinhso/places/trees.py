"""The lineage of a place as a drawing: what came before on the left, what follows on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tinhso.base.web.wording import percent
from tinhso.places.models import Lineage, Place
from tinhso.places.queries import Descent

ROW, BOX, WIDE, GAP = 44, 34, 250, 90


@dataclass(frozen=True)
class Node:
    """A box of the drawing: SVG coordinates as text, so that no language rewrites them."""

    place: Place
    x: str
    y: str
    text_x: str
    text_y: str
    current: bool


@dataclass(frozen=True)
class Line:
    """A line between two boxes; `known` when its share is."""

    path: str
    known: bool
    label: str


@dataclass(frozen=True)
class Tree:
    """The whole drawing."""

    view_box: str
    width: str
    box_width: str
    box_height: str
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]


def share_words(share: Decimal | None) -> str:
    """A share as percent, or a question mark."""
    if share is None:
        return "?"
    shown = format(share * 100, "f")
    return percent(Decimal(shown.rstrip("0").rstrip(".") if "." in shown else shown), None)


def _column(places: Sequence[Place], x: int, height: int, *, current: bool = False) -> list[Node]:
    top = (height - len(places) * ROW) // 2
    return [
        Node(
            place,
            str(x),
            str(top + number * ROW + (ROW - BOX) // 2),
            str(x + 12),
            str(top + number * ROW + ROW // 2 + 5),
            current,
        )
        for number, place in enumerate(places)
    ]


def _line(start: Node, end: Node, edge: Lineage) -> Line:
    x1, y1 = int(start.x) + WIDE, int(start.y) + BOX // 2
    x2, y2 = int(end.x), int(end.y) + BOX // 2
    middle = (x1 + x2) // 2
    return Line(
        f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}", edge.share is not None, share_words(edge.share)
    )


def tree(place: Place, descent: Descent) -> Tree | None:
    """The drawing of `descent`; None when nothing came before and nothing follows."""
    before, after = descent.came_from, descent.became
    if not before and not after:
        return None
    height = max(len(before), len(after), 1) * ROW
    column = WIDE + GAP
    here = column if before else 0
    left = _column([edge.predecessor for edge in before], 0, height)
    (middle,) = _column([place], here, height, current=True)
    right = _column([edge.successor for edge in after], here + column, height)
    lines = [_line(node, middle, edge) for node, edge in zip(left, before, strict=True)]
    lines += [_line(middle, node, edge) for node, edge in zip(right, after, strict=True)]
    width = here + WIDE + (column if after else 0)
    return Tree(
        f"0 0 {width} {height}", str(width), str(WIDE), str(BOX), (*left, middle, *right), tuple(lines)
    )
