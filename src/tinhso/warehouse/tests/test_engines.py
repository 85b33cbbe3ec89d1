"""One matrix of questions over every rule: both engines say the same, and the exact reading what is whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.audit.context import SystemActor
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.base.errors import NotFound
from tinhso.indicators.current import keep_current
from tinhso.indicators.models import Adding, Indicator, Kind, Observation, OverTime
from tinhso.places.actions import add_place
from tinhso.places.models import Level
from tinhso.places.schemas import NewPlace
from tinhso.warehouse.answering import told
from tinhso.warehouse.answers import At, Cell
from tinhso.warehouse.asking import ask
from tinhso.warehouse.engines.base import Engine
from tinhso.warehouse.engines.duckdb import DuckDB
from tinhso.warehouse.engines.postgresql import PostgreSQL
from tinhso.warehouse.grounds import ground_of
from tinhso.warehouse.models import Fault
from tinhso.warehouse.plans import Plan
from tinhso.warehouse.questions import Condition, Op, Places, Query, Times
from tinhso.warehouse.storage import layout, reading
from tinhso.warehouse.storage.publishing import rebuild
from tinhso.warehouse.tests import oracle
from tinhso.warehouse.tests.engine_scene import MONTHS, Scene, country, indicator, tell

pytestmark = [pytest.mark.heavy, pytest.mark.django_db]
TODAY = date(2026, 11, 21)
ROBOT = SystemActor("kiểm thử")
LONG = Decimal("123456789012345.123456")
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


def agreed(query: Query, rows: Sequence[Indicator], scene: Scene) -> dict[At, Cell]:
    """What both engines say."""
    found = answered(PostgreSQL(), query, rows)
    other = answered(DuckDB(), query, rows)
    names = {row.code: row.name for row in scene.indicators}
    apart = [(names[at[0]], at, found.get(at), other.get(at)) for at in found.keys() | other.keys()]
    assert [one for one in apart if one[2] != one[3]] == []
    return found


def right(query: Query, rows: Sequence[Indicator], found: dict[At, Cell]) -> None:
    """What is whole is what the exact reading says."""
    exact, _periods = oracle.cells(query, rows, ground_of(query.places).places, ROBOT)
    codes = {row.code for row in rows}
    wrong = differences({at: cell for at, cell in found.items() if at[0] in codes}, exact)
    assert not wrong, (query, {row.name for row in rows}, wrong[:3])


def test_the_matrix(scene: Scene) -> None:
    chance = Random(7)
    every = list(product(PLACES, KINDS, (False, True)))
    for where, kind, illustrative in chance.sample(every, 30):
        rows = chance.sample(scene.indicators, 10)
        query = Query(tuple(row.code for row in rows), where, Times(*YEAR, kind), illustrative=illustrative)
        right(query, chance.sample(rows, 2), agreed(query, rows, scene))
    for kind in KINDS:
        where = Places(date(2026, 1, 1), Level.PROVINCE, told_at=Level.COMMUNE)
        rows = chance.sample(scene.indicators, 10)
        agreed(Query(tuple(row.code for row in rows), where, Times(*YEAR, kind)), rows, scene)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_any_country_and_any_figures(db: None, seed: int) -> None:
    chance = Random(seed)
    reading.forget()
    with transaction.atomic():
        scene = country(chance, communes=chance.choice((2, 4)))
        for _one in range(4):
            kind = chance.choice((Kind.COUNT, Kind.RATIO, Kind.PERCENT, Kind.YES_NO))
            rules = (chance.choice(list(Adding)), chance.choice(list(OverTime)))
            row = indicator(scene, kind, *rules, frequency=chance.choice(("month", "quarter", "")))
            periods = chance.sample([*MONTHS[3:9], "2025-Q2", "2025-Q3", "2025-H1", "2025"], 6)
            levels = chance.choice(([Level.COMMUNE], [Level.COMMUNE, Level.PROVINCE], list(Level)))
            tell(chance, scene, row, periods=periods, levels=levels, fill=chance.choice((1, 0.9, 0.5)))
        rebuild()
        for where in chance.sample(PLACES, 2):
            kind_asked = chance.choice(KINDS)
            query = Query(
                tuple(row.code for row in scene.indicators), where, Times(*YEAR, kind_asked),
                illustrative=chance.random() < 0.5,
            )  # fmt: skip
            right(query, scene.indicators, agreed(query, scene.indicators, scene))
        transaction.set_rollback(True)


def _one(value: int | Decimal, over: OverTime = OverTime.SUM) -> tuple[Scene, Indicator]:
    """A country with one count, the same in every commune and month."""
    chance = Random(1)
    scene = country(chance)
    row = indicator(scene, Kind.COUNT, Adding.SUM, over, frequency="month", decimals=0)
    rows = [
        Observation(
            indicator=row, place=unit, kind=row.kind, period=period.code, period_start=period.start,
            period_end=period.end, dated=period.end, state="confirmed", pack="thử", value=value,
        )
        for period in map(Period.parse, MONTHS[:6])
        for unit in scene.valid_on(period.end)
        if unit.level == Level.COMMUNE
    ]  # fmt: skip
    keep_current(Observation.objects.bulk_create(rows))
    return scene, row


def quarters(value: int | Decimal) -> set[Decimal | None]:
    """Its first quarters in each province: five communes, and six in January."""
    return {Decimal(16 * value), Decimal(15 * value)}


def _asking(row: Indicator, **more: Any) -> Query:
    where = Places(date(2025, 6, 30), Level.PROVINCE)
    return Query((row.code,), where, Times(*YEAR, PeriodKind.QUARTER), **more)


def test_sums_longer_than_64_bits_are_exact(db: None) -> None:
    scene, row = _one(9 * 10**17 + 7)
    rebuild()
    found = agreed(_asking(row), [row], scene)
    assert {cell.number for cell in found.values()} == quarters(9 * 10**17 + 7)


def test_numbers_that_do_not_fit_are_answered_from_the_facts(db: None) -> None:
    _scene, row = _one(LONG)
    rebuild()
    answer = ask(_asking(row), ROBOT)
    assert {cell.number for _at, cell in answer} == quarters(LONG)


def test_before_anything_is_published_the_facts_answer(db: None) -> None:
    _scene, row = _one(2)
    answer = ask(_asking(row), ROBOT)
    assert (answer.freshness.engine, answer.freshness.at) == ("postgresql", None)
    assert {cell.number for _at, cell in answer} == quarters(2)
    rebuild()
    published = ask(_asking(row), ROBOT)
    assert (published.freshness.engine, published.freshness.waiting) == ("duckdb", False)
    assert published.freshness.at is not None
    assert dict(published.cells) == dict(answer.cells)


def test_a_broken_file_is_written_down_and_the_facts_answer(db: None) -> None:
    _scene, row = _one(2)
    rebuild()
    for file in layout.figures().iterdir():
        file.write_bytes(file.read_bytes()[:-9] + b"no file!!")
    reading.forget()
    answer = ask(_asking(row), ROBOT)
    assert answer.freshness.engine == "postgresql"
    assert {cell.number for _at, cell in answer} == quarters(2)
    assert Fault.objects.exists()


def test_conditions_leave_what_meets_all_of_them(db: None) -> None:
    scene, row = _one(2)
    other = indicator(scene, Kind.COUNT, Adding.SUM, OverTime.SUM, frequency="month")
    province = scene.valid_on(date(2025, 6, 30))[1]
    month = Period.parse("2025-01")
    keep_current(
        Observation.objects.bulk_create([
            Observation(
                indicator=other, place=province, kind=other.kind, period=month.code, period_start=month.start,
                period_end=month.end, dated=month.end, state="confirmed", pack="thử", value=Decimal("7.5"),
            )
        ])
    )  # fmt: skip
    rebuild()
    where = Places(date(2025, 6, 30), Level.PROVINCE)
    for op, number, holds in (
        (Op.ABOVE, "7.5", False),
        (Op.AT_LEAST, "7.5", True),
        (Op.NOT_EQUAL, "7", True),
    ):
        conditions = (Condition(other.code, op, Decimal(number)), Condition(row.code, Op.EQUAL, Decimal(12)))
        asked = Query((row.code, other.code), where, Times(*YEAR, PeriodKind.MONTH), conditions)
        kept = {at[1:] for at, _cell in ask(asked, ROBOT)}
        assert kept == ({(province.pk, "2025-01")} if holds else set())


def test_cells_are_found_by_their_names(db: None) -> None:
    _scene, row = _one(2)
    rebuild()
    answer = ask(_asking(row), ROBOT)
    place = answer.places[0]
    assert answer.cell(row.code, place.pk, "2025-Q1") == answer.cells[row.code, place.pk, "2025-Q1"]
    assert answer.cell(row.code, place.pk, "2025-Q3") is None
    assert answer.cell("cs-9", place.pk, "2025-Q1") is None
    assert answer.cell(row.code, row.pk, "2025-Q1") is None
    assert len(answer.cells) == len(list(answer)) == 4
    assert [one.code for one in answer.periods] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]


def test_what_nobody_knows_is_told_so(db: None) -> None:
    _scene, row = _one(2)
    with pytest.raises(NotFound):
        ask(Query(("cs-99",), Places(date(2025, 6, 30), Level.PROVINCE), Times(*YEAR)), ROBOT)
    with pytest.raises(NotFound):
        ask(Query((row.code,), Places(date(2025, 6, 30), Level.COMMUNE, "99"), Times(*YEAR)), ROBOT)
    backwards = Query((row.code,), Places(date(2025, 6, 30), Level.PROVINCE), Times(YEAR[1], YEAR[0]))
    assert not dict(ask(backwards, ROBOT).cells)


def test_other_places_are_noticed_at_once(db: None) -> None:
    _scene, row = _one(2)
    where = Places(date(2025, 6, 30), Level.COMMUNE)
    query = Query((row.code,), where, Times(*YEAR))
    before = ask(query, ROBOT)
    add_place(ROBOT, NewPlace(level="commune", code="99", type="Xã", name="Mới", parent="20"))
    assert len(ask(query, ROBOT).places) == len(before.places) + 1
