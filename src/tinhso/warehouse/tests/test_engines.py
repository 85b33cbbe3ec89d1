"""One matrix of questions over every rule: both engines say the same, and the exact reading what is whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest

from tinhso.base import clock
from tinhso.base.audit.context import SystemActor
from tinhso.base.calendar.periods import PeriodKind
from tinhso.indicators.models import Adding, Indicator, Kind, OverTime
from tinhso.places.models import Level
from tinhso.warehouse.answering import told
from tinhso.warehouse.answers import At, Cell
from tinhso.warehouse.engines.base import Engine
from tinhso.warehouse.engines.duckdb import DuckDB
from tinhso.warehouse.engines.postgresql import PostgreSQL
from tinhso.warehouse.grounds import ground_of
from tinhso.warehouse.plans import Plan
from tinhso.warehouse.questions import Places, Query, Times
from tinhso.warehouse.storage.publishing import rebuild
from tinhso.warehouse.tests import oracle
from tinhso.warehouse.tests.engine_scene import MONTHS, Scene, country, indicator, tell

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
ROBOT = SystemActor("kiểm thử")
YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def _rules(chance: Random) -> list[tuple[Kind, Adding, OverTime]]:
    """Every pair of kind and rule between places, and of kind and rule over time; the rest by chance."""
    kinds = (Kind.COUNT, Kind.RATIO)
    between = [(kind, adding, chance.choice(list(OverTime))) for kind, adding in product(kinds, Adding)]
    over = [(kind, chance.choice(list(Adding)), rule) for kind, rule in product(kinds, OverTime)]
    usual = [(Kind.COUNT, Adding.SUM, rule) for rule in OverTime]
    usual += [(Kind.RATIO, Adding.RATIO_OF_SUMS, rule) for rule in OverTime]
    return list(dict.fromkeys([*between, *over, *usual]))


@pytest.fixture
def scene(db: None) -> Scene:
    """Every rule, told monthly by communes; some by provinces, some of quarters and of the year too."""
    chance = Random(20260101)
    made = country(chance, communes=3)
    for kind, adding, over in _rules(chance):
        row = indicator(made, kind, adding, over, frequency="month" if chance.random() < 0.7 else "")
        tell(chance, made, row, periods=MONTHS[:8], levels=[Level.COMMUNE], fill=chance.choice((1, 1, 0.95)))
        if chance.random() < 0.3:
            longer = ["2025-Q1", "2025-Q3", "2025-H1", "2025"]
            tell(chance, made, row, periods=longer, levels=[Level.COMMUNE], fill=0.6)
        if chance.random() < 0.3:
            tell(chance, made, row, periods=MONTHS[3:8], levels=[Level.PROVINCE, Level.DISTRICT], fill=0.5)
    for kind, adding in product(
        (Kind.RANK, Kind.ACTUAL_TARGET, Kind.YES_NO, Kind.PERCENT), (Adding.SUM, Adding.MAX)
    ):
        row = indicator(made, kind, adding, OverTime.LAST, frequency="month")
        tell(chance, made, row, periods=MONTHS[:8], levels=[Level.COMMUNE], fill=1)
    row = indicator(made, Kind.MONEY, Adding.SUM, OverTime.SUM, frequency="month", cut_off=True)
    tell(chance, made, row, periods=[f"R{one}" for one in MONTHS[:8]], levels=[Level.COMMUNE], fill=1)
    row = indicator(made, Kind.COUNT, Adding.SUM, OverTime.AVERAGE, frequency="day")
    days = [f"2025-03-{one:02}" for one in range(1, 32, 2)]
    tell(chance, made, row, periods=days, levels=[Level.COMMUNE], fill=1)
    rebuild()
    return made


PLACES = [
    Places(boundaries, level, within)
    for boundaries in (date(2025, 1, 31), date(2025, 6, 30), date(2026, 1, 1))
    for level, within in (
        (Level.COMMUNE, ""), (Level.PROVINCE, ""), (None, "VN"), (Level.COMMUNE, "20"), (None, "21"),
    )
]  # fmt: skip
KINDS = [PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, None]


def answered(engine: Engine, query: Query, rows: Sequence[Indicator]) -> dict[At, Cell]:
    """All cells of one engine."""

    def by(plan: Plan) -> Any:
        return engine.answer(plan), engine.freshness()

    cells, _fresh = told(query, rows, ground_of(query.places), by)
    return dict(cells or {})


def differences(found: dict[At, Cell], right: dict[At, Cell]) -> list[Any]:
    """Whole cells of the exact reading are there, the same; and no other claims to be whole."""
    wrong: list[Any] = []
    for at, cell in right.items():
        if cell.is_complete and _said(found.get(at)) != _said(cell):
            wrong.append((at, found.get(at), cell))
    for at, cell in found.items():
        if cell.is_complete and not (at in right and right[at].is_complete):
            wrong.append((at, cell, right.get(at)))
    return wrong


def _said(cell: Cell | None) -> Any:
    part = cell.part if cell else None
    if cell is None or part is None:
        return None
    return (part.value, part.numerator, part.denominator, cell.periods_told, cell.periods_expected)


@pytest.mark.parametrize("illustrative", [False, True])
def test_the_matrix(scene: Scene, illustrative: bool) -> None:
    chance = Random(7)
    names = {row.code: row.name for row in scene.indicators}
    for where, kind in product(PLACES, KINDS):
        rows = chance.sample(scene.indicators, 12)
        query = Query(tuple(row.code for row in rows), where, Times(*YEAR, kind), illustrative=illustrative)
        found = answered(PostgreSQL(), query, rows)
        other = answered(DuckDB(), query, rows)
        assert other.keys() == found.keys()
        assert [(at, cell, other[at]) for at, cell in found.items() if other[at] != cell] == []
        some = chance.sample(rows, 3)
        right, _periods = oracle.cells(query, some, ground_of(where).places, ROBOT)
        codes = {row.code for row in some}
        wrong = differences({at: cell for at, cell in found.items() if at[0] in codes}, right)
        assert not wrong, (where, kind, {names[at[0]] for at, *_ in wrong}, wrong[:3])
