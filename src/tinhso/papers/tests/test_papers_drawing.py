"""Charts as marks: from zero, true lengths, gaps for what is missing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.papers.content import Chart, ChartKind, Series
from tinhso.papers.drawing import WIDTH, colour, drawn
from tinhso.papers.marks import Line, Rect, Word, shortened, width_of, wrapped
from tinhso.papers.scale import scale_for
from tinhso.papers.tests import samples

FIGURES = st.decimals(-(10**9), 10**9, places=3)


@given(st.lists(FIGURES, max_size=8))
def test_a_scale_holds_zero_and_every_value(values: list[Decimal]) -> None:
    scale = scale_for(values)
    assert scale.low <= min([Decimal(0), *values]) and max([Decimal(0), *values]) <= scale.high
    assert Decimal(0) in scale.ticks and 2 <= len(scale.ticks) <= 9
    assert all(0 <= scale.share(value) <= 1 for value in values)


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=2, max_size=6), st.sampled_from(["bar", "hbar"]))
def test_bars_are_as_long_as_their_values(values: list[Decimal], kind: ChartKind) -> None:
    chart = Chart(kind, "", tuple(map(str, range(len(values)))), (Series("s", tuple(values)),))
    bars = [mark for mark in drawn(chart).marks if isinstance(mark, Rect) and mark.fill == colour(0)]
    assert len(bars) == len(values)
    most, longest = max(values), max(bar.height if kind == "bar" else bar.width for bar in bars)
    for bar, value in zip(bars, values, strict=True):
        length = bar.height if kind == "bar" else bar.width
        assert length == pytest.approx(longest * float(value / most) if most else 0.0, abs=0.01)


def test_a_missing_figure_leaves_a_gap() -> None:
    lines = [m for m in drawn(samples.CHARTS[2]).marks if isinstance(m, Line) and m.stroke == colour(0)]
    assert [len(line.points) for line in lines] == [3, 8]
    bars = [m for m in drawn(samples.CHARTS[1]).marks if isinstance(m, Rect) and m.fill == colour(0)]
    assert len(bars) == 2


def test_figures_and_target_are_told_in_words() -> None:
    words = {mark.text for mark in drawn(samples.CHARTS[0]).marks if isinstance(mark, Word)}
    assert {"89", "85", "Kế hoạch", "Thực hiện", "Mục tiêu: 90", "Đơn vị: %", "Cấp xã"} <= words


@pytest.mark.parametrize("chart", samples.CHARTS)
def test_nothing_is_drawn_outside(chart: Chart) -> None:
    drawing = drawn(chart)
    for mark in drawing.marks:
        if isinstance(mark, Rect):
            assert mark.x >= 0 and mark.x + mark.width <= WIDTH + 0.01
            assert mark.y >= 0 and mark.y + mark.height <= drawing.height


@given(st.text(max_size=60), st.floats(5, 200))
def test_words_fit_their_room(words: str, room: float) -> None:
    assert width_of(shortened(words, room)) <= max(room, width_of("…"))
    assert len(wrapped(words, room, 3)) <= 3
