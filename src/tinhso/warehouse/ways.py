"""Ways (đường đi của số liệu) of figures under other boundaries into the units asked about. Pure and exact.

By which share a figure of one unit lies in a unit of another day is said by `indicators.boundaries.pieces`
alone; here its answer is laid out as columns: whose figures of which days flow into which target by which
weight, and how many units ought to tell. That changes on the days of edges that touch the unit and what hangs
together with it, and on no other, so that few days stand for all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import lcm
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from tinhso.indicators.boundaries.pieces import ONE, Edge, Flows, flow, gather
from tinhso.places.models import Level

EVER: Final = date(1, 1, 1)
"""The first day there is: a beginning that was not recorded."""
ALWAYS: Final = date(9999, 12, 31)
LEVELS: Final = tuple(Level)
OWN: Final = 0
"""The rank of what is told of a target itself; then the levels below it, from the top."""

_DAY: Final = timedelta(days=1)
_MOST: Final = 2**62

Ints = NDArray[np.int64]
Goal = tuple[int, int]
"""Number of the target, rank."""
Row = tuple[int, int, int, date, date, Fraction]
"""Origin, target, rank, first and last day, share."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of a place: what of it matters here."""

    id: UUID
    level: str
    path: str
    first: date = EVER
    last: date = ALWAYS

    def is_valid_on(self, day: date) -> bool:
        """Whether it was the unit on `day`."""
        return self.first <= day <= self.last


@dataclass(frozen=True, eq=False)
class Ways:
    """Columns. `origins` and `targets` are keys of places' rows that the numbers in the columns stand for.

    One row of `origin` … `whole` says: a figure of that unit whose period ends from `first` to `last` lies in
    that target by `weight` / `over` of the target, when the target is made of the units of `rank`.
    One row of `made` … `undivided` says: on those days so many units make that target up (`expected`), and
    whether a figure of one of them straddles its edge, so that nothing can be said of it.
    Days are counted as numpy does, from 01/01/1970.
    """

    origins: tuple[UUID, ...]
    targets: tuple[UUID, ...]
    levels: NDArray[np.int8]
    born: Ints
    ended: Ints
    origin: Ints
    target: Ints
    rank: Ints
    first: Ints
    last: Ints
    weight: NDArray[Any]
    whole: NDArray[np.bool_]
    made: Ints
    made_rank: Ints
    made_first: Ints
    made_last: Ints
    expected: Ints
    undivided: NDArray[np.bool_]
    over: NDArray[Any]


def number_of(day: date) -> int:
    """Days since 01/01/1970."""
    return day.toordinal() - _EPOCH


_EPOCH: Final = date(1970, 1, 1).toordinal()


def ways(
    units: Iterable[Unit],
    edges: Iterable[Edge],
    boundaries: date,
    asked: Sequence[UUID],
    told_at: str | None = None,
) -> Ways:
    """The ways of all figures into the units `asked`, which are units of `boundaries`.

    `told_at`: only what is made of units of that level.
    """
    known = {unit.id: unit for unit in units}
    goals = _goals(known, boundaries, asked, told_at)
    laying = _Laying({unit: number for number, unit in enumerate(known)})
    tangled = _tangles(edges)
    for tangle in tangled:
        laying.tangle(tangle, known, goals, boundaries)
    loose = goals.keys() - {unit for tangle in tangled for unit in tangle.units}
    for unit in loose:
        laying.loose(known[unit], goals[unit])
    return laying.laid(known, asked)


def _goals(
    known: Mapping[UUID, Unit], boundaries: date, asked: Sequence[UUID], told_at: str | None
) -> dict[UUID, tuple[Goal, ...]]:
    """Of every unit of that day: the targets that it is, or lies in."""
    paths = {known[one].path: number for number, one in enumerate(asked)}
    own = {one: number for number, one in enumerate(asked)}
    found: dict[UUID, tuple[Goal, ...]] = {}
    for unit in known.values():
        if not unit.is_valid_on(boundaries) or (told_at and unit.level != told_at):
            continue
        goals = [(own[unit.id], OWN)] if unit.id in own else []
        codes = unit.path.split("/")
        rank = LEVELS.index(Level(unit.level)) + 1
        above = ("/".join(codes[:length]) for length in range(1, len(codes)))
        goals += [(paths[path], rank) for path in above if path in paths]
        if goals:
            found[unit.id] = tuple(goals)
    return found


@dataclass(frozen=True)
class _Tangle:
    """Units that hang together over edges."""

    units: tuple[UUID, ...]
    edges: tuple[Edge, ...]

    def days(self, known: Mapping[UUID, Unit]) -> list[tuple[date, date]]:
        """The stretches of days over which nothing of it changes."""
        turns = {edge.on for edge in self.edges}
        for unit in self.units:
            turns.add(known[unit].first)
            if known[unit].last < ALWAYS:
                turns.add(known[unit].last + _DAY)
        starts = sorted({EVER, *turns})
        return [
            (start, after - _DAY) for start, after in zip(starts, [*starts[1:], None], strict=True) if after
        ] + [(starts[-1], ALWAYS)]


