"""One row of a dataset: what is said of one indicator, place and period. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Self

from tinhso.indicators.models import Kind
from tinhso.opendata.suppression import Number
from tinhso.places.models import Place

Key = tuple[str, str, str]
"""Code of the indicator, of the place, of the period."""

_COUNTS = frozenset({Kind.COUNT, Kind.RATIO})


class Status(StrEnum):
    """What a row's numbers are, or why there are none (tình trạng số liệu)."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"
    SUPPRESSED = "suppressed"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True)
class Where:
    """A place as a dataset knows it; `path` are the codes from the country down, its own last."""

    code: str
    level: str
    path: str

    @classmethod
    def of(cls, place: Place) -> Self:
        """A row of the table of places."""
        return cls(place.code, place.level, place.path)


@dataclass(frozen=True)
class Row:
    """`told` of `expected` units went in. Numbers are exact; None where the status says why."""

    indicator: str
    place: Where
    place_name: str
    period: str
    start: date
    end: date
    kind: str
    status: Status
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    told: int | None = None
    expected: int | None = None
    apportioned: bool = False

    @property
    def key(self) -> Key:
        """What it is a row of."""
        return self.indicator, self.place.code, self.period

    @property
    def numbers(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Value, numerator, denominator."""
        return self.value, self.numerator, self.denominator

    def number(self, kind: str) -> Number | None:
        """Its amounts as suppression looks at them, of an indicator of that kind; None without any."""
        if self.numerator is not None and self.denominator is not None:
            top, whole = Fraction(self.numerator), Fraction(self.denominator)
            return Number((top, whole, abs(whole - top)), counts=kind in _COUNTS)
        if self.value is None:
            return None
        return Number((Fraction(self.value),), counts=kind == Kind.COUNT)

    def kept_back(self) -> Row:
        """The row without its numbers, and without what could hint at them."""
        return replace(
            self, status=Status.SUPPRESSED, value=None, numerator=None, denominator=None,
            told=None, expected=None, apportioned=False,
        )  # fmt: skip
