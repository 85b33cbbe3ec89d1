"""Where lines of letters stand in a picture: rules of tables set apart, the rest cut row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tinhso.reading.sources.grids import Grid, Rule, Rules, grids_of
from tinhso.reading.sources.ocr.cleaning import Ink

_RULE_SHARE: Final = 1 / 28
_SHORTEST: Final = 24
_SIDE: Final = 1.05
_RULE_FILL: Final = 0.92
_THICKEST: Final = 12
_LEAST_HEIGHT, _MOST_HEIGHT = 6, 200
_SMALL, _TALL = 0.45, 1.65
_NEAR: Final = 0.4
_GUTTER: Final = 1.25
_QUIET: Final = 0.004
_DEEPEST: Final = 12


@dataclass(frozen=True)
class Box:
    """A stretch of the picture, ends exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """From left to right."""
        return self.right - self.left

    def of(self, picture: NDArray[Any]) -> NDArray[Any]:
        """Its part of a picture."""
        return picture[self.top : self.bottom, self.left : self.right]


def without_rules(ink: Ink) -> tuple[Ink, Rules]:
    """The ink without long straight lines, and those lines."""
    length = max(int(ink.shape[1] * _RULE_SHARE), _SHORTEST)
    across, down = _opened(ink, length), _opened(ink.T, length).T
    rest = ink & ~_thick(across) & ~_thick(down.T).T
    levels = tuple(_rules(across))
    short = max(int(_SIDE * _usual_height(rest)), _SHORTEST)
    if levels and short < length:  # the sides of low cells, between lines across
        sides = _between(_opened(rest.T, short), levels)
        rest &= ~_thick(sides).T
        down |= sides.T
    return rest, Rules(levels, tuple(_rules(down.T)))


def _between(turned: Ink, levels: Sequence[Rule]) -> Ink:
    """Of lines down (the picture lies on its side), those that begin and end at lines across."""
    kept = np.zeros_like(turned)
    for side in _rules(turned):
        ends = [any(_ends_at(level, side.at, end) for level in levels) for end in (side.start, side.end)]
        if all(ends):
            at = int(side.at)
            part = (slice(max(at - _THICKEST, 0), at + _THICKEST), slice(int(side.start), int(side.end)))
            kept[part] |= turned[part]
    return kept


def _ends_at(level: Rule, at: float, end: float) -> bool:
    return abs(level.at - end) <= _THICKEST and level.start - _THICKEST <= at <= level.end + _THICKEST


