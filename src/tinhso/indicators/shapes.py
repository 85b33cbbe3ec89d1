"""Which columns each kind of figure needs, and which of them is the figure itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tinhso.indicators.models import Kind

NEEDED: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        Kind.COUNT: ("value",),
        Kind.RATIO: ("numerator", "denominator"),
        Kind.PERCENT: ("value",),
        Kind.ACTUAL_TARGET: ("actual", "target"),
        Kind.RANK: ("rank",),
        Kind.RANK_CHANGE: ("value",),
        Kind.MONEY: ("value",),
        Kind.ORDINAL: ("value",),
        Kind.PERIOD: ("date_from",),
        Kind.DEADLINE: ("date_to",),
        Kind.DATE: ("date_from",),
        Kind.YES_NO: ("value",),
        Kind.CHOICE: ("value",),
    }
)
"""The columns without which a figure of that kind says nothing."""

NUMBERS: Final = ("value", "numerator", "denominator", "actual", "target", "percent_printed")
WHOLES: Final = ("rank", "of")
DAYS: Final = ("date_from", "date_to")

DONG: Final = frozenset({"đồng", "VND", "VNĐ", "đ"})
"""Units of money in đồng; others are multiples of it."""

WHOLE_KINDS: Final = frozenset(
    {Kind.RATIO, Kind.RANK, Kind.RANK_CHANGE, Kind.ORDINAL, Kind.YES_NO, Kind.CHOICE}
)
"""Kinds that are typed in whole numbers."""
