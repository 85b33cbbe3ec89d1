"""Keeping small numbers back so that they cannot be computed from what is published (che số nhỏ). Pure.

Primary: a count above 0 and below the threshold; of a ratio the numerator, the denominator and what is left
of it. Secondary: further cells, until no cell kept back follows from the sums among the published ones, and
no sum of cells kept back that does follow is itself small. What an earlier version showed, unchanged, is
taken as known; what it kept back stays back, and its sums are held against those of today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, TypeVar

from tinhso.opendata.solving import determined

K = TypeVar("K", bound=Hashable)
Amounts = tuple[Fraction, ...]


@dataclass(frozen=True)
class Number:
    """What stands in a cell: a value, or numerator, denominator and what is left of it.

    `counts`: these are counts, so a small one is kept back; rates, averages and money are not.
    """

    amounts: Amounts
    counts: bool = True

    def is_small(self, threshold: int) -> bool:
        """Whether any of its counts lies above 0 and below the threshold."""
        return self.counts and any(0 < one < threshold for one in self.amounts)


@dataclass(frozen=True)
class Sum(Generic[K]):
    """`times` × the whole is the sum of its parts; an average over three parts has `times` 3.

    `times` -1: whole and parts are alike, and everybody knows what the first amounts of all make together.
    """

    whole: K
    parts: tuple[K, ...]
    times: int = 1

    def says_something(self, there: Container[K]) -> bool:
        """Whether the whole and any part of it are there."""
        return self.whole in there and any(part in there for part in self.parts)

    @property
    def terms(self) -> Iterator[tuple[K, int]]:
        """Every cell with its coefficient."""
        yield self.whole, -self.times
        for part in self.parts:
            yield part, 1


@dataclass(frozen=True)
class Earlier(Generic[K]):
    """What an earlier version said: cells shown, cells kept back, and the sums among them."""

    shown: Mapping[K, Amounts]
    hidden: frozenset[K]
    sums: Sequence[Sum[K]] = ()


@dataclass(frozen=True)
class Suppressed(Generic[K]):
    """The cells to keep back.

    `disclosed` are small and stood in an earlier version as they are: they are kept back from now on, which
    makes nothing unknown again. `exposed` could not be protected by keeping back more.
    """

    primary: frozenset[K]
    secondary: frozenset[K]
    disclosed: frozenset[K] = frozenset()
    exposed: frozenset[K] = frozenset()

    @property
    def hidden(self) -> frozenset[K]:
        """All of them."""
        return self.primary | self.secondary


def suppress(
    cells: Mapping[K, Number], sums: Sequence[Sum[K]], threshold: int, earlier: Earlier[K] | None = None
) -> Suppressed[K]:
    """Which cells to keep back. `sums` may name cells that are not there: those say nothing.

    The same question has the same answer: ties fall by the order of `cells`.
    """
    before = earlier or Earlier({}, frozenset())
    primary = {key for key, number in cells.items() if number.is_small(threshold)}
    known = {key for key, amounts in before.shown.items() if key in cells and cells[key].amounts == amounts}
    table = _Table(cells, sums, threshold, before, frozenset(known))
    for key in cells:
        if key in primary or key in before.hidden:
            table.hide(key)
    if table.hidden:
        table.protect()
    exposed = table.exposed() if table.hidden else set()
    return Suppressed(
        frozenset(primary),
        frozenset(table.hidden - primary),
        frozenset(primary & known),
        frozenset(exposed & table.hidden),
    )


@dataclass
class _Table(Generic[K]):
    """The work under way."""

    cells: Mapping[K, Number]
    sums: Sequence[Sum[K]]
    threshold: int
    before: Earlier[K]
    known: frozenset[K]
    hidden: set[K] = field(default_factory=set)
    unknown: list[set[K]] = field(init=False)
    holding: dict[K, list[int]] = field(init=False)
    place: dict[K, int] = field(init=False)
    then: Sequence[Sum[K]] = field(init=False)
    held: dict[K, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.sums = [one for one in self.sums if one.says_something(self.cells)]
        there = self.before.shown.keys() | self.before.hidden
        self.then = [one for one in self.before.sums if one.says_something(there)]
        self.unknown = [set() for _one in self.sums]
        self.holding = defaultdict(list)
        for number, one in enumerate(self.sums):
            for key, _times in one.terms:
                if key in self.cells:
                    self.holding[key].append(number)
        self.held = defaultdict(list)
        for number, one in enumerate(self.then):
            for key, _times in one.terms:
                if key in self.before.hidden:
                    self.held[key].append(number)
        self.place = {key: number for number, key in enumerate(self.cells)}

    def hide(self, key: K) -> None:
        """Keep a cell back; one that is known already stays known."""
        self.hidden.add(key)
        if key not in self.known:
            for number in self.holding[key]:
                self.unknown[number].add(key)

    def protect(self) -> None:
        """Keep back more until nothing follows, or nothing is left to keep back."""
        helpless: set[object] = set()
        while True:
            if sum(self._in_sum(number, helpless) for number in range(len(self.sums))):
                continue
            fresh = [key for key in self._ordered(self.exposed()) if key not in helpless]
            if not fresh:
                return
            for key in fresh:
                if not self._beside(key):
                    helpless.add(key)

    def exposed(self) -> set[K]:
        """Cells kept back that follow from all that is published, today and before."""
        now = (
            {key: times for key, times in one.terms if key in unknown}
            for one, unknown in zip(self.sums, self.unknown, strict=True)
            if unknown
        )
        then = ({key: times for key, times in one.terms if key in self.before.hidden} for one in self.then)
        return determined([*now, *then])

    def _in_sum(self, number: int, helpless: set[object]) -> bool:
        """Whether one more cell of that sum was kept back, because what is kept back of it is too little."""
        if number in helpless or not self._is_thin(number):
            return False
        if self._one_more(number):
            return True
        helpless.add(number)
        return False

    def _is_thin(self, number: int) -> bool:
        one, unknown = self.sums[number], self.unknown[number]
        if not unknown:
            return False
        if len(unknown) == 1:
            return True
        if one.times > 1 or (one.times == 1 and one.whole in unknown):
            return False
        told = [self.cells[key] for key in unknown]
        width = min(len(each.amounts) for each in told) if one.times == 1 else 1
        totals = [sum((each.amounts[at] for each in told), Fraction(0)) for at in range(width)]
        return all(each.counts for each in told) and any(0 < total < self.threshold for total in totals)

    def _beside(self, key: K) -> bool:
        """Whether one more cell was kept back in the sums of `key`, else in those of cells they lead to."""
        seen, layer = {key}, [key]
        while layer:
            if any(self._one_more(number) for one in layer for number in self.holding.get(one, ())):
                return True
            following = dict.fromkeys(other for one in layer for other in self._beyond(one))
            layer = [one for one in following if one not in seen]
            seen |= following.keys()
        return False

    def _beyond(self, key: K) -> Iterator[K]:
        """Cells kept back that share a sum with `key`, today or before."""
        for number in self.holding.get(key, ()):
            yield from (other for other, _times in self.sums[number].terms if other in self.unknown[number])
        for number in self.held.get(key, ()):
            yield from (other for other, _times in self.then[number].terms if other in self.before.hidden)

    def _one_more(self, number: int) -> bool:
        one = self.sums[number]
        free = [
            key
            for key, _times in one.terms
            if key in self.cells and key not in self.hidden and key not in self.known
        ]
        if not free:
            return False
        self.hide(min(free, key=lambda key: self._cost(key, whole=key == one.whole)))
        return True

    def _cost(self, key: K, *, whole: bool) -> tuple[int, bool, bool, Fraction, int]:
        """Least first: opens few other sums, is no total, is not zero, is small."""
        opens = sum(not self.unknown[number] for number in self.holding[key])
        size = max((abs(one) for one in self.cells[key].amounts), default=Fraction(0))
        return opens, whole, size == 0, size, self.place[key]

    def _ordered(self, keys: set[K]) -> list[K]:
        return sorted(keys, key=lambda key: self.place.get(key, len(self.place)))