def _tangles(edges: Iterable[Edge]) -> list[_Tangle]:
    every = list(edges)
    parent: dict[UUID, UUID] = {}

    def top(unit: UUID) -> UUID:
        parent.setdefault(unit, unit)
        while parent[unit] != unit:
            parent[unit] = parent[parent[unit]]
            unit = parent[unit]
        return unit

    for edge in every:
        parent[top(edge.old)] = top(edge.new)
    units: dict[UUID, list[UUID]] = defaultdict(list)
    inside: dict[UUID, list[Edge]] = defaultdict(list)
    for unit in parent:
        units[top(unit)].append(unit)
    for edge in every:
        inside[top(edge.old)].append(edge)
    return [_Tangle(tuple(units[one]), tuple(inside[one])) for one in units]


class _Laying:
    """Rows on their way into columns."""

    def __init__(self, numbers: Mapping[UUID, int]) -> None:
        self.numbers = numbers
        self.rows: list[Row] = []
        self.steps: dict[Goal, dict[date, tuple[int, int]]] = defaultdict(dict)

    def loose(self, unit: Unit, goals: Iterable[Goal]) -> None:
        """A unit that never changed lies where it lies."""
        for goal in goals:
            self.rows.append((self.numbers[unit.id], *goal, unit.first, unit.last, ONE))
            self._step(goal, unit.first, unit.last, 1, 0)

    def tangle(
        self,
        tangle: _Tangle,
        known: Mapping[UUID, Unit],
        goals: Mapping[UUID, tuple[Goal, ...]],
        boundaries: date,
    ) -> None:
        """Units that changed: by what `pieces` says of each stretch of days."""
        wanted: dict[Goal, set[UUID]] = defaultdict(set)
        for unit in tangle.units:
            for goal in goals.get(unit, ()):
                wanted[goal].add(unit)
        if not wanted:
            return
        open_: dict[tuple[int, int, int], Row] = {}
        for first, last in tangle.days(known):
            origins = [unit for unit in tangle.units if known[unit].is_valid_on(first)]
            if not origins:
                continue
            flows = Flows.of(flow(origins, tangle.edges, first, boundaries))
            for goal, units in wanted.items():
                self._gathered(goal, frozenset(units), flows, (first, last), open_)
        self.rows += open_.values()

    def _gathered(
        self,
        goal: Goal,
        units: frozenset[UUID],
        flows: Flows,
        days: tuple[date, date],
        open_: dict[tuple[int, int, int], Row],
    ) -> None:
        gathered = gather(units, flows)
        if gathered.members or not gathered.is_divisible:
            self._step(goal, *days, len(gathered.members), int(not gathered.is_divisible))
        for member in gathered.members:
            key = (self.numbers[member.unit], *goal)
            before = open_.get(key)
            if before and before[4] + _DAY == days[0] and before[5] == member.inside:
                open_[key] = (*key, before[3], days[1], member.inside)
                continue
            if before:
                self.rows.append(before)
            open_[key] = (*key, *days, member.inside)

    def _step(self, goal: Goal, first: date, last: date, units: int, undivided: int) -> None:
        steps = self.steps[goal]
        for day, sign in ((first, 1), (last + _DAY if last < ALWAYS else None, -1)):
            if day is not None:
                more, apart = steps.get(day, (0, 0))
                steps[day] = (more + sign * units, apart + sign * undivided)

    def _made(self) -> Iterator[tuple[int, int, date, date, int, bool]]:
        for (target, rank), steps in self.steps.items():
            days = sorted(steps)
            units = apart = 0
            open_: tuple[int, int, date, date, int, bool] | None = None
            for day, after in zip(days, [*days[1:], None], strict=True):
                units, apart = units + steps[day][0], apart + steps[day][1]
                last = after - _DAY if after else ALWAYS
                if open_ and (units, bool(apart)) == open_[4:]:
                    open_ = (target, rank, open_[2], last, units, bool(apart))
                    continue
                if open_ and open_[4]:
                    yield open_
                open_ = (target, rank, day, last, units, bool(apart))
            if open_ and open_[4]:
                yield open_

    def laid(self, known: Mapping[UUID, Unit], asked: Sequence[UUID]) -> Ways:
        """All of it as columns."""
        rows, made = self.rows, list(self._made())
        over = [1] * len(asked)
        for row in rows:
            if row[5].denominator != 1:
                over[row[1]] = lcm(over[row[1]], row[5].denominator)
        units = list(known.values())
        return Ways(
            tuple(known), tuple(asked),
            np.array([LEVELS.index(Level(unit.level)) for unit in units], np.int8),
            _days(unit.first for unit in units), _days(unit.last for unit in units),
            _ints(row[0] for row in rows), _ints(row[1] for row in rows), _ints(row[2] for row in rows),
            _days(row[3] for row in rows), _days(row[4] for row in rows),
            _wide([row[5].numerator * (over[row[1]] // row[5].denominator) for row in rows]),
            np.array([row[5] == ONE for row in rows], np.bool_),
            _ints(one[0] for one in made), _ints(one[1] for one in made),
            _days(one[2] for one in made), _days(one[3] for one in made),
            _ints(one[4] for one in made), np.array([one[5] for one in made], np.bool_),
            _wide([over[one[0]] for one in made]),
        )  # fmt: skip


def _ints(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int64)


def _days(days: Iterable[date]) -> Ints:
    return np.fromiter((number_of(day) for day in days), np.int64)


def _wide(numbers: Collection[int]) -> NDArray[Any]:
    """Whole numbers, as Python's own where 64 bits do not hold one of them."""
    return np.array(numbers, np.int64 if all(abs(one) < _MOST for one in numbers) else object)
