"""Charts drawn once (vẽ biểu đồ): a pure function from Chart to marks, which PDF, DOCX and HTML then show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from tinhso.base.numbers import format_number
from tinhso.papers.content import Chart
from tinhso.papers.marks import (
    COLOURS,
    GOAL,
    GRID,
    INK,
    MUTED,
    PAPER,
    Dot,
    Drawing,
    Line,
    Mark,
    Rect,
    Word,
    shortened,
    width_of,
    wrapped,
)
from tinhso.papers.scale import Scale, scale_for

WIDTH: Final = 453.0
_PLOT_HEIGHT: Final = 150.0
_ROW: Final = 13.0
_LABEL: Final = 9.0
_LINE: Final = 10.5
_CROWDED: Final = 28


@dataclass(frozen=True)
class Plot:
    """The rectangle in which values are drawn."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


def colour(index: int) -> str:
    """The colour of a series; more series than colours begin again."""
    return COLOURS[index % len(COLOURS)]


def drawn(chart: Chart) -> Drawing:
    """The chart as marks."""
    return _across(chart) if chart.kind == "hbar" else _upright(chart)


def _values(chart: Chart) -> Iterator[Decimal]:
    if chart.kind == "stacked":
        for index in range(len(chart.categories)):
            yield sum((line.values[index] or Decimal(0) for line in chart.series), Decimal(0))
    else:
        yield from (value for line in chart.series for value in line.values if value is not None)
    if chart.target is not None:
        yield chart.target


def _key(chart: Chart) -> tuple[list[Mark], float]:
    """The names of the series with their colours, and of the unit; how high that is."""
    marks: list[Mark] = []
    x, y = 0.0, _LINE
    if len(chart.series) > 1:
        for index, line in enumerate(chart.series):
            name = shortened(line.name, WIDTH - 14)
            needed = 14 + width_of(name) + 12
            if x and x + needed > WIDTH:
                x, y = 0.0, y + _ROW
            marks += [Rect(x, y - 7, 8, 8, colour(index)), Word(x + 12, y, name, _LABEL)]
            x += needed
    if chart.unit:
        if x and x + width_of(chart.unit) + 60 > WIDTH:
            y += _ROW
        marks.append(Word(WIDTH, y, f"Đơn vị: {chart.unit}", _LABEL, "end", MUTED))
    return marks, (y + 14 if marks else 12)


def _goal_words(chart: Chart) -> str:
    return f"Mục tiêu: {format_number(chart.target)}" if chart.target is not None else ""


def _upright(chart: Chart) -> Drawing:
    scale = scale_for(_values(chart))
    marks, top = _key(chart)
    top += 12 if chart.target is not None else 0
    left = max(width_of(format_number(tick)) for tick in scale.ticks) + 6
    plot = Plot(left, top, WIDTH - left, _PLOT_HEIGHT)
    marks += _grid(scale, plot)
    step = plot.width / len(chart.categories)
    labels, height = _category_labels(chart, plot, step)
    marks += labels
    values = {"bar": _bars, "stacked": _stacks, "line": _lines}[chart.kind](chart, scale, plot)
    marks += [mark for mark in values if not isinstance(mark, Word)]
    goal = _goal(chart, scale, plot)
    marks += goal
    words = [mark for mark in values if isinstance(mark, Word)]
    marks += [_ground(word) for word in words if goal and _crossed(word, goal[0])]
    marks += words
    return Drawing(WIDTH, plot.bottom + height + 4, tuple(marks))


def _crossed(word: Word, line: Mark) -> bool:
    """Whether a level line runs through the word."""
    return isinstance(line, Line) and word.y - word.size < line.points[0][1] < word.y + 1


def _ground(word: Word) -> Rect:
    """White behind a word that stands in the middle of its place."""
    wide = width_of(word.text, word.size)
    return Rect(word.x - wide / 2, word.y - word.size + 1, wide, word.size, PAPER)


def _grid(scale: Scale, plot: Plot) -> list[Mark]:
    marks: list[Mark] = []
    for tick in scale.ticks:
        y = plot.bottom - scale.share(tick) * plot.height
        strong = tick == 0
        marks.append(
            Line(((plot.left, y), (plot.right, y)), INK if strong else GRID, 0.75 if strong else 0.5)
        )
        marks.append(Word(plot.left - 4, y + 3, format_number(tick), _LABEL, "end", MUTED))
    return marks


def _category_labels(chart: Chart, plot: Plot, step: float) -> tuple[list[Mark], float]:
    """Under every category its name; where many stand close, under every second, third … only."""
    every = 1 if step >= _CROWDED else int(_CROWDED / step) + 1
    room = step * every - 3
    longest = max(width_of(word) for name in chart.categories for word in name.split() or [""])
    size = _LABEL if longest <= room else _LABEL - 1
    marks: list[Mark] = []
    most = 1
    for index in range(0, len(chart.categories), every):
        lines = wrapped(chart.categories[index], room, 3, size)
        most = max(most, len(lines))
        for row, words in enumerate(lines):
            x = plot.left + (index + 0.5) * step
            marks.append(Word(x, plot.bottom + 12 + row * _LINE, words, size, "middle"))
    return marks, 6 + most * _LINE


