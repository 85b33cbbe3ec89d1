"""The legend: every class with its count, what has no figure, and the sizes of circles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from tinhso.exploration import words
from tinhso.exploration.maps.figures import Grid, band_range, band_word
from tinhso.exploration.maps.marks import radius
from tinhso.exploration.maps.payload import HATCHES, MISSING, OUTSIDE, UNDIVIDED, letter
from tinhso.exploration.maps.rows import Row
from tinhso.exploration.spec import Form

_RINGS: Final = (Decimal(1), Decimal("0.25"))
_DRAWN: Final = 24
"""The radius of the largest circle of the legend, in its own drawing units."""


@dataclass(frozen=True)
class Key:
    """One line of the legend: its letter in the data, how it looks, in words, how many units."""

    letter: str
    tone: str
    text: str
    count: int

    @property
    def hatch(self) -> str:
        """The pattern of what has no class."""
        return HATCHES.get(self.letter, "")


@dataclass(frozen=True)
class Ring:
    """One circle of the legend of circles."""

    radius: str
    y: str
    text: str


def keys(found: Grid, rows: Sequence[Row]) -> list[Key]:
    """The legend: every class, then what has no figure; with how many units are in each."""
    counts = Counter(row.letter for row in rows)
    lines = []
    if found.ground.spec.form is not Form.SYMBOLS:
        for number, band in enumerate(found.scale.bands):
            word, reach = band_word(band), band_range(found, band)
            is_option = band.low is not None and band.low == band.high
            text = f"{word}: {reach}" if word and not is_option else word or reach
            lines.append(Key(str(number), band.tone, text, counts[str(number)]))
    elsewhere = _everywhere(found)
    for one, text in (
        (OUTSIDE, _("ngoài thang")),
        (MISSING, _("chưa có số liệu")),
        (UNDIVIDED, _("không so sánh được")),
    ):
        if elsewhere[one] or one == MISSING:
            lines.append(Key(one, "", text, counts[one]))
    return lines


def _everywhere(found: Grid) -> Mapping[str, int]:
    """How often each letter stands anywhere on the slider: the legend keeps its lines."""
    return Counter(letter(told) for row in found.told_in.values() for told in row)


def rings(found: Grid) -> list[Ring]:
    """Circles of the legend: the largest figure of all periods, and a quarter of it."""
    lines = []
    for part in _RINGS:
        size = radius(found.most * part, found.most, _DRAWN)
        text = words.with_unit(found.indicator, found.most * part)
        lines.append(Ring(f"{size:.1f}", f"{2 * _DRAWN + 1 - size:.1f}", text))
    return lines
