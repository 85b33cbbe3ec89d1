"""The door to the warehouse: who asks, what, and by which engine it is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import eq, ge, gt, le, lt, ne
from types import MappingProxyType
from typing import Final
from uuid import UUID

from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import Period
from tinhso.indicators import policies
from tinhso.indicators import queries as indicators
from tinhso.indicators.aggregation import Part
from tinhso.indicators.boundaries.flowed import Flowed
from tinhso.indicators.boundaries.over_time import rhythm_of
from tinhso.indicators.boundaries.readings import How
from tinhso.indicators.derivation.answers import Question
from tinhso.indicators.models import Indicator
from tinhso.places import queries as places
from tinhso.places.models import Place
from tinhso.warehouse.answers import Answer, At, Cell, Freshness
from tinhso.warehouse.questions import Condition, Op, Query
from tinhso.warehouse.refusing import judge

_COMPARE: Final = MappingProxyType(
    {Op.BELOW: lt, Op.AT_MOST: le, Op.EQUAL: eq, Op.NOT_EQUAL: ne, Op.AT_LEAST: ge, Op.ABOVE: gt}
)


def ask(query: Query, by: Actor) -> Answer:
    """The answer for that reader.

    Raises NotFound for unknown codes, NotAllowed for figures of persons that are not theirs to read.
    """
    where = query.places
    unit = places.by_code(where.within, where.boundaries) if where.within else None
    judged = judge(query, measures(query.measures), unit, by)
    rows = judged.rows
    asked = _asked(query)
    cells: dict[At, Cell] = {}
    periods: dict[str, Period] = {one.code: one for one in query.times.periods()}
    for row in rows:
        for flowed, period in _flowed(query, row, by):
            periods.setdefault(period.code, period)
            if flowed.place in asked:
                cells[row.code, flowed.place.pk, period.code] = _cell(flowed)
    kept = _kept(query, cells)
    ordered = sorted(periods.values(), key=lambda one: (one.end, one.start))
    freshness = Freshness(engine="facts")
    return Answer(query, rows, asked, ordered, kept, judged.refused, freshness, judged.notes)


def measures(codes: Sequence[str]) -> list[Indicator]:
    """The indicators of those codes, in that order, in one statement. Raises NotFound."""
    found = {row.code: row for row in indicators.indicators().filter(code__in=codes)}
    return [found.get(code) or indicators.by_code(code) for code in dict.fromkeys(codes)]


def _asked(query: Query) -> list[Place]:
    where = query.places
    if not where.within:
        found = places.places().valid_on(where.boundaries)
        return list((found.at_level(where.level) if where.level else found).order_by("sort_key", "code"))
    unit = places.by_code(where.within, where.boundaries)
    if where.level is None or where.level == unit.level:
        return [unit]
    return list(places.descendants(unit, where.boundaries, where.level).order_by("sort_key", "code"))


def _flowed(query: Query, row: Indicator, by: Actor) -> list[tuple[Flowed, Period]]:
    where, times = query.places, query.times
    unit = places.by_code(where.within, where.boundaries) if where.within else None
    level = where.level if unit and where.level != unit.level else None
    periods: list[Period | None] = list(times.periods()) or [None]
    found: list[tuple[Flowed, Period]] = []
    for period in periods:
        own = rhythm_of(row).calendar(period) if period else None
        question = Question(
            row, where.boundaries, unit, own, level=level, illustrative=query.illustrative,
            sees=lambda one: policies.may_read_all(by, one),
        )  # fmt: skip
        found += [
            (one, period or one.period)
            for one in question.answer()
            if period or times.first <= one.period.end <= times.last
        ]
    return found


def _cell(flowed: Flowed) -> Cell:
    reading, made = flowed.reading, flowed.made
    amount = reading.amount or reading.total
    part = Part(*amount.decimals(), flowed.indicator.factor) if amount else None
    return Cell(
        part,
        reading.counted,
        len(reading.gathered.members),
        made.told if made else 1,
        made.expected if made else 1,
        comparable=reading.how is not How.NOT_COMPARABLE or reading.why == "missing",
        apportioned=reading.how is How.APPORTIONED,
        illustrative=any(figure.illustrative for figure in flowed.figures),
    )


def _kept(query: Query, cells: Mapping[At, Cell]) -> dict[At, Cell]:
    if not query.conditions:
        return dict(cells)
    stand: set[tuple[UUID, str]] = {(place, period) for _measure, place, period in cells}
    for one in query.conditions:
        stand = {at for at in stand if _holds(one, cells.get((one.measure, *at)))}
    return {at: cell for at, cell in cells.items() if at[1:] in stand}


def _holds(condition: Condition, cell: Cell | None) -> bool:
    number = cell.number if cell else None
    return number is not None and bool(_COMPARE[condition.op](number, condition.number))
