"""Ranks as SQL's rank() gives them: equals share one, and the next is skipped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def ranks(values: Sequence[Any]) -> list[int]:
    """The rank of each value, the highest first: 9, 8, 8, 7 are 1, 2, 2, 4."""
    first: dict[Any, int] = {}
    for position, value in enumerate(sorted(values, reverse=True), start=1):
        first.setdefault(value, position)
    return [first[value] for value in values]
