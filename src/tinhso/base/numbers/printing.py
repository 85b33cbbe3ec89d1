"""Printing numbers the way Vietnamese (or English) readers expect them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from tinhso.base.numbers.rounding import Exact, require_exact, round_half_up

Language = Literal["vi", "en"]

NO_BREAK_SPACE = "\u00a0"
MARKS: dict[Language, tuple[str, str]] = {"vi": (".", ","), "en": (",", ".")}
"""Per language: the sign between groups of three, the sign before decimals."""

_UNITS: dict[Language, tuple[str, str, str]] = {
    "vi": ("đồng", "triệu đồng", "tỷ đồng"),
    "en": ("VND", "million VND", "billion VND"),
}
_MILLION, _BILLION = 10**6, 10**9


def plain(value: Exact, *, lang: Language = "vi") -> str:
    """`value` without groups, with the decimals it has: what one would type. 1680 or 1,68."""
    require_exact(value)
    return _digits(value).replace(".", MARKS[lang][1])


def format_number(value: Exact, places: int | None = None, lang: Language = "vi") -> str:
    """`1.680`, `89,5`; with `places` rounded half up to them, else with the decimals `value` has."""
    require_exact(value)
    group, decimal_mark = MARKS[lang]
    if isinstance(value, int) and not places:
        return f"{value:,}".replace(",", group)
    digits = _digits(value if places is None else round_half_up(value, places))
    whole, _, decimals = digits.lstrip("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", group)
    sign = "-" if digits.startswith("-") else ""
    return sign + grouped + (decimal_mark + decimals if decimals else "")


def _digits(value: Exact) -> str:
    """Plain digits with a point; no exponent, no negative zero."""
    digits = format(Decimal(value), "f")
    return digits.lstrip("-") if not value else digits


def format_percent(value: Exact, places: int | None = None, lang: Language = "vi") -> str:
    """`89,5 %` with a no-break space (English: `89.5%`). `value` is in hundredths already."""
    number = format_number(value, places, lang)
    return f"{number}{NO_BREAK_SPACE}%" if lang == "vi" else f"{number}%"


def _unit(number: str, unit: str) -> str:
    return f"{number} {unit}".replace(" ", NO_BREAK_SPACE)


def format_money(dong: int, lang: Language = "vi") -> str:
    """`1.234.567 đồng`, spaces unbreakable."""
    return _unit(format_number(dong, lang=lang), _UNITS[lang][0])


def format_money_short(dong: int, places: int = 2, lang: Language = "vi") -> str:
    """`536,46 tỷ đồng`, `2,5 triệu đồng`, `900.000 đồng`: at most `places` decimals, none that are zero.

    The unit fits the rounded amount: 999.999.999 is 1 tỷ đồng, never 1.000 triệu đồng.
    """
    in_dong, in_millions, in_billions = _UNITS[lang]
    if abs(dong) < _MILLION:
        return _unit(format_number(dong, lang=lang), in_dong)
    millions = _shortened(dong, _MILLION, places)
    if abs(millions) < _BILLION // _MILLION:
        return _unit(format_number(millions, lang=lang), in_millions)
    return _unit(format_number(_shortened(dong, _BILLION, places), lang=lang), in_billions)


def _shortened(dong: int, unit: int, places: int) -> Decimal:
    """`dong` in `unit`s (a power of ten), rounded once, without trailing zeros."""
    in_units = Decimal(f"{dong}E-{len(str(unit)) - 1}")
    digits = format(round_half_up(in_units, places), "f")
    return Decimal(digits.rstrip("0").rstrip(".") if "." in digits else digits)