def _opened(ink: Ink, length: int) -> Ink:
    """What of the ink lies in level runs of at least that length."""
    if ink.shape[1] <= length:
        return np.zeros_like(ink)
    sums = np.cumsum(np.pad(ink, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    runs = (sums[:, length:] - sums[:, :-length]) >= _RULE_FILL * length
    spread = np.cumsum(np.pad(runs, ((0, 0), (length, length))), axis=1, dtype=np.int32)
    covered = (spread[:, length:] - spread[:, :-length])[:, : ink.shape[1]] > 0
    opened: Ink = covered & ink
    return opened & ~_too_thick(opened)


def _too_thick(mask: Ink) -> Ink:
    """Parts higher than a rule is: pictures, bars, stamps."""
    if mask.shape[0] <= _THICKEST:
        return np.zeros_like(mask)
    sums = np.cumsum(np.pad(mask, ((1, 0), (0, 0))), axis=0, dtype=np.int32)
    full = (sums[_THICKEST:] - sums[:-_THICKEST]) >= _THICKEST
    spread = np.cumsum(np.pad(full, ((_THICKEST, _THICKEST), (0, 0))), axis=0, dtype=np.int32)
    return ((spread[_THICKEST:] - spread[:-_THICKEST])[: mask.shape[0]] > 0) & mask


def _thick(mask: Ink) -> Ink:
    """One more above and below: the soft edges of a line."""
    thick = mask.copy()
    thick[1:] |= mask[:-1]
    thick[:-1] |= mask[1:]
    return thick


def _rules(mask: Ink) -> Iterator[Rule]:
    """The level runs of a mask, those of neighbouring rows as one."""
    open_: list[tuple[int, int, int, int]] = []
    for row in np.append(np.flatnonzero(mask.any(axis=1)), -9):
        runs = _runs(mask[row]) if row >= 0 else []
        kept = []
        for start, end, first, last in open_:
            met = [run for run in runs if row - last <= 2 and run[0] < end and start < run[1]]
            if met:
                runs = [run for run in runs if run not in met]
                kept.append(
                    (min([start, *(r[0] for r in met)]), max([end, *(r[1] for r in met)]), first, row)
                )
            elif row >= 0 and row - last <= 2:
                kept.append((start, end, first, last))
            else:
                yield Rule((first + last) / 2, start, end)
        open_ = [*kept, *((start, end, row, row) for start, end in runs)]


def _runs(line: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where a row of marks is set: starts and ends."""
    edges = np.flatnonzero(np.diff(np.pad(line.astype(np.int8), 1)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def boxes_of(ink: Ink, rules: Rules, unit: float) -> list[Box]:
    """The lines of a picture, cells of ruled tables by themselves; wide gaps part what stands side by side.

    `rules` are measured in `unit`s of a dot.
    """
    rest = ink.copy()
    boxes: list[Box] = []
    usual = _usual_height(ink)
    if not usual:
        return []
    for grid in grids_of(rules):
        for cell in _cells(grid, ink.shape, unit):
            boxes += _cut(ink, cell, usual)
            rest[cell.top : cell.bottom, cell.left : cell.right] = False
    return boxes + _cut(rest, Box(0, 0, ink.shape[1], ink.shape[0]), usual)


def _cells(grid: Grid, shape: tuple[int, ...], unit: float) -> Iterator[Box]:
    for edges in grid.cells():
        x, y, x_end, y_end = (int(edge / unit) for edge in edges)
        yield Box(max(x, 0), max(y, 0), min(x_end + 1, shape[1]), min(y_end + 1, shape[0]))


def _usual_height(ink: Ink) -> int:
    """How high a line of letters is: what most of the ink stands in."""
    heights: list[int] = []
    third = max(ink.shape[1] // 6, 1)
    for left in range(0, ink.shape[1], third):  # in strips: columns need not stand level
        strip = ink[:, left : left + third]
        found = [end - start for start, end in _runs(strip.sum(axis=1) > _QUIET * third)]
        heights += [height for height in found if _LEAST_HEIGHT <= height <= _MOST_HEIGHT]
    if not heights:
        return 0
    weights = np.repeat(sorted(heights), sorted(heights))
    return int(weights[len(weights) // 2])


def _cut(ink: Ink, box: Box, usual: int, depth: int = 0) -> list[Box]:
    """The lines inside a box: cut level, then between columns, as long as either parts anything."""
    part = box.of(ink)
    if part.size == 0 or depth > _DEEPEST:
        return []
    profile = part.sum(axis=1)
    bands = _whole_bands(_runs(profile > _QUIET * min(box.width, 20 * usual)), usual)
    found: list[Box] = []
    for start, end in bands:
        band = Box(box.left, box.top + start, box.right, box.top + end)
        columns = _columns(band.of(ink), usual)
        if end - start <= _TALL * usual:
            found += [Box(band.left + a, band.top, band.left + b, band.bottom) for a, b in columns]
        elif len(columns) > 1:
            for a, b in columns:
                found += _cut(ink, Box(band.left + a, band.top, band.left + b, band.bottom), usual, depth + 1)
        else:
            found += _split(ink, band, usual)
    return [tight for one in found if (tight := _tightened(ink, one, usual))]


def _whole_bands(runs: list[tuple[int, int]], usual: int) -> list[tuple[int, int]]:
    """Bands of rows, marks above and below letters brought to their line."""
    bands: list[tuple[int, int]] = []
    for start, end in runs:
        if bands:
            first, last = bands[-1]
            small = min(end - start, last - first) < _SMALL * usual
            if small and start - last < _NEAR * usual and end - first <= _TALL * usual:
                bands[-1] = (first, end)
                continue
        bands.append((start, end))
    return bands


def _columns(part: Ink, usual: int) -> list[tuple[int, int]]:
    """What stands side by side, parted by more than words are."""
    parts: list[tuple[int, int]] = []
    for start, end in _runs(np.asarray(part.any(axis=0))):
        if parts and start - parts[-1][1] < _GUTTER * usual:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return parts


def _split(ink: Ink, band: Box, usual: int) -> list[Box]:
    """Lines that touch one another, parted where the least ink lies."""
    profile = band.of(ink).sum(axis=1)
    count = max(2, int(band.height / (1.15 * usual) + 0.5))
    cuts = [0]
    for number in range(1, count):
        middle, reach = number * band.height // count, max(usual // 3, 1)
        low = max(middle - reach, cuts[-1] + 1)
        cuts.append(low + int(np.argmin(profile[low : middle + reach + 1])))
    cuts.append(band.height)
    return [Box(band.left, band.top + start, band.right, band.top + end) for start, end in pairwise(cuts)]


def _tightened(ink: Ink, box: Box, usual: int) -> Box | None:
    """The box close around its ink; None for specks."""
    part = box.of(ink)
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not rows.size or len(rows) < max(_SMALL * usual, 4) or len(columns) < 3:
        return None
    return Box(
        box.left + int(columns[0]), box.top + int(rows[0]),
        box.left + int(columns[-1]) + 1, box.top + int(rows[-1]) + 1,
    )  # fmt: skip
