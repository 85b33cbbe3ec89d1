"""Exact numbers: reading, printing, rounding and comparing them without a guess or a float."""

from tinhso.base.numbers.errors import AmbiguousNumber, NotANumber, NumberError
from tinhso.base.numbers.printing import (
    Language,
    format_money,
    format_money_short,
    format_number,
    format_percent,
    plain,
)
from tinhso.base.numbers.quantities import Ratio, parse_money, parse_ratio
from tinhso.base.numbers.reading import Expects, parse_integer, parse_number, parse_percent, precision_of
from tinhso.base.numbers.rounding import (
    Exact,
    PrintedComparison,
    Verdict,
    compare_printed,
    percent,
    places_of,
    round_half_up,
)

__all__ = [
    "AmbiguousNumber",
    "Exact",
    "Expects",
    "Language",
    "NotANumber",
    "NumberError",
    "PrintedComparison",
    "Ratio",
    "Verdict",
    "compare_printed",
    "format_money",
    "format_money_short",
    "format_number",
    "format_percent",
    "parse_integer",
    "parse_money",
    "parse_number",
    "parse_percent",
    "parse_ratio",
    "percent",
    "places_of",
    "plain",
    "precision_of",
    "round_half_up",
]
