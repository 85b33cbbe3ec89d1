"""A formula as SQL for PostgreSQL's `numeric`: the same results and the same lack of them as in `evaluation`.

Parts that are needed more than once are calculated once, in a query of one row under the alias `_f`.
Quotients and powers get 40 decimals, which is more than the 34 digits that `arithmetic` keeps can show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from tinhso.indicators.formula.arithmetic import CONTEXT, DIGITS, LIMIT
from tinhso.indicators.formula.checking import Types, check, node_type
from tinhso.indicators.formula.functions import Type
from tinhso.indicators.formula.nodes import (
    LOGIC,
    Binary,
    Call,
    Node,
    Null,
    Number,
    Reference,
    Text,
    Truth,
    Unary,
    fold,
)

Column = Callable[[Reference], str]
"""Where a reference's value stands: a qualified column, `numeric` (`numeric[]` for several periods) or what
`types` says; a percent sign in a name is written twice."""


class Sql(NamedTuple):
    """An expression with `%s` in it, and what stands there."""

    text: str
    params: tuple[Decimal | str, ...] = ()
    type: Type = Type.ANY


NAMES: Final = {Type.NUMBER: "numeric", Type.BOOLEAN: "boolean", Type.TEXT: "text", Type.VECTOR: "numeric[]"}
DECIMALS: Final = "0." + "0" * 40
TOO_LARGE: Final = f"'1e{LIMIT + 1}'::numeric"
SMALLEST: Final = LIMIT + DIGITS - 1
LIMITED: Final = (
    f"CASE WHEN abs(_f.a) >= {TOO_LARGE} THEN NULL"
    f" WHEN scale(_f.a) > {SMALLEST} THEN round(_f.a, {SMALLEST}) ELSE _f.a END"
)
COMPARED: Final = {"==": "=", "!=": "<>"}
POWER: Final = (
    "CASE WHEN _f.a IS NULL OR _f.b IS NULL THEN NULL WHEN _f.b = 0 THEN 1"
    " WHEN _f.a = 0 THEN CASE WHEN _f.b > 0 THEN 0 END WHEN _f.a < 0 AND _f.b <> trunc(_f.b) THEN NULL"
    f" WHEN _f.b * log(abs(_f.a)) >= {LIMIT + 1} THEN NULL WHEN _f.b * log(abs(_f.a)) < -{LIMIT + 40} THEN 0"
    f" ELSE trim_scale(power(_f.a + {DECIMALS}, _f.b)) END"
)
LOGARITHMS: Final = {
    ("log", 1): f"CASE WHEN _f.a > 0 THEN ln(_f.a + {DECIMALS}) END",
    ("log", 2): (
        "CASE WHEN _f.a > 0 AND _f.b > 0 AND _f.b <> 1"
        f" THEN trim_scale(ln(_f.a + {DECIMALS}) / NULLIF(ln(_f.b + {DECIMALS}), 0)) END"
    ),
    ("log10", 1): f"CASE WHEN _f.a > 0 THEN trim_scale(log(_f.a + {DECIMALS})) END",
}
OVER: Final = {
    "avg": f"trim_scale((sum(v) + {DECIMALS}) / NULLIF(count(v), 0))",
    "sum": "sum(v)",
    "min": "min(v)",
    "max": "max(v)",
    "count": "count(v)::numeric",
    "stddev": f"trim_scale(stddev_samp(v + {DECIMALS}))",
}
PERCENTILE: Final = (
    "(SELECT CASE WHEN _f.s BETWEEN 0 AND 1 THEN _f.a[floor(_f.s * (_f.n - 1))::int + 1]"
    " + (_f.a[least(floor(_f.s * (_f.n - 1))::int + 2, _f.n::int)] - _f.a[floor(_f.s * (_f.n - 1))::int + 1])"
    " * (_f.s * (_f.n - 1) - floor(_f.s * (_f.n - 1))) END"
    " FROM (SELECT array_agg(v ORDER BY v) AS a, count(v) AS n, ({share}) AS s"
    " FROM unnest({values}) AS _v(v) WHERE v IS NOT NULL) AS _f)"
)


def compile_sql(tree: Node, column: Column, types: Types | None = None) -> Sql:
    """One SQL expression. References of unknown type count as numbers. Raises FormulaError like `check`."""
    check(tree, types)
    known = types or {}
    return fold(tree, lambda node, inner: _sql(node, inner, column, known))


def _sql(node: Node, inner: tuple[Sql, ...], column: Column, known: Types) -> Sql:
    given = node_type(node, tuple(part.type for part in inner), known)
    match node:
        case Number():
            return Sql("%s::numeric", (CONTEXT.plus(node.value),), given)
        case Text():
            return Sql("%s::text", (node.value,), given)
        case Truth():
            return Sql("true" if node.value else "false", (), given)
        case Null():
            return Sql("NULL", (), given)
        case Reference():
            return Sql(column(node), (), Type.NUMBER if given is Type.ANY else given)
        case Unary():
            operand = _as(inner[0], given)
            word = "NOT" if node.operator == "!" else node.operator
            return Sql(f"({word} {operand.text})", operand.params, given)
        case Call():
            return _call(node, inner, given)
    return _between(node, inner[0], inner[1], given)


def _as(part: Sql, wanted: Type) -> Sql:
    """`part`, told its type where it has none of its own."""
    if part.type is not Type.ANY or wanted is Type.ANY:
        return part
    return Sql(f"({part.text})::{NAMES[wanted]}", part.params, wanted)


def _params(parts: Iterable[Sql]) -> tuple[Decimal | str, ...]:
    return tuple(value for part in parts for value in part.params)


def _joined(template: str, *parts: Sql, gives: Type = Type.NUMBER) -> Sql:
    """`template` with the parts in order, each once."""
    return Sql(template.format(*(part.text for part in parts)), _params(parts), gives)


def _once(expression: str, first: Sql, second: Sql | None = None) -> Sql:
    """`expression` over `_f.a` and `_f.b`, each calculated once."""
    parts = (first, second) if second else (first,)
    columns = ", ".join(f"{part.text} AS {name}" for part, name in zip(parts, "ab", strict=False))
    text = f"(SELECT {expression} FROM (SELECT {columns}) AS _f)"  # noqa: S608 - constants of this module
    return Sql(text, _params(parts), Type.NUMBER)


def _limited(part: Sql) -> Sql:
    """No value where a number grows out of range, 0 where it shrinks out of it."""
    return _once(LIMITED, part)


def _between(node: Binary, left: Sql, right: Sql, given: Type) -> Sql:
    operator = node.operator
    if operator in LOGIC:
        word = "AND" if operator == "&&" else "OR"
        sides = _as(left, Type.BOOLEAN), _as(right, Type.BOOLEAN)
        return _joined(f"({{}} {word} {{}})", *sides, gives=given)
    if given is Type.BOOLEAN:
        return _compared(operator, left, right)
    return _calculated(operator, _as(left, Type.NUMBER), _as(right, Type.NUMBER))


def _calculated(operator: str, left: Sql, right: Sql) -> Sql:
    if operator == "/":
        return _limited(_joined(f"trim_scale(({{}} + {DECIMALS}) / NULLIF({{}}, 0))", left, right))
    if operator == "%":
        return _joined("mod({}, NULLIF({}, 0))", left, right)
    if operator == "^":
        return _once(POWER, left, right)
    if operator == "*":
        return _limited(_joined("({} * {})", left, right))
    return _joined(f"({{}} {operator} {{}})", left, right)


def _compared(operator: str, left: Sql, right: Sql) -> Sql:
    shared = left.type if right.type is Type.ANY else right.type
    order = ' COLLATE "C"' if shared is Type.TEXT else ""
    sides = _as(left, shared), _as(right, shared)
    word = COMPARED.get(operator, operator)
    return _joined(f"({{}} {word} {{}}{order})", *sides, gives=Type.BOOLEAN)


def _call(node: Call, inner: tuple[Sql, ...], given: Type) -> Sql:
    name = node.name
    if name in OVER or name in {"median", "percentileCont"}:
        return _vector(name, inner)
    if name in {"isNull", "isNotNull"}:
        return _joined(f"({{}} IS {'NOT ' if name == 'isNotNull' else ''}NULL)", *inner, gives=given)
    if name == "if":
        condition, yes, no = _as(inner[0], Type.BOOLEAN), _as(inner[1], given), _as(inner[2], given)
        return _joined("CASE {} WHEN true THEN {} WHEN false THEN {} END", condition, yes, no, gives=given)
    parts = [_as(part, given) for part in inner]
    if name in {"log", "log10"}:
        return _once(LOGARITHMS[name, len(parts)], *parts)
    if name == "removeZeros":
        return _joined("NULLIF({}, 0)", *parts)
    word = {"firstNonNull": "COALESCE", "greatest": "GREATEST", "least": "LEAST"}[name]
    return _joined(f"{word}({', '.join(['{}'] * len(parts))})", *parts, gives=given)


def _vector(name: str, inner: tuple[Sql, ...]) -> Sql:
    share, rest = Sql("0.5"), inner
    if name == "percentileCont":
        share, rest = _as(inner[0], Type.NUMBER), inner[1:]
    values = Sql(" || ".join(_listed(part) for part in rest), _params(rest))
    if name in OVER:
        query = f"(SELECT {OVER[name]} FROM unnest({{}}) AS _v(v))"  # noqa: S608 - constants of this module
        return _joined(query, values)
    text = PERCENTILE.replace("{share}", share.text).replace("{values}", values.text)
    return Sql(text, (*share.params, *values.params), Type.NUMBER)


def _listed(part: Sql) -> str:
    return part.text if part.type is Type.VECTOR else f"ARRAY[{part.text}]::numeric[]"