def _bars(chart: Chart, scale: Scale, plot: Plot) -> list[Mark]:
    step = plot.width / len(chart.categories)
    each = min(34.0, step * 0.76 / len(chart.series))
    zero = plot.bottom - scale.share(Decimal(0)) * plot.height
    marks: list[Mark] = []
    for order, line in enumerate(chart.series):
        for index, value in enumerate(line.values):
            if value is None:
                continue
            x = plot.left + (index + 0.5) * step + (order - len(chart.series) / 2) * each
            y = plot.bottom - scale.share(value) * plot.height
            marks.append(Rect(x, min(y, zero), each * 0.92, abs(zero - y), colour(order)))
            words = format_number(value)
            if width_of(words, 8) <= each * 1.25:
                below = value < 0
                marks.append(Word(x + each * 0.46, y + (9 if below else -2.5), words, 8, "middle"))
    return marks


def _stacks(chart: Chart, scale: Scale, plot: Plot) -> list[Mark]:
    step = plot.width / len(chart.categories)
    each = min(44.0, step * 0.7)
    marks: list[Mark] = []
    for index in range(len(chart.categories)):
        x, total = plot.left + (index + 0.5) * step, Decimal(0)
        for order, line in enumerate(chart.series):
            value = line.values[index]
            if not value:
                continue
            high = scale.share(value + total) * plot.height
            tall = high - scale.share(total) * plot.height
            total += value
            marks.append(Rect(x - each / 2, plot.bottom - high, each, tall, colour(order)))
            if tall >= _LINE and width_of(format_number(value), 8) <= each:
                y = plot.bottom - high + tall / 2 + 3
                marks.append(Word(x, y, format_number(value), 8, "middle", "#ffffff"))
        if total and width_of(format_number(total), 8) <= step:
            y = plot.bottom - scale.share(total) * plot.height - 2.5
            marks.append(Word(x, y, format_number(total), 8, "middle", bold=True))
    return marks


def _lines(chart: Chart, scale: Scale, plot: Plot) -> list[Mark]:
    step = plot.width / len(chart.categories)
    marks: list[Mark] = []
    few = len(chart.series) == 1 and step >= _CROWDED
    for order, line in enumerate(chart.series):
        points = [
            None
            if value is None
            else (plot.left + (index + 0.5) * step, plot.bottom - scale.share(value) * plot.height)
            for index, value in enumerate(line.values)
        ]
        for known, part in groupby(points, key=lambda point: point is not None):
            if known:
                marks.append(Line(tuple(point for point in part if point), colour(order), 1.5))
        last = max((index for index, point in enumerate(points) if point), default=-1)
        for index, point in enumerate(points):
            value = line.values[index]
            if point is None or value is None:
                continue
            marks.append(Dot(*point, 2.2, colour(order)))
            if few or index == last:
                marks.append(Word(point[0], point[1] - 5, format_number(value), 8, "middle", colour(order)))
    return marks


def _goal(chart: Chart, scale: Scale, plot: Plot) -> list[Mark]:
    if chart.target is None:
        return []
    y = plot.bottom - scale.share(chart.target) * plot.height
    return [
        Line(((plot.left, y), (plot.right, y)), GOAL, 1.0, dashed=True),
        Word(plot.right, plot.top - 9, _goal_words(chart), _LABEL, "end", GOAL),
    ]


def _across(chart: Chart) -> Drawing:
    scale = scale_for(_values(chart))
    marks, top = _key(chart)
    top += 12 if chart.target is not None else 0
    left = min(WIDTH * 0.42, max(width_of(name) for name in chart.categories) + 8)
    tail = (
        max(width_of(format_number(value), 8) for value in _values(chart)) + 8 if any(_values(chart)) else 20
    )
    each = 12.0
    tall = each * len(chart.series) + 6
    plot = Plot(left, top, WIDTH - left - tail, tall * len(chart.categories))
    zero = plot.left + scale.share(Decimal(0)) * plot.width
    for index, name in enumerate(chart.categories):
        y = plot.top + index * tall
        words = shortened(name, left - 6)
        marks.append(Word(plot.left - 5, y + tall / 2 + 3, words, _LABEL, "end"))
        for order, line in enumerate(chart.series):
            value = line.values[index]
            if value is None:
                continue
            x = plot.left + scale.share(value) * plot.width
            row = y + 3 + order * each
            marks.append(Rect(min(x, zero), row, abs(x - zero), each - 2, colour(order)))
            marks.append(Word(max(x, zero) + 3, row + 8, format_number(value), 8))
    marks.append(Line(((zero, plot.top), (zero, plot.bottom)), INK))
    if chart.target is not None:
        x = plot.left + scale.share(chart.target) * plot.width
        marks.append(Line(((x, plot.top - 3), (x, plot.bottom)), GOAL, 1.0, dashed=True))
        marks.append(Word(x, plot.top - 6, _goal_words(chart), _LABEL, "middle", GOAL))
    return Drawing(WIDTH, plot.bottom + 4, tuple(marks))
