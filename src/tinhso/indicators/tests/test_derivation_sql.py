"""The statement says what the reader says, for any formula and any stored figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base.calendar.periods import Period
from tinhso.indicators.derivation import sql as derivation_sql
from tinhso.indicators.derivation.sources import Constants, sources
from tinhso.indicators.derivation.sql import Values
from tinhso.indicators.derivation.statement import values
from tinhso.indicators.formula import parse, printed
from tinhso.indicators.formula.nodes import Node
from tinhso.indicators.formula.tests import trees
from tinhso.indicators.models import Adding, Constant, ConstantValue, Definition, Indicator, Kind
from tinhso.indicators.tests.conftest import World, indicator, place
from tinhso.indicators.tests.test_stored import tell
from tinhso.places.models import Level, Place

pytestmark = pytest.mark.django_db
CLOSE = Decimal("1e-9")
MONTHS = [Period.parse(f"2026-{month:02}") for month in range(1, 7)]
RULES = (Adding.SUM, Adding.AVERAGE, Adding.MAX, Adding.MIN, Adding.NONE, Adding.SUM)


@pytest.fixture
def told(world: World) -> list[Place]:
    """Six indicators told at random by none, one or several, at four places over six months."""
    chance = Random(7)
    units = [place(Level.COMMUNE, f"0720{number}", "Xã", world.province) for number in range(4)]
    codes = ("a", "b", "c", "m", "n", "ty-le")
    for code, rule in zip(codes, RULES, strict=True):
        ratio = code == "ty-le"
        kind, adding = (Kind.RATIO, Adding.RATIO_OF_SUMS) if ratio else (Kind.COUNT, rule)
        row = indicator(code, code, kind, adding, frequency="month")
        for unit in units:
            for month in MONTHS:
                for agency in chance.sample([None, world.agency, world.other_agency], chance.randint(0, 2)):
                    amount = Decimal(chance.randint(-500, 500)) / 4
                    parts = {"numerator": amount, "denominator": Decimal(chance.randint(0, 5))}
                    given_ = parts if ratio else {"value": amount}
                    tell(row, unit, month.code, agency=agency, **given_)
    indicator("z", "z", Kind.COUNT, frequency="month", formula="#{a}")
    return units


def _lay_down(text: str) -> None:
    Indicator.objects.filter(code="z").update(formula=text)
    Definition.objects.filter(indicator__code="z").update(formula=text)


def _both(units: list[Place], periods: list[Period] = MONTHS) -> tuple[Values, Values]:
    keys = [unit.pk for unit in units]
    return values("z", keys, periods, worth_it=1), values("z", keys, periods, worth_it=10**9)


def _alike(one: Values, other: Values) -> Iterator[tuple[object, object]]:
    """Pairs that differ."""
    assert one.keys() == other.keys()
    for key, value in one.items():
        second = other[key]
        if isinstance(value, Decimal) and isinstance(second, Decimal):
            if abs(value - second) > CLOSE * max(abs(value), abs(second), Decimal(1)):
                yield value, second
        elif value is not second:
            yield value, second


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tree=st.one_of(trees.numbers(2), trees.numbers(3, exact=True), trees.booleans(2)))
def test_the_statement_says_what_the_reader_says(told: list[Place], tree: Node) -> None:
    text = printed(tree)
    if len(text) > 3000 or not parse(text):
        return
    _lay_down(text)
    one, other = _both(told)
    assert not list(_alike(one, other)), text


@pytest.mark.parametrize(
    "text",
    [
        "#{a} / #{ty-le} * 100",
        "#{a}.periodOffset(-1) - #{a}.periodOffset(2)",
        "avg(#{a}.periods(-2, 0)) + count(#{b}.periods(0, 3))",
        "#{a} * C{he-so}",
        "C{khong-co} + 1",
        "median(#{ty-le}.periods(-5, 5))",
    ],
)
def test_offsets_lists_and_constants_agree(told: list[Place], text: str) -> None:
    row = Constant.objects.create(code="he-so", name="Hệ số")
    ConstantValue.objects.create(constant=row, valid_from=MONTHS[2].start, value=Decimal("1.5"))
    _lay_down(text)
    one, other = _both(told)
    assert not list(_alike(one, other))
    if "khong-co" not in text:
        assert any(value is not None for value in one.values())


def test_the_statement_is_one(told: list[Place]) -> None:
    _lay_down("#{a} + #{b}")
    known = sources(["z"])
    found = derivation_sql.compiled(known["z"], known, MONTHS)
    assert found
    with CaptureQueriesContext(connection) as captured:
        derivation_sql.values(found, [unit.pk for unit in told], MONTHS, Constants())
    assert len(captured) == 1


@pytest.mark.parametrize("text", ["#{a}.yearToDate()", "OUG{nhom} + 1", "#{z2} + 1", "#{nam} + #{a}"])
def test_what_the_statement_cannot_say_is_left_to_the_reader(told: list[Place], text: str) -> None:
    indicator("z2", "z2", Kind.COUNT, frequency="month", formula="#{a} * 2")
    indicator("nam", "nam", Kind.COUNT, frequency="year")
    _lay_down(text)
    known = sources(["z"])
    assert derivation_sql.compiled(known["z"], known, MONTHS) is None
    one, other = _both(told)
    assert one == other
