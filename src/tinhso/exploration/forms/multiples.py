"""Small multiples (nhiều biểu đồ nhỏ): one small chart a place, all on one scale, from the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.exploration import looking, words
from tinhso.exploration.changes import change
from tinhso.exploration.drawn import Ground, Made
from tinhso.exploration.forms import series
from tinhso.exploration.sheets import Item
from tinhso.indicators.charting import REFORM
from tinhso.indicators.models import Indicator
from tinhso.indicators.tables import indicator_name
from tinhso.places.models import Place

WIDE, TALL, PAD = 200, 72, 6
_ACROSS: Final = 4
_CELL: Final = (236, 128)
COMPACT: Final = 8
MOST: Final = 240


@dataclass(frozen=True)
class Small:
    """One small chart: its place and measure, the drawing, the newest figure and what changed."""

    name: str
    svg: SafeString
    last: Item
    change: Item


@dataclass(frozen=True)
class Scale:
    """The scale that all charts of a measure share."""

    low: Decimal
    high: Decimal

    def y(self, number: Decimal) -> float:
        """Where a number stands, from the top."""
        reach = (self.high - self.low) or Decimal(1)
        return PAD + float((self.high - number) / reach) * (TALL - 2 * PAD)


def make(ground: Ground) -> Made:
    """A chart a place and measure; the greatest newest figure first."""
    places = series.by_value(ground, ground.measures[0], ground.at) if ground.at else list(ground.places)
    shown = places[: COMPACT if ground.compact else MOST]
    scales = {row.code: _scale(ground, row) for row in ground.measures}
    smalls = [_small(ground, row, place, scales[row.code]) for place in shown for row in ground.measures]
    sheet = series.sheet_of_places(ground, places, ground.periods)
    first = ground.measures[0]
    scale = scales[first.code]
    context = {
        "sheet": sheet,
        "smalls": smalls,
        "height": -(-len(smalls) // _ACROSS) * _CELL[1],
        "low": words.with_unit(first, scale.low),
        "high": words.with_unit(first, scale.high),
        "first": wording.period(ground.periods[0]),
        "last": wording.period(ground.periods[-1]),
    }
    notes = () if len(shown) == len(places) else (_many(len(shown), len(places)),)
    return Made(
        "exploration/forms/multiples.html", context, sheet.table, sheet.lines,
        (*notes, *series.incomplete(sheet)), svg=_together(smalls),
    )  # fmt: skip


def _many(shown: int, every: int) -> str:
    return _("Vẽ %(drawn)d trong %(every)d địa bàn; bảng có đủ.") % {"drawn": shown, "every": every}


def _scale(ground: Ground, measure: Indicator) -> Scale:
    """From zero where nothing is negative."""
    told = [
        number
        for place in ground.places
        for period in ground.periods
        if (number := looking.number(ground, measure, place, period)) is not None
    ]
    return Scale(min([Decimal(0), *told]), max([Decimal(0), *told]))


def _small(ground: Ground, measure: Indicator, place: Place, scale: Scale) -> Small:
    items = [looking.item(ground, measure, place, period) for period in ground.periods]
    told = [item for item in items if isinstance(item.value, Decimal)]
    last = told[-1] if told else Item()
    first = series.value_of(told[0]) if told else None
    moved = change(measure, first, series.value_of(last))
    name = place.full_name if len(ground.measures) == 1 else f"{place.full_name} · {indicator_name(measure)}"
    drawing = _drawing(ground, [series.value_of(item) for item in items], scale, f"{name}: {last.text}")
    return Small(name, drawing, last, moved.item if moved and len(told) > 1 else Item(text=""))


def _drawing(ground: Ground, values: Sequence[Decimal | None], scale: Scale, label: str) -> SafeString:
    step = (WIDE - 2 * PAD) / max(1, len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((PAD + index * step, scale.y(value)))
    lines = format_html_join(
        "",
        '<polyline class="draw__line" fill="none" stroke="#1457b4" stroke-width="2" points="{}"></polyline>',
        ((" ".join(f"{x:.1f},{y:.1f}" for x, y in run),) for run in runs if len(run) > 1),
    )
    dots = format_html_join(
        "",
        '<circle class="draw__dot" fill="#1457b4" cx="{}" cy="{}" r="2.5"></circle>',
        ((f"{run[at][0]:.1f}", f"{run[at][1]:.1f}") for run in runs if run for at in {0, len(run) - 1}),
    )
    zero = f"{scale.y(max(scale.low, Decimal(0))):.1f}"
    return format_html(
        '<svg class="draw draw--small" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img"'
        ' aria-label="{2}">'
        '<line class="draw__axis" stroke="#c5ccd5" x1="{3}" x2="{4}" y1="{5}" y2="{5}"></line>'
        "{6}{7}{8}</svg>",
        WIDE, TALL, label, PAD, WIDE - PAD, zero, _reform(ground, step), lines, dots,
    )  # fmt: skip


def _reform(ground: Ground, step: float) -> SafeString:
    """The reform of 2025 as a fine line at the first period that reaches beyond it."""
    after = next((index for index, one in enumerate(ground.periods) if one.end >= REFORM), 0)
    if not after:
        return SafeString()
    return format_html(
        '<line class="draw__reform" stroke="#838e9c" stroke-dasharray="3 3" x1="{0}" x2="{0}" y1="0"'
        ' y2="{1}"></line>',
        f"{PAD + after * step:.1f}", TALL,
    )  # fmt: skip


def _together(smalls: Sequence[Small]) -> str:
    """All of them on one sheet, for the picture."""
    wide, tall = _CELL
    return format_html_join(
        "",
        '<g transform="translate({} {})"><text x="0" y="14" font-weight="600" font-size="12">{}</text>'
        '<text x="0" y="30" font-size="12" fill="#556170">{} {}</text>'
        '<g transform="translate(0 36)">{}</g></g>',
        (
            (
                16 + index % _ACROSS * wide,
                index // _ACROSS * tall,
                one.name[:34],
                one.last.text,
                one.change.text,
                one.svg,
            )
            for index, one in enumerate(smalls)
        ),
    )
