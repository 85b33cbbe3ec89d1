"""What an engine has to do, as plain data: no engine is named here and none is needed to make a plan.

Measures whose figures are made in the same way go through one plan together. A plan says which told periods
make which asked ones, the ways into the places asked about, and by which rules; the rest is the engine's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from tinhso.base.calendar.periods import MONTHS, Period, PeriodKind
from tinhso.indicators.boundaries.over_time import rhythm_of
from tinhso.indicators.derivation.over_time import ORDER, Rhythm, inside
from tinhso.indicators.models import Adding, Indicator, Kind, OverTime
from tinhso.warehouse.questions import Query
from tinhso.warehouse.storage.spoken import KINDS
from tinhso.warehouse.ways import Ways, number_of

SUMMED: Final = frozenset({Kind.COUNT, Kind.MONEY, Kind.RATIO, Kind.PERCENT})
"""Kinds with values that rules add between places; the others stand only for units that did not change."""
TELLING: Final = SUMMED | {
    Kind.ACTUAL_TARGET, Kind.RANK, Kind.RANK_CHANGE, Kind.ORDINAL, Kind.YES_NO, Kind.CHOICE,
}  # fmt: skip
"""Kinds that tell a number at all."""
_THOUSANDTHS: Final = 1000


@dataclass(frozen=True)
class Shape:
    """How figures are made into others; measures of one shape share a plan.

    `adding` between places, `over_time` between periods. `factor`: thousandths of what a ratio is told in
    (100,000: %). `is_both`: sums of values and ratios of sums, in one.
    """

    is_ratio: bool
    adding: Adding
    over_time: OverTime
    factor: int
    rhythm: Rhythm
    is_both: bool = False

    @property
    def is_additive(self) -> bool:
        """Whether it is nothing but sums, of places and of periods alike."""
        sums = (Adding.RATIO_OF_SUMS, OverTime.RATIO_OF_SUMS) if self.is_ratio else (Adding.SUM, OverTime.SUM)
        return (self.adding, self.over_time) == sums

    def added(self) -> Shape:
        """Of sums of values and of sums of ratios together: one reading of the figures does for both."""
        rhythm = replace(self.rhythm, rule=OverTime.SUM)
        return Shape(False, Adding.SUM, OverTime.SUM, _THOUSANDTHS, rhythm, is_both=True)

    @property
    def by_days(self) -> bool:
        """Whether days are its shortest periods."""
        return self.rhythm.frequency is PeriodKind.DAY

    @property
    def longer(self) -> bool:
        """Whether several periods make a longer one by its rule; else only what was told for it speaks."""
        if self.over_time is OverTime.NONE or (self.by_days and self.rhythm.cut_off):
            return False
        pure = self.adding in {Adding.SUM, Adding.RATIO_OF_SUMS, Adding.NONE}
        if self.is_ratio and pure:
            return self.over_time is not OverTime.SUM
        return self.is_ratio or self.over_time is not OverTime.RATIO_OF_SUMS


@dataclass(frozen=True)
class Bases:
    """Columns: the told periods that may speak for each asked one.

    `period` is the number of the asked one. `kind` and `last` day name the told one, `size` is its months (or
    days, by the shape); `is_own`: it is the asked one itself. `month`, `quarter`, `half`: numbers of those
    that it lies in or is; -1: it is longer itself.
    """

    period: NDArray[np.int64]
    kind: NDArray[np.int64]
    last: NDArray[np.int64]
    size: NDArray[np.int64]
    is_own: NDArray[np.bool_]
    month: NDArray[np.int64]
    quarter: NDArray[np.int64]
    half: NDArray[np.int64]

    @property
    def kinds(self) -> frozenset[int]:
        """The kinds of told periods among them."""
        return frozenset(self.kind.tolist())


@dataclass(frozen=True)
class Plan:
    """One thing to do. `measures` are keys of indicators; numbers in columns stand for their places in it.

    `first` to `last`: days on which told periods end. `kinds`: of those kinds only; None: of any. `bases`
    None: every period as it was told.
    """

    shape: Shape
    measures: tuple[UUID, ...]
    ways: Ways
    first: date
    last: date
    kinds: frozenset[int] | None
    bases: Bases | None
    illustrative: bool


def plans(query: Query, rows: Sequence[Indicator], ways: Ways) -> list[tuple[Plan, list[int]]]:
    """What has to be done for those rows, each with the numbers of its measures among `rows`.

    Those that tell no number need nothing done.
    """
    own = {number: shape_of(row) for number, row in enumerate(rows) if row.kind in TELLING}
    sums = {(shape.added(), shape.is_ratio) for shape in own.values() if shape.is_additive}
    shapes: dict[Shape, list[int]] = {}
    for number, shape in own.items():
        added = shape.added()
        shared = shape.is_additive and {(added, False), (added, True)} <= sums
        shapes.setdefault(added if shared else shape, []).append(number)
    found = (
        _plan(query, shape, [rows[number].pk for number in numbers], ways)
        for shape, numbers in shapes.items()
    )
    return list(zip(found, shapes.values(), strict=True))


def shape_of(row: Indicator) -> Shape:
    """How that indicator's figures are made into others, today."""
    rhythm = rhythm_of(row)
    is_ratio = row.kind == Kind.RATIO
    adding = Adding(row.adding) if row.kind in SUMMED else Adding.NONE
    factor = int(row.factor * _THOUSANDTHS) if is_ratio else _THOUSANDTHS
    return Shape(is_ratio, adding, rhythm.rule, factor, rhythm)


def _plan(query: Query, shape: Shape, measures: Iterable[UUID], ways: Ways) -> Plan:
    times = query.times
    keys = tuple(measures)
    if times.kind in {None, PeriodKind.SPAN}:
        kinds = frozenset({KINDS.index(PeriodKind.SPAN)}) if times.kind else None
        return Plan(shape, keys, ways, times.first, times.last, kinds, None, query.illustrative)
    bases, first, last = bases_of(shape, times.periods())
    return Plan(shape, keys, ways, first, last, bases.kinds, bases, query.illustrative)


def bases_of(shape: Shape, asked: Sequence[Period]) -> tuple[Bases, date, date]:
    """The told periods that may speak for those asked, in the shape's own calendar, and their days."""
    rows: list[tuple[int, Period, Period]] = []
    for number, period in enumerate(asked):
        own = shape.rhythm.calendar(period)
        told = inside(own, shape.rhythm.shortest) if shape.longer else iter([own])
        rows += [(number, own, one) for one in told]
    days = [one.end for _number, _own, one in rows]
    bases = Bases(
        _column(number for number, _own, _one in rows),
        _column(KINDS.index(one.kind) for _number, _own, one in rows),
        _column(number_of(day) for day in days),
        _column(_size(shape, one) for _number, _own, one in rows),
        np.array([one == own for _number, own, one in rows], np.bool_),
        *(
            _column(_holder(kind, own, one) for _number, own, one in rows)
            for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF)
        ),
    )
    return bases, min(days, default=date.max), max(days, default=date.min)


def _size(shape: Shape, period: Period) -> int:
    return (period.end - period.start).days + 1 if shape.by_days else MONTHS.get(period.kind, 0)


def _holder(kind: PeriodKind, own: Period, period: Period) -> int:
    """A number for the period of that kind around it, by the asked one's calendar; -1: it is longer."""
    if ORDER.index(period.kind) > ORDER.index(kind):
        return -1
    return number_of(Period.of(kind, period.start, own.cut_off).end)


def _column(numbers: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(numbers, np.int64)
