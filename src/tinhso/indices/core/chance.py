"""How sure a rank is (khoảng thứ hạng): Monte Carlo over the weights and over what rounding hid.

Every draw moves each weight by up to ±25 % and each share inside the interval that its published decimals
leave open. The generator starts from a fixed number, so the same question has the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tinhso.base.numbers import places_of
from tinhso.indices.core.nodes import Edition
from tinhso.indices.core.scoring import PlaceScore

DRAWS: Final = 10_000
FEWEST: Final = 500
SPREAD: Final = 0.25
LEVEL: Final = 90
"""Percent of the draws inside the interval."""
_WORK: Final = DRAWS * 63 * 98
_RANKS: Final = 2_000_000
"""The most ranks that are kept at once, whatever the number of places."""
_SEED: Final = 20_220_520
_CHUNK: Final = 400_000
"""Numbers that are worked on at once: they stay in the processor's cache."""

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Interval:
    """Best and worst rank of the middle 90 % of the draws, widened to hold the rank itself."""

    low: int
    high: int


def draws_for(places: int, nodes: int) -> int:
    """10,000 draws up to 63 places and 98 nodes; fewer beyond, so that no question takes much longer."""
    return max(FEWEST, min(DRAWS, _WORK // max(places * nodes, 1), _RANKS // max(places, 1)))


def half_width(shares: Sequence[Decimal], least: int = 4) -> float:
    """Half of the last published place: the most decimals met, 4 at least (as the ministry prints)."""
    decimals = max((places_of(share) for share in shares), default=0)
    return 0.5 * 10.0 ** -max(decimals, least)


def intervals(edition: Edition, scores: Sequence[PlaceScore], width: float) -> tuple[list[Interval], int]:
    """The interval of every place's rank, and how many draws it rests on."""
    weights, shares = _matrix(edition, scores)
    count = draws_for(*shares.shape)
    drawn = simulate(weights, shares, width, count)
    tail = (100 - LEVEL) / 2
    low, high = np.percentile(drawn, [tail, 100 - tail], axis=0, method="inverted_cdf")
    found = [
        Interval(min(int(best), row.rank), max(int(worst), row.rank))
        for best, worst, row in zip(low, high, scores, strict=True)
    ]
    return found, count


def _matrix(edition: Edition, scores: Sequence[PlaceScore]) -> tuple[Matrix, Matrix]:
    """Points by node, and shares by place and node: as given where all were given alike, else main ones."""
    columns = [(code, weight) for code, weight, _share in scores[0].basis]
    if any([(code, weight) for code, weight, _s in row.basis] != columns for row in scores[1:]):
        main = [node for node in edition.main if node.scored]
        weights = [float(node.points) for node in main]
        rows = [[float(row.by_node[node.code].share or 0) for node in main] for row in scores]
    else:
        weights = [float(weight) for _code, weight in columns]
        rows = [[float(share) for _code, _weight, share in row.basis] for row in scores]
    return np.array(weights, dtype=np.float32), np.array(rows, dtype=np.float32)


def simulate(weights: Matrix, shares: Matrix, width: float, count: int) -> NDArray[np.int16]:
    """Ranks by draw and place."""
    generator = np.random.Generator(np.random.SFC64(_SEED))
    low = np.clip(shares - width, 0, 1)
    middle = (low + np.clip(shares + width, 0, 1)) / 2
    step = ((middle - low) / 127.5).astype(np.float32)
    places, nodes = shares.shape
    moved = generator.random((count, nodes), dtype=np.float32)
    moved = (moved * (2 * SPREAD) + (1 - SPREAD)) * weights
    values = moved @ middle.T.astype(np.float32)
    at_once = max(1, _CHUNK // (places * nodes))
    for start in range(0, count, at_once):
        some = moved[start : start + at_once]
        noise = np.frombuffer(generator.bytes(len(some) * places * nodes), dtype=np.uint8)
        errors = noise.reshape(len(some), places, nodes).astype(np.float32)
        errors -= np.float32(127.5)
        errors *= step
        values[start : start + at_once] += np.matmul(errors, some[:, :, None])[:, :, 0]
    return _ranked(values)


def _ranked(values: Matrix) -> NDArray[np.int16]:
    """rank() along the rows, the highest first."""
    order = np.argsort(-values, axis=1)
    ordered = np.take_along_axis(values, order, axis=1)
    position = np.arange(1, values.shape[1] + 1, dtype=np.int16)
    fresh = np.ones(values.shape, dtype=bool)
    fresh[:, 1:] = ordered[:, 1:] < ordered[:, :-1]
    ranked = np.maximum.accumulate(np.where(fresh, position, np.int16(0)), axis=1)
    found = np.empty_like(ranked)
    np.put_along_axis(found, order, ranked, axis=1)
    return found
