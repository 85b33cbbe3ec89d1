"""What a map says: one measure, every place, every period of the slider, in classes that stay the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import Period
from tinhso.base.numbers import round_half_up
from tinhso.base.web import wording
from tinhso.exploration import words
from tinhso.exploration.drawn import Ground
from tinhso.exploration.maps.classes import Band, Scale, of_options, scale
from tinhso.exploration.spec import Classes
from tinhso.indicators.models import Direction, Indicator, Kind
from tinhso.places.models import Place

_MOST_DIGITS: Final = 2


class State(StrEnum):
    """What there is to say of one unit: a figure, one with gaps, none, one that cannot be divided."""

    TOLD = "told"
    PARTIAL = "partial"
    MISSING = "missing"
    UNDIVIDED = "undivided"


@dataclass(frozen=True, slots=True)
class Told:
    """One unit in one period. `band` is the number of its class; None: none, or outside the scale."""

    state: State = State.MISSING
    value: Decimal | None = None
    band: int | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """One measure over places and periods. `at` is shown, `against` compared with."""

    ground: Ground
    indicator: Indicator
    numbers: Mapping[tuple[UUID, str], Decimal]
    """Exact numbers of what can be compared, by place and period: each is computed once."""
    periods: Sequence[Period]
    at: Period
    against: Period | None
    scale: Scale
    own_scale: bool
    """Whether the indicator has a scale of its own to choose."""

    @property
    def places(self) -> Sequence[Place]:
        """The units, in Vietnamese order."""
        return self.ground.places

    def named(self, period: Period) -> str:
        """A period in words; one that is not over yet says so."""
        return words.period(period, self.ground.today)

    @cached_property
    def told_in(self) -> dict[str, list[Told]]:
        """Every place in every period of the slider, by the period's code."""
        return {one.code: [self.told(place, one) for place in self.places] for one in self.periods}

    @cached_property
    def shared(self) -> dict[str, str]:
        """The marks that all figures of a period carry, by its code: said once, of the period."""
        found = {}
        for code, row in self.told_in.items():
            marks = {one.marks for one in row if one.value is not None}
            found[code] = "; ".join(marks.pop()) if len(marks) == 1 and len(row) > 1 else ""
        return found

    def noted(self, told: Told, period: Period) -> str:
        """What sets a unit's figure apart from those of the same period."""
        marks = "; ".join(told.marks) if told.state is not State.UNDIVIDED else ""
        return "" if told.value is not None and marks == self.shared[period.code] else marks

    @property
    def shown(self) -> list[Told]:
        """Every place in the shown period."""
        return self.told_in[self.at.code]

    @cached_property
    def most(self) -> Decimal:
        """The largest figure of all periods, whatever its sign: what the largest circle stands for."""
        told = (one.value for row in self.told_in.values() for one in row)
        return max((abs(value) for value in told if value is not None), default=Decimal(0))

    def told(self, place: Place, period: Period) -> Told:
        """What is said of a place in a period."""
        cell = self.ground.answer.cell(self.indicator.code, place.pk, period.code)
        if cell is None:
            return Told()
        if not cell.comparable:
            return Told(State.UNDIVIDED, marks=words.marks(cell))
        number = self.numbers.get((place.pk, period.code))
        if number is None:
            return Told(marks=words.marks(cell))
        value = rounded(self.indicator, number)
        state = State.TOLD if cell.is_complete else State.PARTIAL
        return Told(state, value, self.scale.place(value), words.marks(cell))

    def change(self, place: Place, period: Period) -> Decimal | None:
        """By how much it changed since `against`; None where either is not known."""
        if self.against is None or self.against == period or categories(self.indicator):
            return None
        now, before = (self.numbers.get((place.pk, one.code)) for one in (period, self.against))
        if now is None or before is None:
            return None
        return rounded(self.indicator, now - before)

    def better(self, change: Decimal | None) -> str:
        """`better`, `worse`, `same`, or `neutral` where neither way is better; empty without a change."""
        if change is None:
            return ""
        if not change:
            return "same"
        if self.indicator.direction == Direction.NONE:
            return "neutral"
        return "better" if (change > 0) == (self.indicator.direction == Direction.UP) else "worse"


def grid(ground: Ground) -> Grid | None:
    """The figures of the first measure that can be answered; None where nothing is told."""
    at = ground.at
    if not ground.measures or at is None or not ground.places:
        return None
    periods = list(ground.periods)
    if at not in periods:
        periods = sorted([*periods, at], key=lambda one: (one.end, one.start))
    indicator = ground.measures[0]
    shown = {one.code for one in (*periods, ground.against) if one is not None}
    numbers = {
        (place, period): number
        for (code, place, period), cell in ground.answer
        if code == indicator.code and period in shown and cell.comparable
        if (number := cell.number) is not None
    }
    asked = {place.pk for place in ground.places}
    values = [rounded(indicator, number) for (place, _period), number in numbers.items() if place in asked]
    options = categories(indicator)
    classes = of_options(options) if options else scale(values, ground.spec.classes, indicator.legend)
    own = bool(indicator.legend) and not options
    return Grid(ground, indicator, numbers, periods, at, ground.against, classes, own)


def categories(indicator: Indicator) -> list[dict[str, object]]:
    """The options of a figure that is one of a few; empty for numbers."""
    if indicator.kind == Kind.YES_NO:
        return [{"value": 0, "vi": _("Không")}, {"value": 1, "vi": _("Có")}]
    return list(indicator.options) if indicator.kind == Kind.CHOICE else []


def rounded(indicator: Indicator, number: Decimal) -> Decimal:
    """The number as it is printed, so that classes, circles and sorting follow what is read."""
    return round_half_up(number, _kept(indicator))


def _kept(indicator: Indicator) -> int:
    kept = words.digits(indicator)
    return _MOST_DIGITS if kept is None else kept


def said(grid: Grid, told: Told) -> str:
    """A unit's figure in words: `89,5 %`, `chưa có số liệu`."""
    if told.state is State.UNDIVIDED:
        return _("không so sánh được")
    if told.value is None:
        return _("chưa có số liệu")
    if categories(grid.indicator) and told.band is not None:
        return band_word(grid.scale.bands[told.band])
    printed = words.with_unit(grid.indicator, told.value)
    named = band_word(grid.scale.bands[told.band]) if told.band is not None else ""
    return f"{printed} ({named})" if named else printed


def changed(grid: Grid, change: Decimal | None) -> str:
    """A change in words: `▲ 3,2`, `= 0`."""
    if change is None:
        return wording.NOTHING
    sign = "=" if not change else "▲" if change > 0 else "▼"
    return f"{sign} {words.number(grid.indicator, abs(change))}"


def band_word(band: Band) -> str:
    """The name of a class that has one."""
    if band.word is None:
        return ""
    return str((wording.language() == "en" and band.word.get("en")) or band.word.get("vi") or "")


def band_range(grid: Grid, band: Band) -> str:
    """From where to where a class goes: `80–95`, `≥ 95`, `dưới 80`."""
    low, high = (None if one is None else words.number(grid.indicator, one) for one in (band.low, band.high))
    if low is None:
        return _("dưới %(number)s") % {"number": high}
    if high is None:
        return _("từ %(number)s trở lên") % {"number": low}
    if low == high:
        return low
    if grid.scale.scheme is not Classes.COUNTS and band.open_above:
        return _("từ %(low)s đến dưới %(high)s") % {"low": low, "high": high}
    return f"{low}–{high}"
