"""Cells over columns: nothing is made of a row until somebody asks for its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from math import ceil, floor
from operator import eq, ge, gt, le, lt, ne
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from tinhso.base.calendar.periods import ND_09_2019, Period, PeriodKind
from tinhso.indicators.aggregation import Part
from tinhso.warehouse.answers import At, Cell
from tinhso.warehouse.engines.base import NAMES, Columns, of_columns
from tinhso.warehouse.plans import Shape
from tinhso.warehouse.questions import Condition, Op
from tinhso.warehouse.storage.spoken import KINDS

_COMPARE: Final = MappingProxyType(
    {Op.BELOW: lt, Op.AT_MOST: le, Op.EQUAL: eq, Op.NOT_EQUAL: ne, Op.AT_LEAST: ge, Op.ABOVE: gt}
)
_MONTHS: Final = (0, 1, 3, 6, 12, 0)
"""By the number of a period's kind."""
_THOUSANDTHS: Final = 1000


@dataclass(frozen=True)
class Axes:
    """What the numbers in columns stand for."""

    measures: tuple[str, ...]
    places: tuple[UUID, ...]
    periods: tuple[Period, ...]
    shapes: tuple[Shape, ...]
    """Of the measures."""


class Cells(Mapping[At, Cell]):
    """The cells of an answer."""

    def __init__(self, axes: Axes, columns: Columns) -> None:
        self._axes = axes
        self._columns = columns

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that cells may be of, oldest first."""
        return self._axes.periods

    def __len__(self) -> int:
        return len(self._columns)

    def __iter__(self) -> Iterator[At]:
        columns, axes = self._columns, self._axes
        codes = [period.code for period in axes.periods]
        rows = zip(columns.measure.tolist(), columns.place.tolist(), columns.period.tolist(), strict=True)
        for measure, place, period in rows:
            yield axes.measures[measure], axes.places[place], codes[period]

    def __getitem__(self, at: At) -> Cell:
        try:
            key = self._key(*(known[name] for known, name in zip(self._numbers, at, strict=True)))
        except (KeyError, ValueError, TypeError):
            raise KeyError(at) from None
        keys, order = self._sorted
        found = int(np.searchsorted(keys, key))
        if found >= len(keys) or keys[found] != key:
            raise KeyError(at)
        return self.row(int(order[found]))

    def row(self, number: int) -> Cell:
        """The cell of that row of the columns."""
        return _cell(self._columns, number, self._axes)

    def _key(self, measure: Any, place: Any, period: Any) -> Any:
        return (measure * len(self._axes.places) + place) * len(self._axes.periods) + period

    @cached_property
    def _numbers(self) -> tuple[dict[Any, int], ...]:
        axes = self._axes
        names = (axes.measures, axes.places, [period.code for period in axes.periods])
        return tuple({name: number for number, name in enumerate(one)} for one in names)

    @cached_property
    def _sorted(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        keys = self._key(self._columns.measure, self._columns.place, self._columns.period)
        order = np.argsort(keys, kind="stable")
        return keys[order], order

    def standing(self, conditions: Sequence[Condition]) -> Cells:
        """Only those of places and periods that meet all conditions."""
        if not conditions:
            return self
        columns, axes = self._columns, self._axes
        at = columns.place * len(axes.periods) + columns.period
        stand = np.ones(len(columns), np.bool_)
        for one in conditions:
            rows = np.flatnonzero(columns.measure == _index(axes.measures, one.measure))
            stand &= np.isin(at, at[rows[_holding(columns, rows, axes, one)]])
        return Cells(axes, taken(columns, stand))


def _index(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else -1


def taken(columns: Columns, rows: NDArray[Any]) -> Columns:
    """Some of the rows."""
    return of_columns({name: getattr(columns, name)[rows] for name in NAMES})


def _holding(columns: Columns, rows: NDArray[Any], axes: Axes, condition: Condition) -> NDArray[np.bool_]:
    """Which of the rows have a number that compares so."""
    return np.array([compares(_cell(columns, row, axes), condition) for row in rows.tolist()], np.bool_)


def compares(cell: Cell | None, condition: Condition) -> bool:
    """Whether its number meets the condition; no number never does."""
    number = cell.number if cell else None
    return number is not None and bool(_COMPARE[condition.op](number, condition.number))


def _cell(columns: Columns, row: int, axes: Axes) -> Cell:
    shape = axes.shapes[int(columns.measure[row])]
    comparable = bool(columns.comparable[row])
    told, expected = _units(int(columns.told[row]), int(columns.expected[row]), int(columns.used[row]))
    periods = _periods(columns, row, axes, shape)
    return Cell(
        _part(columns, row, shape) if comparable else None,
        told,
        expected,
        *periods,
        comparable=comparable,
        apportioned=bool(columns.apportioned[row]),
        illustrative=bool(columns.illustrative[row]),
    )


def _part(columns: Columns, row: int, shape: Shape) -> Part | None:
    scale = int(columns.scale[row])
    value, above, below = (
        None if one[row] is np.ma.masked else _decimal(int(one[row]), scale)
        for one in (columns.value, columns.numerator, columns.denominator)
    )
    if value is None and above is None:
        return None
    return Part(value, above, below, Decimal(shape.factor) / _THOUSANDTHS)


def _decimal(number: int, scale: int) -> Decimal:
    """Without trailing zeros, as `decimal_of` gives it."""
    while scale and number % 10 == 0:
        number, scale = number // 10, scale - 1
    return Decimal(number).scaleb(-scale) if scale else Decimal(number)


def _units(told: int, expected: int, used: int) -> tuple[int, int]:
    """Of several periods: on average, and never whole where anything is missing."""
    if used <= 1:
        return told, expected
    if told == expected:
        return ceil(expected / used), ceil(expected / used)
    return floor(told / used), ceil(expected / used)


def _periods(columns: Columns, row: int, axes: Axes, shape: Shape) -> tuple[int, int]:
    if columns.is_own[row] or not columns.used[row]:
        return 1, 1
    period = axes.periods[int(columns.period[row])]
    frequency = shape.rhythm.frequency
    base = KINDS.index(frequency) if frequency else int(columns.base[row])
    size = int(columns.size[row])
    own = shape.rhythm.calendar(period)
    if shape.by_days:
        return size, (own.end - own.start).days + 1
    return size // _MONTHS[base], _MONTHS[KINDS.index(own.kind)] // _MONTHS[base]


def told_periods(columns: Columns) -> tuple[Columns, tuple[Period, ...]]:
    """The columns with their told periods numbered, oldest first."""
    named = np.stack([columns.last, columns.first, columns.kind])
    found, number = np.unique(named, axis=1, return_inverse=True)
    periods = tuple(_period(*triple) for triple in found.T.tolist())
    return replace(columns, period=number.reshape(-1).astype(np.int64)), periods


def _period(last: int, first: int, kind: int) -> Period:
    start, end = (np.datetime64(day, "D").astype(object) for day in (first, last))
    named = KINDS[kind]
    if named is PeriodKind.SPAN:
        return Period.span(start.year, end.year)
    period = Period.of(named, end)
    return period if (period.start, period.end) == (start, end) else Period.of(named, end, ND_09_2019)
