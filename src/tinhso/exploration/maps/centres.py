"""Where in a unit its circle, its mark and its number stand: always inside its largest part. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

KEPT: Final = 4096
"""Centres kept a process: paths do not change, and a page asks for the same ones again."""
_RING: Final = re.compile(r"M(-?\d+) (-?\d+)l([-\d ]+)z")

Point = tuple[float, float]


@dataclass(frozen=True)
class Centre:
    """A point inside a unit, in drawing units, and the area of its largest part."""

    x: float
    y: float
    area: float


def _rings(path: str) -> Iterator[list[Point]]:
    for found in _RING.finditer(path):
        x, y = int(found[1]), int(found[2])
        ring: list[Point] = [(x, y)]
        numbers = [int(one) for one in found[3].split()]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        yield [*ring, ring[0]]


def _area(ring: Sequence[Point]) -> float:
    return sum(x * v - u * y for (x, y), (u, v) in pairwise(ring)) / 2


def _centroid(ring: Sequence[Point], area: float) -> Point:
    x = sum((x + u) * (x * v - u * y) for (x, y), (u, v) in pairwise(ring)) / (6 * area)
    y = sum((y + v) * (x * v - u * y) for (x, y), (u, v) in pairwise(ring)) / (6 * area)
    return x, y


def _stretches(ring: Sequence[Point], height: float) -> list[tuple[float, float]]:
    """Where a level line at that height runs inside the ring."""
    crossed = sorted(
        x + (height - y) * (u - x) / (v - y)
        for (x, y), (u, v) in pairwise(ring)
        if (y > height) != (v > height)
    )
    return list(zip(crossed[::2], crossed[1::2], strict=True))


@lru_cache(KEPT)
def centre(path: str) -> Centre:
    """The centroid of the largest ring; if outside, moved along its height into the widest stretch."""
    ring = max(_rings(path), key=lambda one: abs(_area(one)))
    area = _area(ring)
    if not area:
        return Centre(*ring[0], 0)
    x, y = _centroid(ring, area)
    inside = _stretches(ring, y)
    if inside and not any(low <= x <= high for low, high in inside):
        low, high = max(inside, key=lambda one: one[1] - one[0])
        x = (low + high) / 2
    return Centre(x, y, abs(area))
