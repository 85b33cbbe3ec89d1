"""What a row says as a part of a whole, and what the agencies of a place say together. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, Protocol
from uuid import UUID

from tinhso.indicators.aggregation import CannotAggregate, Part, aggregate
from tinhso.indicators.models import Adding, Kind

COLUMNS: Final = {Kind.ACTUAL_TARGET: "actual", Kind.RANK: "rank"}
"""Where the number of a kind stands when it is not `value`."""


class Numbers(Protocol):
    """The columns of a figure, or of what is being typed."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def numerator(self) -> Decimal | None: ...
    @property
    def denominator(self) -> Decimal | None: ...
    @property
    def actual(self) -> Decimal | None: ...
    @property
    def rank(self) -> int | None: ...


def part_of(kind: str, row: Numbers, factor: Decimal = Decimal(100)) -> Part | None:
    """Numerator and denominator of a ratio, the actual of a pair, the rank, else the value; None: nothing."""
    if kind == Kind.RATIO:
        if row.numerator is None or row.denominator is None:
            return None
        return Part(None, row.numerator, row.denominator, factor)
    told = getattr(row, COLUMNS.get(Kind(kind), "value"))
    return None if told is None else Part(Decimal(told))


def together(adding: str, parts: Sequence[tuple[UUID | None, Part]]) -> Part | None:
    """A place's one figure, the one told for the place itself, else what its agencies say by the rule."""
    whole = [part for agency, part in parts if agency is None] or [part for _agency, part in parts]
    if len(whole) == 1:
        return whole[0]
    try:
        found = aggregate(Adding(adding), whole)
    except CannotAggregate:
        return None
    if found.counted == 0:
        return None
    return Part(found.value, found.numerator, found.denominator, whole[0].factor)
