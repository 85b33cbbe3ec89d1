"""Composite indices: intervals of ranks, exact scores, the cheapest way. `python -m benchmarks.indices`."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from decimal import Decimal

import numpy as np

from tinhso.indices.core import chance
from tinhso.indices.core.gains import Step, cheapest
from tinhso.indices.core.nodes import Edition, Node
from tinhso.indices.core.scoring import Entry, score

ROUNDS = 7
PLACES, NODES = 63, 98


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Best and middle of the rounds."""
    taken = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - started))
    taken.sort()
    return taken[0], taken[ROUNDS // 2]


def main() -> None:
    """Print a row a measurement."""
    chosen = random.Random(20_220_520)
    nodes = tuple(Node(f"n{n}", f"n{n}", points=Decimal(chosen.randint(5, 20))) for n in range(NODES))
    tree = Edition("bench", "1", nodes)
    entries = [
        Entry(str(place), {node.code: Decimal(chosen.randint(0, 10_000)).scaleb(-4) for node in nodes})
        for place in range(PLACES)
    ]
    scored = score(tree, entries)
    weights = np.array([float(node.points) for node in nodes], dtype=np.float32)
    shares = np.array([[float(one) for one in entry.shares.values()] for entry in entries], dtype=np.float32)
    steps = [
        Step(
            node.code,
            Decimal(chosen.randint(1, 2000)).scaleb(-2),
            Decimal(chosen.randint(1, 5000)).scaleb(-2),
        )
        for node in nodes
    ]
    rows: dict[str, Callable[[], object]] = {
        f"{chance.DRAWS} draws over {PLACES} x {NODES}": lambda: chance.simulate(
            weights, shares, 0.5e-4, chance.DRAWS
        ),
        "the same, with the intervals": lambda: chance.intervals(tree, scored, 0.5e-4),
        f"exact scores and ranks of {PLACES} x {NODES}": lambda: score(tree, entries),
        f"cheapest of {NODES} steps for 300 points": lambda: cheapest(steps, Decimal(300)),
    }
    for name, work in rows.items():
        best, middle = milliseconds(work)
        print(f"{name:<48} best {best:7.1f} ms, middle {middle:7.1f} ms")


if __name__ == "__main__":
    main()
