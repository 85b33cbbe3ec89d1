"""Calculating here and in PostgreSQL gives the same, for any formula and any values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tinhso.indicators.formula import Value, arithmetic, evaluate, parse, printed
from tinhso.indicators.formula.checking import check
from tinhso.indicators.formula.compiling import compile_sql
from tinhso.indicators.formula.functions import Type
from tinhso.indicators.formula.nodes import Node, Reference
from tinhso.indicators.formula.tests import trees

pytestmark = pytest.mark.django_db
CLOSE = Decimal("1e-12")
MANY = settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _column(reference: Reference) -> str:
    return f'row."{reference.key}"'


def in_database(tree: Node, row: Mapping[str, Value]) -> Value:
    """What PostgreSQL makes of the formula, the values standing in a row of a query."""
    sql = compile_sql(tree, _column)
    kinds = {key: "numeric[]" if "periods" in key else "numeric" for key in row}
    columns = ", ".join(f'%s::{kind} AS "{key}"' for key, kind in kinds.items())
    given: list[Any] = [list(value) if isinstance(value, tuple) else value for value in row.values()]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql.text} FROM (SELECT {columns}) AS row", [*sql.params, *given])
        found: Value = cursor.fetchone()[0]
    return found


def _close(one: Value, other: Value) -> bool:
    if not isinstance(one, Decimal) or not isinstance(other, Decimal):
        return one is other or one == other
    return one == other or abs(one - other) <= CLOSE * max(abs(one), abs(other))


@MANY
@given(st.one_of(trees.numbers(3, exact=True), trees.booleans(3, exact=True)), trees.rows)
def test_exact_formulas_agree_to_the_last_digit(tree: Node, row: dict[str, Value]) -> None:
    found, told = evaluate(tree, row), in_database(tree, row)
    if isinstance(found, Decimal):
        assume(len(found.as_tuple().digits) < arithmetic.DIGITS)
    assert told == found, printed(tree)


@MANY
@given(st.one_of(trees.numbers(2), trees.booleans(3)), trees.rows)
def test_all_formulas_agree(tree: Node, row: dict[str, Value]) -> None:
    found, told = evaluate(tree, row), in_database(tree, row)
    assert _close(found, told), (printed(tree), found, told)


TEXT_ROWS = {"t": "đ", "u": "e", "v": None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t == 'đ'", True), ("t < u", False), ("t > u", True), ("t == v", None), ("v == null", None),
        ("firstNonNull(v, u)", "e"), ("if(t < 'z', t, u)", "e"), ("isNull(v)", True), ("'%s' == '%s'", True),
    ],
)  # fmt: skip
def test_texts_are_ordered_by_their_characters(text: str, expected: object) -> None:
    tree = parse(text)
    sql = compile_sql(tree, _column, dict.fromkeys(TEXT_ROWS, Type.TEXT))
    columns = ", ".join(f"%s::text AS {key}" for key in TEXT_ROWS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {sql.text} FROM (SELECT {columns}) AS row", [*sql.params, *TEXT_ROWS.values()]
        )
        assert cursor.fetchone() == (expected,)
    assert evaluate(tree, TEXT_ROWS) == expected


EDGES = (
    "0 ^ -1", "0 ^ 0", "-8 ^ (1 / 3)", "(-8) ^ (1 / 3)", "(-2) ^ 3", "(-2) ^ -3", "10 ^ 1000",
    "10 ^ 999 * 10",
    "1e900 * 1e900", "1e600 / 1e-600", "10 ^ -2000", "2 ^ 0.5", "null ^ 0", "0 ^ null", "1 / 0", "1 % 0",
    "-7 % 3", "7 % -3", "7.5 % 2", "log(0)", "log(-1)", "log(1)", "log(8, 2)", "log(8, 1)", "log(8, 0)",
    "log10(1000)", "log10(0)", "removeZeros(0)", "removeZeros(0.0)", "greatest(null, null)", "least(1, null)",
    "if(null, 1, 2)", "if(null == null, 1, 2)", "false && null", "true || null", "!null", "null && null",
    "firstNonNull(null, null)", "sum(null)", "count(null)", "avg(null, 2)", "stddev(1)", "median(1, 4, 2, 3)",
    "percentileCont(0.25, 1, 2, 4)", "percentileCont(2, 1)", "percentileCont(null, 1)",
    "if(true, null, 1) + 1",
    "firstNonNull(null, null) + 1", "null + null", "null == null", "greatest(null) ^ 2", "true == (1 < 2)",
    "--1", "+1", "2 ^ -1 ^ 2", "(2 ^ -1) ^ 2", "1.1 ^ 30", "1e999 + 1e999", "4 ^ 0.5", "1e-900 * 1e-900",
)  # fmt: skip


@pytest.mark.parametrize("text", EDGES)
def test_edges_agree(text: str) -> None:
    tree = parse(text)
    check(tree)
    assert _close(evaluate(tree, {}), in_database(tree, {"a": None})), text


def test_a_long_sum_needs_no_depth() -> None:
    tree = parse(" + ".join(["a"] * 1000))
    assert in_database(tree, {"a": Decimal("0.1")}) == evaluate(tree, {"a": Decimal("0.1")}) == 100
