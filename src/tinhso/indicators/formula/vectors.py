"""Functions over the values of several periods. What has no value is left out; nothing gives no value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from tinhso.indicators.formula.arithmetic import ONE, WIDE, ZERO, divide, settled

Values = Sequence[Decimal]


def total(values: Values) -> Decimal | None:
    """Their sum."""
    return settled(_sum(values))


def average(values: Values) -> Decimal | None:
    """The arithmetic mean."""
    return divide(_sum(values), Decimal(len(values)))


def deviation(values: Values) -> Decimal | None:
    """The standard deviation of a sample (divided by n - 1); None of fewer than two."""
    if len(values) < 2:
        return None
    mean = WIDE.divide(_sum(values), Decimal(len(values)))
    squares = [WIDE.power(WIDE.subtract(value, mean), 2) for value in values]
    return settled(WIDE.sqrt(WIDE.divide(_sum(squares), Decimal(len(values) - 1))))


def percentile(share: Decimal, values: Values) -> Decimal | None:
    """The value below which that share lies, between two values in proportion; None outside 0–1."""
    if not ZERO <= share <= ONE:
        return None
    ordered = sorted(values)
    at = WIDE.multiply(share, Decimal(len(ordered) - 1))
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    step = WIDE.multiply(WIDE.subtract(ordered[high], ordered[low]), WIDE.subtract(at, Decimal(low)))
    return settled(WIDE.add(ordered[low], step))


def median(values: Values) -> Decimal | None:
    """The middle one, or the mean of the two in the middle."""
    return percentile(Decimal("0.5"), values)


def _sum(values: Values) -> Decimal:
    whole = ZERO
    for value in values:
        whole = WIDE.add(whole, value)
    return whole


OVER: Final[dict[str, Callable[[Values], Decimal | None]]] = {
    "avg": average,
    "sum": total,
    "min": min,
    "max": max,
    "median": median,
    "stddev": deviation,
}
"""Functions of at least one value; `count` also counts none."""
