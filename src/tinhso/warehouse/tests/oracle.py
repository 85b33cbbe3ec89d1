"""The exact reading of figures, one by one (đọc chính xác): slow, and right by construction.

The engines are compared with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import Period
from tinhso.indicators import policies
from tinhso.indicators.aggregation import Part
from tinhso.indicators.boundaries.flowed import Flowed
from tinhso.indicators.boundaries.over_time import rhythm_of
from tinhso.indicators.boundaries.readings import How, Why
from tinhso.indicators.derivation.answers import Question
from tinhso.indicators.models import Indicator
from tinhso.places import queries as places
from tinhso.places.models import Place
from tinhso.warehouse.answers import At, Cell
from tinhso.warehouse.questions import Query


def cells(
    query: Query, rows: Sequence[Indicator], asked: Sequence[Place], by: Actor
) -> tuple[dict[At, Cell], dict[str, Period]]:
    """Every cell of those indicators, whatever the conditions, and the periods they are of, by code.

    Raises NotAllowed where an input of a formula is not the reader's to see.
    """
    found: dict[At, Cell] = {}
    periods: dict[str, Period] = {}
    keys = {place.pk for place in asked}
    for row in rows:
        for flowed, period in _flowed(query, row, by):
            periods.setdefault(period.code, period)
            if flowed.place.pk in keys:
                found[row.code, flowed.place.pk, period.code] = _cell(flowed)
    return found, periods


def _flowed(query: Query, row: Indicator, by: Actor) -> Iterator[tuple[Flowed, Period]]:
    where, times = query.places, query.times
    unit = places.by_code(where.within, where.boundaries) if where.within else None
    level = where.level if unit and where.level != unit.level else None
    periods: list[Period | None] = list(times.periods()) or [None]
    for period in periods:
        own = rhythm_of(row).calendar(period) if period else None
        question = Question(
            row, where.boundaries, unit, own, level=level, illustrative=query.illustrative,
            sees=lambda one: policies.may_read_all(by, one),
        )  # fmt: skip
        for one in question.answer():
            if period or times.first <= one.period.end <= times.last:
                yield one, period or one.period


def _cell(flowed: Flowed) -> Cell:
    reading, made = flowed.reading, flowed.made
    amount = reading.amount or reading.total
    comparable = reading.how is not How.NOT_COMPARABLE or reading.why == Why.MISSING
    part = Part(*amount.decimals(), flowed.indicator.factor) if amount and comparable else None
    return Cell(
        part,
        reading.counted,
        len(reading.gathered.members),
        made.told if made else 1,
        made.expected if made else 1,
        comparable=comparable,
        apportioned=reading.how is How.APPORTIONED,
        illustrative=any(figure.illustrative for figure in flowed.figures),
    )
