"""How far a value is from what was aimed at: one arithmetic for plans, indicators and their charts. Pure."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tinhso.base.numbers import places_of, round_half_up
from tinhso.indicators.models import Direction


class Reached(StrEnum):
    """What a value makes of an aim (kết quả so với mục tiêu)."""

    EXCEEDED = "exceeded"
    MET = "met"
    NOT_MET = "not_met"


def rounded(value: Fraction, places: int) -> Decimal:
    """Half away from zero, from the exact value."""
    units = int(abs(value) * 10**places + Fraction(1, 2))
    return Decimal(f"{-units if value < 0 else units}E-{places}")


def reached(value: Fraction, due: Decimal, direction: Direction, decimals: int) -> Reached:
    """Exceeded when better than due, met when the same at the printed precision, else not met.

    The precision is that of the indicator, or of the value due where that is written more exactly.
    """
    places = max(decimals, places_of(due.normalize()))
    made, wanted = rounded(value, places), round_half_up(due, places)
    if made == wanted:
        return Reached.MET
    better = made > wanted if direction is Direction.UP else made < wanted
    return Reached.EXCEEDED if better and direction is not Direction.NONE else Reached.NOT_MET


def way_made(value: Fraction, base: Decimal, due: Decimal, direction: Direction) -> Fraction | None:
    """The part of the way from the baseline to the value due that was made (tỷ lệ đạt so với quãng đường);
    None where the value due is no progress over the baseline.
    """
    way = Fraction(due) - Fraction(base)
    if way == 0 or (way > 0) != (direction is Direction.UP):
        return None
    return (value - Fraction(base)) / way
