"""How far a number lies from those before it, measured so that one odd number among them does not matter.

The median and the median of absolute deviations (MAD) stand unmoved until half of the numbers are odd; mean
and standard deviation are carried away by one. 1.4826 makes MAD the standard deviation where numbers are
normal (Iglewicz and Hoaglin, 1993, whose threshold 3.5 is the usual one).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tinhso.indicators.formula.arithmetic import CONTEXT

OF_MEDIAN: Final = Decimal("1.4826")
OF_MEAN: Final = Decimal("1.2533")
"""The same for the mean of absolute deviations, which takes its place where more than half are alike."""
STEADY: Final = Decimal("0.5")
"""Where all earlier numbers are alike nothing measures a deviation: half as much again is one, or half."""


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle one; between two, half way. Raises IndexError for none."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return CONTEXT.divide(CONTEXT.add(ordered[half - 1], ordered[half]), Decimal(2))


@dataclass(frozen=True)
class Spread:
    """Where earlier numbers lie: their middle, and what one deviation is. `steady`: all are alike."""

    middle: Decimal
    deviation: Decimal

    @classmethod
    def of(cls, values: Sequence[Decimal]) -> Spread:
        """MAD; the mean of the deviations where MAD is zero. Raises IndexError for none."""
        middle = median(values)
        away = [abs(CONTEXT.subtract(value, middle)) for value in values]
        if apart := median(away):
            return cls(middle, CONTEXT.multiply(OF_MEDIAN, apart))
        mean = CONTEXT.divide(sum(away, Decimal(0)), Decimal(len(away)))
        return cls(middle, CONTEXT.multiply(OF_MEAN, mean))

    @property
    def steady(self) -> bool:
        """Whether the earlier numbers are all alike."""
        return not self.deviation

    def score(self, value: Decimal) -> Decimal | None:
        """How many deviations `value` is away; None where nothing measures it."""
        if self.steady:
            return None
        return CONTEXT.divide(abs(CONTEXT.subtract(value, self.middle)), self.deviation)

    def beyond(self, value: Decimal, threshold: Decimal, smallest: Decimal = Decimal(0)) -> bool:
        """Whether `value` jumps: compared by multiplication, so that nothing is rounded on the edge."""
        away = abs(CONTEXT.subtract(value, self.middle))
        if not away or away < smallest:
            return False
        if self.steady:
            return away > CONTEXT.multiply(abs(self.middle), STEADY)
        return away > CONTEXT.multiply(threshold, self.deviation)


def usual(values: Sequence[Decimal], spread: Spread, threshold: Decimal) -> tuple[Decimal, Decimal]:
    """The least and the greatest of the earlier numbers that are no jumps themselves."""
    kept = [value for value in values if not spread.beyond(value, threshold)] or list(values)
    return min(kept), max(kept)
