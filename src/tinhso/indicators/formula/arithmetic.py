"""Exact numbers with 34 digits (as IEEE 754 decimal128 keeps them); what has no result is None, never NaN."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

DIGITS: Final = 34
LIMIT: Final = 999
"""Numbers reach to 10^1000; what would be larger is no value."""


def _context(digits: int, limit: int) -> Context:
    return Context(prec=digits, rounding=ROUND_HALF_UP, Emin=-limit, Emax=limit, traps=[], clamp=0)


CONTEXT: Final = _context(DIGITS, LIMIT)
WIDE: Final = _context(DIGITS + 12, LIMIT * 4)
"""For steps inside one function: its result is rounded once."""
WHOLE: Final = _context(4 * LIMIT, LIMIT * 4)
"""Wide enough to divide any two numbers with remainder."""

_plus = CONTEXT.plus
ZERO, ONE = Decimal(0), Decimal(1)


def in_range(value: Decimal) -> bool:
    """Whether a number can be calculated with."""
    return value.is_finite() and (not value or -LIMIT <= value.adjusted() <= LIMIT)


def settled(value: Decimal) -> Decimal | None:
    """A result rounded to the digits that are kept; None for what is no number."""
    rounded = _plus(value)
    return rounded if rounded.is_finite() else None


def divide(left: Decimal, right: Decimal) -> Decimal | None:
    """None by zero."""
    if not right:
        return None
    result = CONTEXT.divide(left, right)
    return result if result.is_finite() else None


def remainder(left: Decimal, right: Decimal) -> Decimal | None:
    """With the sign of the dividend; None by zero."""
    if not right:
        return None
    result = CONTEXT.remainder(left, right)
    return result if result.is_finite() else settled(WHOLE.remainder(left, right))


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """`0^0` is 1; None for a negative power of zero and for a fractional power of a negative number."""
    if not exponent:
        return ONE
    if not base:
        return ZERO if exponent > 0 else None
    if base < 0 and exponent != exponent.to_integral_value():
        return None
    return settled(WIDE.power(base, exponent))


def logarithm(value: Decimal, base: Decimal | None = None) -> Decimal | None:
    """Natural, or to `base`. None for what is not positive, and for the base 1."""
    if value <= 0:
        return None
    if base is None:
        return CONTEXT.ln(value)
    if base <= 0 or base == 1:
        return None
    return settled(WIDE.divide(WIDE.ln(value), WIDE.ln(base)))


def logarithm10(value: Decimal) -> Decimal | None:
    """To the base 10."""
    return CONTEXT.log10(value) if value > 0 else None
