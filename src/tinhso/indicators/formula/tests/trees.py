"""Random formulas that fit together, and random values for them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tinhso.indicators.formula.nodes import (
    Binary,
    Call,
    Kind,
    Node,
    Null,
    Number,
    Reference,
    Text,
    Truth,
    Unary,
)

CODES = ("a", "b", "c", "ty-le")
VECTORS = ("m", "n")
SPAN = (-3, -1)
Nodes = SearchStrategy[Node]

literals = st.decimals("0", "1000", places=2).map(lambda value: Number(abs(value)))
data: Nodes = st.sampled_from(CODES).map(lambda code: Reference(Kind.DATA, code))
vectors: Nodes = st.sampled_from(VECTORS).map(lambda code: Reference(Kind.DATA, code, span=SPAN))
texts: Nodes = st.sampled_from(("", "x", "X", "đ", "it's \\ \"\n%s{}")).map(Text)
EXACT = ("+", "-", "*", "%")


def _binary(operators: tuple[str, ...], left: Nodes, right: Nodes) -> Nodes:
    return st.builds(Binary, st.sampled_from(operators), left, right)


def _call(names: tuple[str, ...], *arguments: Nodes) -> Nodes:
    return st.builds(Call, st.sampled_from(names), st.tuples(*arguments))


def numbers(depth: int, *, exact: bool = False) -> Nodes:
    """Trees that give a number; `exact` ones use nothing that is rounded."""
    leaves: Nodes = st.one_of(literals, data, st.just(Null()))
    if depth == 0:
        return leaves
    inner = st.deferred(lambda: numbers(depth - 1, exact=exact))
    truths = st.deferred(lambda: booleans(depth - 1, exact=exact))
    choices: list[Nodes] = [
        leaves,
        _binary(EXACT, inner, inner),
        _binary(EXACT, inner, inner),
        st.builds(Unary, st.sampled_from("+-"), inner),
        _call(("removeZeros",), inner),
        _call(("firstNonNull", "greatest", "least", "sum", "count", "min", "max"), inner, inner),
        _call(("if",), truths, inner, inner),
        _call(("sum", "count", "min", "max"), vectors),
        _call(("sum", "count", "min", "max"), inner, vectors),
    ]
    if not exact:
        choices += [
            _binary(("/", "^"), inner, inner),
            _call(("log", "log10"), inner),
            _call(("log",), inner, inner),
            _call(("avg", "median", "stddev"), vectors),
            _call(("avg", "median", "stddev"), inner, vectors),
            _call(("percentileCont",), inner, vectors),
            _call(("percentileCont",), st.just(Number(Decimal("0.9"))), vectors),
        ]
    return st.one_of(choices)


def booleans(depth: int, *, exact: bool = False) -> Nodes:
    """Trees that give true, false or no value."""
    leaves: Nodes = st.one_of(st.booleans().map(Truth), st.just(Null()))
    if depth == 0:
        return leaves
    inner = st.deferred(lambda: booleans(depth - 1, exact=exact))
    figures = st.deferred(lambda: numbers(depth - 1, exact=exact))
    order = ("==", "!=", "<", "<=", ">", ">=")
    return st.one_of(
        leaves,
        _binary(("&&", "||"), inner, inner),
        _binary(order, figures, figures),
        _binary(order, texts, texts),
        _binary(("==", "!="), inner, inner),
        st.builds(Unary, st.just("!"), inner),
        _call(("isNull", "isNotNull"), figures),
        _call(("firstNonNull",), inner, inner),
    )


def anything(depth: int) -> Nodes:
    """Trees of any type, whether their parts fit or not: what can be written down."""
    keys = st.sampled_from(("a", "log", "ty-le", "true"))
    reference: Nodes = st.builds(
        Reference,
        st.sampled_from(Kind),
        keys,
        st.sampled_from(((), ("4g",), ("4g", "nu"))),
    )
    moved: Nodes = st.builds(
        Reference,
        st.just(Kind.DATA),
        keys,
        st.just(()),
        st.integers(-24, 24),
        st.booleans(),
        st.sampled_from((None, (-12, -1), (0, 0))),
    )
    huge = st.decimals("0", "1e900", allow_nan=False).map(lambda value: Number(abs(value)))
    leaves: Nodes = st.one_of(
        literals, huge, reference, moved, texts, st.just(Null()), st.booleans().map(Truth)
    )
    if depth == 0:
        return leaves
    inner = st.deferred(lambda: anything(depth - 1))
    operators = ("||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "^")
    return st.one_of(
        leaves,
        _binary(operators, inner, inner),
        _binary(("^",), inner, inner),
        st.builds(Unary, st.sampled_from("+-!"), inner),
        _call(("if",), inner, inner, inner),
        _call(("log", "sum", "greatest"), inner),
    )


figures = st.one_of(
    st.none(), st.just(Decimal(0)), st.decimals("-1000", "1000", places=2), st.integers(-20, 20).map(Decimal)
)
series = st.one_of(st.none(), st.lists(figures, max_size=5).map(tuple))
rows = st.fixed_dictionaries(
    {
        **dict.fromkeys(CODES, figures),
        **{f"{code}.periods({SPAN[0]}, {SPAN[1]})": series for code in VECTORS},
    }
)
