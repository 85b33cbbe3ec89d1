"""Evaluations a second of formulas of ten nodes, beside the same calculation written in Python.

    PYTHONPATH=src python -m benchmarks.formulas [--times 100000]

Needs neither database nor settings. The plain calculation knows nothing of missing values and divides by
whatever it is given; the best of five rounds counts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from tinhso.indicators.formula import compile_formula, parse
from tinhso.indicators.formula.nodes import children

Values = Mapping[str, Any]
VALUES: Values = {"a": Decimal("41.5"), "b": Decimal(65), "c": Decimal(7), "d": Decimal("2.25"), "e": None}
HUNDRED, TWO, ZERO = Decimal(100), Decimal(2), Decimal(0)
FORMULAS: dict[str, Callable[[Values], Any]] = {
    "(a + c) / b * 100 - d / c": lambda v: (v["a"] + v["c"]) / v["b"] * HUNDRED - v["d"] / v["c"],
    "if(b > 0, a / b * 100, 0) + c": lambda v: (v["a"] / v["b"] * HUNDRED if v["b"] > 0 else ZERO) + v["c"],
    "greatest(a, b, e) ^ 2 - least(c, d)": lambda v: (
        max(x for x in (v["a"], v["b"], v["e"]) if x is not None) ** TWO - min(v["c"], v["d"])
    ),
    "a <= b && b * c >= d": lambda v: v["a"] <= v["b"] and v["b"] * v["c"] >= v["d"],
}


def _nodes(tree: Any) -> int:
    return 1 + sum(_nodes(child) for child in children(tree))


def _rate(run: Callable[[Values], Any], times: int) -> float:
    best = 0.0
    for _ in range(5):
        begun = time.perf_counter()
        for _ in range(times):
            run(VALUES)
        best = max(best, times / (time.perf_counter() - begun))
    return best


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.formulas")
    asked.add_argument("--times", type=int, default=100_000)
    times = asked.parse_args().times
    print(f"{'formula':40} {'nodes':>5} {'a second':>10} {'plain':>10} {'ratio':>6} {'parsed/s':>9}")
    for text, plain in FORMULAS.items():
        tree = parse(text)
        run = compile_formula(tree)
        if abs(Decimal(run(VALUES)) - Decimal(plain(VALUES))) > Decimal("1e-20"):
            raise SystemExit(f"{text}: {run(VALUES)} is not {plain(VALUES)}")
        here, there = _rate(run, times), _rate(plain, times)
        read = _rate(lambda _values, text=text: parse(text), times // 20)
        print(
            f"{text:40} {_nodes(tree):>5} {here:>10,.0f} {there:>10,.0f} {here / there:>6.2f} {read:>9,.0f}"
        )


if __name__ == "__main__":
    main()
