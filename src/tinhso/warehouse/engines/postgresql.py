"""PostgreSQL: the plan's statement straight over the facts. Slower, always fresh, numbers of any length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from django.db import connection

from tinhso.warehouse.answers import Freshness
from tinhso.warehouse.engines.base import Columns, empty, of_columns
from tinhso.warehouse.engines.sql import COLUMNS, FLAGS, NUMBERS, statement
from tinhso.warehouse.engines.tracing import Relation, traced
from tinhso.warehouse.plans import Plan
from tinhso.warehouse.storage.spoken import Spoken

_SCALE: Final = 6
"""Figures have six decimals at most: as whole millionths nothing is lost."""
_FACTS: Final = """
facts AS (
  SELECT array_position(%(measures)s::uuid[], s.indicator) - 1 AS indicator,
    unit.number AS place, s.kind, s.first, s.last, s.stands,
    trunc(s.value * 1000000) AS value, trunc(s.numerator * 1000000) AS numerator,
    trunc(s.denominator * 1000000) AS denominator
  FROM ({spoken}) s
  JOIN unnest(%(places)s::uuid[], %(numbers)s::int[]) AS unit(id, number)
    ON unit.id = s.place
)"""
_WAY: Final = """
way AS (
  SELECT origin, target, rank, DATE '1970-01-01' + first AS first, DATE '1970-01-01' + last AS last,
    weight, whole
  FROM unnest(%(way_origin)s::int[], %(way_target)s::int[], %(way_rank)s::int[], %(way_first)s::int[],
    %(way_last)s::int[], %(way_weight)s::numeric[], %(way_whole)s::bool[])
    AS w(origin, target, rank, first, last, weight, whole)
), goal AS (
  SELECT target, rank, DATE '1970-01-01' + first AS first, DATE '1970-01-01' + last AS last,
    expected, undivided, over
  FROM unnest(%(goal_target)s::int[], %(goal_rank)s::int[], %(goal_first)s::int[], %(goal_last)s::int[],
    %(goal_expected)s::int[], %(goal_undivided)s::bool[], %(goal_over)s::numeric[])
    AS g(target, rank, first, last, expected, undivided, over)
)"""
_BASE: Final = """
, base AS (
  SELECT * FROM unnest(%(base_period)s::int[], %(base_kind)s::int[], %(base_last)s::int[],
    %(base_size)s::int[], %(base_is_own)s::bool[], %(base_month)s::int[], %(base_quarter)s::int[],
    %(base_half)s::int[])
    AS b(period, kind, last, size, is_own, month, quarter, half)
)"""


class PostgreSQL:
    """Answers from the facts themselves."""

    name: Final = "postgresql"

    def answer(self, plan: Plan) -> Columns:
        """The cells in which anything was told."""
        ground = traced(plan, _SCALE)
        text = statement(plan, ground.traits)
        used = np.unique(ground.way["origin"])
        places = [plan.ways.origins[number] for number in used]
        spoken = Spoken.narrowed(plan.measures, plan.first, plan.last)
        given: dict[str, Any] = {
            **spoken.values,
            "measures": list(plan.measures),
            "places": places,
            "numbers": used.tolist(),
            **_bound("way", ground.way),
            **_bound("goal", ground.goal),
        }
        relations = f"{_FACTS.format(spoken=spoken.text)}, {_WAY}"
        if plan.bases is not None:
            relations += _BASE
            given |= _bound("base", vars(plan.bases))
        body = text.body.format(wide="numeric")
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {relations}, {body} SELECT {', '.join(COLUMNS)} FROM answer", given)
            rows = cursor.fetchall()
        return _columns(rows, text.scale)

    def freshness(self) -> Freshness:
        """The facts are as fresh as can be."""
        return Freshness(engine=self.name)


def _bound(name: str, relation: Mapping[str, Any] | Relation) -> dict[str, list[Any]]:
    return {f"{name}_{column}": values.tolist() for column, values in relation.items()}


def _columns(rows: Sequence[Sequence[Any]], scale: int) -> Columns:
    if not rows:
        return empty()
    found: dict[str, Any] = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))
    made: dict[str, Any] = {
        name: np.array(column, np.bool_ if name in FLAGS else np.int64)
        for name, column in found.items()
        if name not in NUMBERS
    }
    value, above, below = (_whole(found[name]) for name in NUMBERS)
    numbers = {"value": value, "numerator": above, "denominator": below}
    named = {
        "measure": made["indicator"],
        "place": made["target"],
        "scale": np.full(len(rows), scale, np.int64),
    }
    return of_columns({**made, **numbers, **named})


def _whole(values: Sequence[Any]) -> Any:
    """Python's own whole numbers: they have no last digit."""
    numbers = np.array([None if one is None else int(one) for one in values], object)
    return np.ma.array(np.where(numbers == None, 0, numbers), mask=numbers == None)  # noqa: E711 - column by column
