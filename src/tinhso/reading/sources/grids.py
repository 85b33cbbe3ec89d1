"""Tables that are drawn with lines: which lines belong together, and which cell a place lies in. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

_NEAR: Final = 3.0
_FEWEST_EDGES: Final = 3
_MOST_RULES: Final = 4_000


@dataclass(frozen=True)
class Rule:
    """A straight line: at `at` (down the page, or across it), from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Rules:
    """The lines drawn on a page."""

    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A ruled table: where its rows are parted, and the lines that part its columns."""

    left: float
    right: float
    tops: tuple[float, ...]
    down: tuple[Rule, ...] = field(repr=False)
    across: tuple[Rule, ...] = field(repr=False)

    def holds(self, x: float, y: float) -> bool:
        """Whether a place lies inside."""
        return self.left <= x <= self.right and self.tops[0] <= y <= self.tops[-1]

    def columns(self, row: int) -> tuple[float, ...]:
        """Where the cells of a row are parted, its edges with them; cells that were merged are one."""
        middle = (self.tops[row] + self.tops[row + 1]) / 2
        found = {self.left, self.right}
        found |= {rule.at for rule in self.down if rule.start <= middle <= rule.end}
        kept: list[float] = []
        for at in sorted(found):
            if not kept or at - kept[-1] > _NEAR:
                kept.append(at)
        return tuple(kept)

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of a place inside; the upper row where cells of several rows were merged."""
        row = min(max(bisect_right(self.tops, y) - 1, 0), len(self.tops) - 2)
        while row and not self.is_parted(row, x):
            row -= 1
        columns = self.columns(row)
        return row, min(max(bisect_right(columns, x) - 1, 0), len(columns) - 2)

    def is_parted(self, row: int, x: float) -> bool:
        """Whether a line runs above a row at a place across: nowhere in cells that were merged."""
        return any(
            abs(rule.at - self.tops[row]) <= _NEAR and rule.start - _NEAR <= x <= rule.end + _NEAR
            for rule in self.across
        )

    def cells(self) -> Iterator[tuple[float, float, float, float]]:
        """The edges of every cell: left, top, right, bottom."""
        rows = len(self.tops) - 1
        for row in range(rows):
            for left, right in pairwise(self.columns(row)):
                middle = (left + right) / 2
                if row and not self.is_parted(row, middle):
                    continue
                last = row + 1
                while last < rows and not self.is_parted(last, middle):
                    last += 1
                yield left, self.tops[row], right, self.tops[last]


def grids_of(rules: Rules) -> list[Grid]:
    """The tables of a page: at least two rows or two columns between lines that meet."""
    if len(rules.across) + len(rules.down) > _MOST_RULES:
        return []
    across, down = _merged(rules.across), _merged(rules.down)
    grids = []
    while down:
        group, down = _touching(down, across)
        crossing = [rule for rule in across if any(_meet(rule, other) for other in group)]
        tops = _positions(rule.at for rule in crossing)
        lefts = _positions(rule.at for rule in group)
        if len(tops) > 1 and len(lefts) > 1 and len(tops) + len(lefts) > _FEWEST_EDGES + 1:
            left = min([*lefts, *(rule.start for rule in crossing)])
            right = max([*lefts, *(rule.end for rule in crossing)])
            grids.append(Grid(left, right, tops, tuple(group), tuple(crossing)))
    return grids


def _touching(down: list[Rule], across: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The first line down with all that hang together with it by lines across; and the others."""
    group, others = [down[0]], down[1:]
    waiting = [down[0]]
    free = list(across)
    while waiting:
        rule = waiting.pop()
        met = [one for one in free if _meet(one, rule)]
        free = [one for one in free if one not in met]
        more = [one for one in others if any(_meet(other, one) for other in met)]
        others = [one for one in others if one not in more]
        group += more
        waiting += more
    return group, others


def _meet(across: Rule, down: Rule) -> bool:
    return (
        across.start - _NEAR <= down.at <= across.end + _NEAR
        and down.start - _NEAR <= across.at <= down.end + _NEAR
    )


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines that go on in one another, as one."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda one: (int(one.at / _NEAR + 0.5), one.start)):
        last = merged[-1] if merged else None
        if last and abs(last.at - rule.at) <= _NEAR and rule.start <= last.end + _NEAR:
            merged[-1] = Rule(last.at, min(last.start, rule.start), max(last.end, rule.end))
        else:
            merged.append(rule)
    return merged


def _positions(places: Iterable[float]) -> tuple[float, ...]:
    kept: list[float] = []
    for at in sorted(places):
        if not kept or at - kept[-1] > _NEAR:
            kept.append(at)
    return tuple(kept)
