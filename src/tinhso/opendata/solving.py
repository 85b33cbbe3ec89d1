"""What somebody who knows all published numbers and all sums can compute. Pure.

Each equation is the unknown part of a sum: `{cell: coefficient}`; what it is equal to does not matter, only
whether the equations together leave one value for a cell. Arithmetic goes modulo a prime of 61 bits, with
coefficients far smaller than it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Final, TypeVar

K = TypeVar("K", bound=Hashable)

_PRIME: Final = 2**61 - 1


def determined(equations: Iterable[Mapping[K, int]]) -> set[K]:
    """The unknowns that the equations leave one value for."""
    rows = [dict(one) for one in equations if one]
    found, rest = _one_by_one(rows)
    for component in _components(rest):
        found |= _of_component(component)
    return found


def _one_by_one(rows: list[dict[K, int]]) -> tuple[set[K], list[dict[K, int]]]:
    """What follows from equations with one unknown, again and again; and the equations left."""
    holding: dict[K, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for key in row:
            holding[key].append(number)
    found: set[K] = set()
    waiting = [number for number, row in enumerate(rows) if len(row) == 1]
    while waiting:
        row = rows[waiting.pop()]
        if len(row) != 1:
            continue
        key = next(iter(row))
        found.add(key)
        for number in holding[key]:
            rows[number].pop(key, None)
            if len(rows[number]) == 1:
                waiting.append(number)
    return found, [row for row in rows if row]


def _components(rows: list[dict[K, int]]) -> Iterable[list[dict[K, int]]]:
    """The equations in groups that share no unknown."""
    above: dict[K, K] = {}

    def top(key: K) -> K:
        while above.setdefault(key, key) != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    for row in rows:
        first, *others = row
        for other in others:
            above[top(other)] = top(first)
    groups: dict[K, list[dict[K, int]]] = defaultdict(list)
    for row in rows:
        groups[top(next(iter(row)))].append(row)
    return groups.values()


def _of_component(rows: list[dict[K, int]]) -> set[K]:
    """Gauss and Jordan: a row of the reduced form that keeps one unknown determines it."""
    reduced: dict[K, dict[K, int]] = {}
    for row in rows:
        left = {key: value % _PRIME for key, value in row.items()}
        for pivot in [key for key in left if key in reduced]:
            _subtract(left, reduced[pivot], left.get(pivot, 0))
        if not left:
            continue
        pivot = next(iter(left))
        inverse = pow(left[pivot], -1, _PRIME)
        fresh = {key: value * inverse % _PRIME for key, value in left.items()}
        for other in reduced.values():
            _subtract(other, fresh, other.get(pivot, 0))
        reduced[pivot] = fresh
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def _subtract(row: dict[K, int], other: Mapping[K, int], times: int) -> None:
    if not times:
        return
    for key, value in other.items():
        left = (row.get(key, 0) - times * value) % _PRIME
        if left:
            row[key] = left
        else:
            row.pop(key, None)
