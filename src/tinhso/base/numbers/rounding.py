"""Exact rounding: a half goes away from zero, as school and statistics do it (ROUND_HALF_UP)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import Final, Literal

Exact = Decimal | int
Verdict = Literal["same", "truncated", "different", "not_computable"]


PER_CENT: Final = 100

_WIDE = Context(prec=120, rounding=ROUND_HALF_UP)
"""Wide enough for every figure that is met; what is wider still is rounded as a fraction."""


def require_exact(value: Exact) -> None:
    """Raise TypeError for a float (it is not what was typed), ValueError for NaN."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"An exact number is a Decimal or an int, not {type(value).__name__}.")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("An exact number is finite.")


def exact(value: Exact) -> Fraction:
    """`value` as a fraction. Raises TypeError for a float, ValueError for NaN."""
    require_exact(value)
    return Fraction(value)


def _scaled(value: Fraction, places: int) -> Fraction:
    if places < 0:
        raise ValueError("Decimal places cannot be negative.")
    scale: int = 10**places
    return value * scale


def _decimal(units: int, places: int) -> Decimal:
    """`units` of the last decimal place, whatever their size: the context's precision plays no part."""
    return Decimal(f"{units}E-{places}")


def _half_up(value: Fraction, places: int) -> Decimal:
    scaled = _scaled(value, places)
    units = int(abs(scaled) + Fraction(1, 2))
    return _decimal(-units if scaled < 0 else units, places)


def _toward_zero(value: Fraction, places: int) -> Decimal:
    return _decimal(int(_scaled(value, places)), places)


def round_half_up(value: Exact, places: int = 0) -> Decimal:
    """`value` with exactly `places` decimals, halves away from zero: 2,5 → 3 and −2,5 → −3."""
    require_exact(value)
    try:
        rounded = Decimal(value).quantize(_decimal(1, places), context=_WIDE)
    except InvalidOperation:
        return _half_up(exact(value), places)
    return rounded or rounded.copy_abs()  # no negative zero


def percent(
    numerator: Exact, denominator: Exact, places: int = 1, factor: Exact = PER_CENT
) -> Decimal | None:
    """`numerator` in hundredths of `denominator`, rounded once from the exact value; None when it is 0.

    Another `factor` tells in something else: 1000 in thousandths, 100000 for so many people.
    """
    over = exact(denominator)
    return _half_up(exact(numerator) * exact(factor) / over, places) if over else None


@dataclass(frozen=True)
class PrintedComparison:
    """A percentage as printed beside the one its numerator and denominator give at the same precision."""

    printed: Decimal
    computed: Decimal | None
    places: int
    verdict: Verdict

    @property
    def agrees(self) -> bool:
        """Whether print and computation say the same."""
        return self.verdict == "same"


def places_of(value: Decimal) -> int:
    """How many decimals `value` was written with: 1 for 89.5, 2 for 89.50, 0 for 90."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def compare_printed(
    printed: Decimal, numerator: Exact, denominator: Exact, factor: Exact = PER_CENT
) -> PrintedComparison:
    """Compare a printed percentage with the exact one, at the precision of the print.

    Verdicts: `same`; `truncated` (the decimals were cut off instead of rounded); `different`;
    `not_computable` (the denominator is 0). Neither value is ever replaced by the other.
    """
    places, over = places_of(printed), exact(denominator)
    if not over:
        return PrintedComparison(printed, None, places, "not_computable")
    value = exact(numerator) * exact(factor) / over
    computed = _half_up(value, places)
    verdict: Verdict = "different"
    if printed == computed:
        verdict = "same"
    elif printed == _toward_zero(value, places):
        verdict = "truncated"
    return PrintedComparison(printed, computed, places, verdict)
