"""Figures computed from figures: never stored in place of what was printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tinhso.base.numbers import (
    NumberError,
    PrintedComparison,
    compare_printed,
    parse_percent,
    percent,
)
from tinhso.base.web import wording
from tinhso.indicators.models import Kind, Observation

KEPT: Final = 6
"""Decimals of a computed percentage where nothing printed says fewer."""

_PERCENT: Final = re.compile(r"(\d[\d.,]*)\s*%")


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent: 60.0000 is 60."""
    digits = format(value, "f")
    return Decimal(digits.rstrip("0").rstrip(".") if "." in digits else digits)


def percent_computed(figure: Observation, places: int = KEPT) -> Decimal | None:
    """Numerator in hundredths of the denominator, half up; None but for ratios over something."""
    if figure.kind != Kind.RATIO or figure.numerator is None or not figure.denominator:
        return None
    found = percent(figure.numerator, figure.denominator, places)
    return None if found is None else plain(found)


def ratio_computed(figure: Observation, places: int = KEPT) -> Decimal | None:
    """Numerator over denominator in what the indicator is told in (%, ‰, for 100,000); else as above."""
    if figure.kind != Kind.RATIO or figure.numerator is None or not figure.denominator:
        return None
    found = percent(figure.numerator, figure.denominator, places, figure.indicator.factor)
    return None if found is None else plain(found)


def printed_percent(figure: Observation) -> Decimal | None:
    """The printed percentage with the decimals it was printed with: 98,0 % keeps its zero."""
    if figure.percent_printed is None:
        return None
    for digits in _PERCENT.findall(figure.text):
        try:
            typed = parse_percent(digits)
        except NumberError:
            continue
        if typed == figure.percent_printed:
            return typed
    return plain(figure.percent_printed)


def compared(figure: Observation) -> PrintedComparison | None:
    """The printed percentage of a ratio beside the computed one; None where either is missing."""
    printed = printed_percent(figure)
    if figure.kind != Kind.RATIO or printed is None or figure.numerator is None or figure.denominator is None:
        return None
    return compare_printed(printed, figure.numerator, figure.denominator, figure.indicator.factor)


_SIGNS: Final = {1: "", 100: "%", 1000: "‰"}


def sign_of(factor: Decimal) -> str:
    """What stands behind a ratio told in that: %, ‰, nothing for 1, else `/ 100.000`."""
    known = _SIGNS.get(int(factor)) if factor == int(factor) else None
    return f"/ {wording.number(plain(factor))}" if known is None else known


@dataclass(frozen=True)
class Measure:
    """The one number a series is drawn and compared by, in the figure's unit; exact, or to six decimals."""

    value: Decimal | None
    unit: str


def measure(figure: Observation) -> Measure:
    """A ratio as it is told, the actual for pairs, the rank for ranks, else the value; none for times."""
    kind = Kind(figure.kind)
    unit = figure.unit or figure.indicator.unit
    if kind == Kind.RATIO:
        return Measure(ratio_computed(figure), sign_of(figure.indicator.factor))
    if kind == Kind.RANK:
        return Measure(None if figure.rank is None else Decimal(figure.rank), unit)
    if kind == Kind.ACTUAL_TARGET:
        return Measure(None if figure.actual is None else plain(figure.actual), unit)
    return Measure(None if figure.value is None else plain(figure.value), unit)
