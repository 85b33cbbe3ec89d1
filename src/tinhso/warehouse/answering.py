"""From a question to cells: its plans are answered, and their columns laid together under one set of axes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from tinhso.indicators.models import Indicator
from tinhso.warehouse.answers import Freshness
from tinhso.warehouse.cells import Axes, Cells, told_periods
from tinhso.warehouse.engines import choosing
from tinhso.warehouse.engines.base import Columns, joined
from tinhso.warehouse.grounds import Ground
from tinhso.warehouse.plans import Plan, plans, shape_of
from tinhso.warehouse.questions import Query

Answering = Callable[[Plan], tuple[Columns, Freshness]]


def told(
    query: Query, rows: Sequence[Indicator], ground: Ground, by: Answering = choosing.answer
) -> tuple[Cells | None, Freshness]:
    """The cells of indicators that are told, by the engines, and how fresh the least fresh of them is."""
    found: list[Columns] = []
    fresh: list[Freshness] = []
    for plan, numbers in plans(query, rows, ground.ways):
        columns, freshness = by(plan)
        found.append(replace(columns, measure=np.array(numbers, np.int64)[columns.measure]))
        fresh.append(freshness)
    if not found:
        return None, Freshness()
    columns, periods = joined(found), tuple(query.times.periods())
    if not periods:
        columns, periods = told_periods(columns)
    axes = Axes(
        tuple(row.code for row in rows), ground.ways.targets, periods, tuple(shape_of(row) for row in rows)
    )
    return Cells(axes, columns), least_fresh(fresh)


def least_fresh(fresh: Sequence[Freshness]) -> Freshness:
    """Of several: what was published longest ago; straight from the facts only where all are."""
    published = [one for one in fresh if one.at is not None]
    return min(published, key=lambda one: one.version) if published else (fresh or [Freshness()])[0]
