"""Figures under other boundaries as the API and the tables tell them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from tinhso.base.calendar.periods import PeriodKind
from tinhso.indicators.aggregation import decimal_of
from tinhso.indicators.boundaries.flowed import Contribution, Flowed, Input
from tinhso.indicators.boundaries.over_time import worst
from tinhso.indicators.boundaries.pieces import WHOLE
from tinhso.indicators.boundaries.readings import Amount, How, Why
from tinhso.indicators.models import OverTime
from tinhso.indicators.outputs import SourceOut
from tinhso.places.models import Basis, Level

SAME = "same"


def basis_of(member: Contribution) -> str:
    """What the share was taken from: `same` unit, `whole`, a stated basis, `rest`; `none` where unknown."""
    if member.grouped > member.inside:
        return str(Basis.NONE)
    stated = sorted(member.bases - {WHOLE, str(Basis.NONE)})
    return "+".join(stated) or (WHOLE if member.bases else SAME)


def percent_of(amount: Amount | None, factor: Decimal = Decimal(100)) -> Decimal | None:
    """Numerator in hundredths of the denominator (or by `factor`), to six decimals; None without one."""
    if amount is None or amount.numerator is None or not amount.denominator:
        return None
    return decimal_of(amount.numerator * Fraction(factor) / amount.denominator)


class AmountOut(BaseModel):
    """An undivided total: a value, or numerator and denominator."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None

    @classmethod
    def of(cls, amount: Amount | None) -> Self | None:
        """None where there is none."""
        if amount is None:
            return None
        value, numerator, denominator = amount.decimals()
        return cls(value=value, numerator=numerator, denominator=denominator)


class PlacePart(BaseModel):
    """A unit as it was on the figure's own date, and how much of its figure lies in the place asked.

    `share` null: not known. The values are the unit's own, undivided; all null where it has no figure.
    """

    place: str
    place_name: str
    share: Decimal | None
    basis: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    text: str
    source: SourceOut | None
    href: str | None

    @classmethod
    def of(cls, member: Contribution) -> Self:
        """From a contribution."""
        part, only = member.part, member.figures[0] if len(member.figures) == 1 else None
        known = member.grouped == member.inside
        return cls(
            place=member.unit.code,
            place_name=member.unit.full_name,
            share=decimal_of(member.inside) if known else None,
            basis=basis_of(member),
            value=_plain(part.value if part else None),
            numerator=_plain(part.numerator if part else None),
            denominator=_plain(part.denominator if part else None),
            text=only.text if only else "",
            source=SourceOut.of(only) if only else None,
            href=only.get_absolute_url() if only else None,
        )


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else decimal_of(Fraction(value))


class UnitOut(BaseModel):
    """A unit by code and name."""

    place: str
    place_name: str


class GapOut(BaseModel):
    """What an input lacks: `told` of `expected` shorter periods were told; `how` not comparable says why."""

    indicator: str
    period: str
    told: int
    expected: int


class InputOut(BaseModel):
    """What a calculated figure is made of: `key` as the formula names it, the figures by id.

    `value` is a number, true or false, or the list of several periods; null: none.
    """

    key: str
    name: str
    value: Decimal | bool | str | list[Decimal | None] | None
    periods: list[str]
    how: How | None = Field(description="The least of its readings; null where nothing was told")
    gaps: list[GapOut]
    figures: list[UUID]

    @classmethod
    def of(cls, given: Input) -> Self:
        """From an input with its readings."""
        value = list(given.value) if isinstance(given.value, tuple) else given.value
        return cls(
            key=given.key,
            name=given.name,
            value=value,
            periods=list(given.periods),
            how=worst(given.flowed) if given.flowed else None,
            gaps=[
                GapOut(indicator=gap.code, period=gap.period, told=gap.told, expected=gap.expected)
                for gap in given.gaps
            ],
            figures=list(dict.fromkeys(figure.pk for figure in given.figures)),
        )


class OverTimeOut(BaseModel):
    """A figure made of shorter periods: `told` of `expected` periods of the kind `each`, by `rule`."""

    rule: OverTime
    each: PeriodKind
    told: int
    expected: int
    is_complete: bool

    @classmethod
    def of(cls, found: Flowed) -> Self | None:
        """None for what was told for the period itself."""
        made = found.made
        if made is None or made.base is None:
            return None
        return cls(
            rule=OverTime(found.indicator.over_time),
            each=made.base,
            told=made.told,
            expected=made.expected,
            is_complete=made.is_complete,
        )


class FlowedOut(BaseModel):
    """A place's figure of one period under the boundaries of a date.

    `derived`: calculated by the indicator's formula from `inputs`; `over_time`: made of shorter periods.
    Neither is stored; the ids of all figures that went in stand in `inputs`.

    `how`: `measured` (units that did not change, or went whole into the place), `apportioned` (through known
    shares below one), `not_comparable`: then the values are null, `why` says the reason, `total` is what
    the `parts` have together, undivided, over the place and the units in `together_with`; `missing` have no
    figure. The three shares say how much of the total is which; they make one.
    """

    indicator: str
    place: str
    place_name: str
    level: Level
    period: str
    boundaries: dt.date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    percent_computed: Decimal | None
    unit: str
    how: How
    why: Why
    measured_share: Decimal
    apportioned_share: Decimal
    not_comparable_share: Decimal
    total: AmountOut | None
    together_with: list[UnitOut]
    missing: list[UnitOut]
    parts: list[PlacePart]
    derived: bool
    over_time: OverTimeOut | None
    inputs: list[InputOut]
    source: SourceOut | None = Field(description="Where one figure speaks; else each part has its own")
    illustrative: bool

    @classmethod
    def told(cls, found: Flowed) -> Self:
        """From a reading with its rows."""
        reading = found.reading
        comparable = reading.amount or Amount()
        value, numerator, denominator = comparable.decimals()
        figures = found.figures
        return cls(
            indicator=found.indicator.code,
            place=found.place.code,
            place_name=found.place.full_name,
            level=Level(found.place.level),
            period=found.period.code,
            boundaries=found.boundaries,
            value=value,
            numerator=numerator,
            denominator=denominator,
            percent_computed=percent_of(reading.amount),
            unit=found.indicator.unit,
            how=reading.how,
            why=reading.why,
            measured_share=decimal_of(reading.portions.measured),
            apportioned_share=decimal_of(reading.portions.apportioned),
            not_comparable_share=decimal_of(reading.portions.not_comparable),
            total=None if reading.amount else AmountOut.of(reading.total),
            together_with=[UnitOut(place=row.code, place_name=row.full_name) for row in found.group],
            missing=[UnitOut(place=row.code, place_name=row.full_name) for row in found.missing],
            parts=[PlacePart.of(member) for member in found.members],
            derived=found.made is not None and found.made.is_derived,
            over_time=OverTimeOut.of(found),
            inputs=[InputOut.of(one) for one in found.made.inputs] if found.made else [],
            source=SourceOut.of(figures[0]) if len(figures) == 1 else None,
            illustrative=any(figure.illustrative for figure in figures),
        )


class FlowedPage(BaseModel):
    """A page of the list."""

    items: list[FlowedOut]
    next: str | None
    total: int
