"""The facts behind a cell as programs read them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from tinhso.base.web import wording
from tinhso.indicators import display
from tinhso.indicators.aggregation import decimal_of
from tinhso.indicators.outputs import SourceOut
from tinhso.indicators.tables import indicator_name
from tinhso.warehouse.answers import Cell
from tinhso.warehouse.facts import Fact, Facts, Missing
from tinhso.warehouse.outputs import text


class FactOut(BaseModel):
    """One observation that went in. `share`: how much of it lies in the place; null: not known."""

    figure: UUID
    indicator: str
    place: str
    place_name: str
    agency: str | None
    agency_name: str | None
    period: str
    period_name: str
    shown: str
    value: str | None
    numerator: str | None
    denominator: str | None
    share: str | None
    source: SourceOut | None
    recorded_at: datetime
    illustrative: bool
    href: str

    @classmethod
    def of(cls, fact: Fact) -> Self:
        """From a fact with its rows."""
        row = fact.observation
        return cls(
            figure=row.pk,
            indicator=row.indicator.code,
            place=row.place.code,
            place_name=row.place.full_name,
            agency=row.agency.code if row.agency else None,
            agency_name=row.agency.name if row.agency else None,
            period=row.period,
            period_name=wording.period(row.period),
            shown=display.show(row).text,
            value=text(_value(fact)),
            numerator=text(row.numerator),
            denominator=text(row.denominator),
            share=None if fact.share is None else text(decimal_of(fact.share)),
            source=SourceOut.of(row),
            recorded_at=row.recorded_at,
            illustrative=row.illustrative,
            href=row.get_absolute_url(),
        )


def _value(fact: Fact) -> Decimal | None:
    row = fact.observation
    told = next((one for one in (row.value, row.actual, row.rank) if one is not None), None)
    return None if told is None else Decimal(told)


class MissingOut(BaseModel):
    """A unit that told nothing of a period."""

    indicator: str
    place: str
    place_name: str
    period: str

    @classmethod
    def of(cls, missing: Missing) -> Self:
        """From a missing unit."""
        return cls(
            indicator=missing.indicator.code,
            place=missing.place.code,
            place_name=missing.place.full_name,
            period=missing.period.code,
        )


class QueryCellOut(BaseModel):
    """The cell itself, as `GET /query` answers it."""

    number: str | None
    told: int
    expected: int
    periods_told: int
    periods_expected: int
    comparable: bool
    apportioned: bool

    @classmethod
    def of(cls, cell: Cell) -> Self:
        """From a cell."""
        return cls(
            number=text(cell.number),
            told=cell.told,
            expected=cell.expected,
            periods_told=cell.periods_told,
            periods_expected=cell.periods_expected,
            comparable=cell.comparable,
            apportioned=cell.apportioned,
        )


class FactsOut(BaseModel):
    """A cell with the observations behind it, the newest first, and who told nothing."""

    measure: str
    measure_name: str
    place: str
    place_name: str
    period: str
    period_name: str
    cell: QueryCellOut | None
    facts: list[FactOut]
    missing: list[MissingOut]

    @classmethod
    def of(cls, found: Facts, cell: Cell | None) -> Self:
        """From the facts and the cell that they make."""
        return cls(
            measure=found.indicator.code,
            measure_name=indicator_name(found.indicator),
            place=found.place.code,
            place_name=found.place.full_name,
            period=found.period.code,
            period_name=wording.period(found.period),
            cell=QueryCellOut.of(cell) if cell else None,
            facts=[FactOut.of(one) for one in found.told],
            missing=[MissingOut.of(one) for one in found.missing],
        )
