"""The scale of a chart: from zero, in steps people count in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_TICKS: Final = 5


@dataclass(frozen=True)
class Scale:
    """From `low` to `high`, marked every `step`; zero lies within."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        """The marks."""
        count = int((self.high - self.low) / self.step)
        return tuple(self.low + self.step * index for index in range(count + 1))

    def share(self, value: Decimal) -> float:
        """Where `value` lies: 0 at the low end, 1 at the high end."""
        return float((value - self.low) / (self.high - self.low))


def scale_for(values: Iterable[Decimal]) -> Scale:
    """The scale that holds these values and zero in at most six marks or so."""
    known = [Decimal(0), *values]
    low, high = min(known), max(known)
    spread = high - low or Decimal(1)
    raw = spread / _TICKS
    power = Decimal(10) ** raw.adjusted()
    step = next(step * power for step in _STEPS if step * power >= raw)
    first = (low / step).to_integral_value("ROUND_FLOOR") * step
    last = (high / step).to_integral_value("ROUND_CEILING") * step
    return Scale(first, last if last > first else first + step, step)
