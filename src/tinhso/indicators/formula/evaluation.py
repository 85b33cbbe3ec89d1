"""Calculating: a tree is turned into closures once, and these run over any number of sets of values.

Long sums run as loops, so that only true nesting needs depth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple, cast

from tinhso.indicators.formula import arithmetic, calls
from tinhso.indicators.formula.arithmetic import CONTEXT
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
    continues,
    fold,
)

Value = Decimal | str | bool | Sequence[Decimal | None] | None
"""What a part of a formula gives: None is no value; a sequence the values of several periods."""
Run = Callable[[Mapping[str, Value]], Value]
Step = Callable[[Decimal, Decimal], Value]
NESTED: Final = 2
"""So many operations of one level are nested; more run as a loop."""


class _Part(NamedTuple):
    """A compiled part; `first` and `steps` say how it was chained, for the operation that goes on with it."""

    run: Run
    first: Run
    steps: list[tuple[str, Run]]


def compile_formula(tree: Node) -> Run:
    """A function from values (under `Reference.key`) to the result. Missing keys are no value.

    The tree must have passed `checking.check`: types are not examined again.
    """
    return fold(tree, _compiled).run


def evaluate(tree: Node, values: Mapping[str, Value]) -> Value:
    """Compile and run once."""
    return compile_formula(tree)(values)


def _compiled(node: Node, inner: tuple[_Part, ...]) -> _Part:
    if isinstance(node, Binary):
        return _chained(node, *inner)
    run = _simple(node, [part.run for part in inner])
    return _Part(run, run, [])


def _simple(node: Node, inner: list[Run]) -> Run:
    match node:
        case Number():
            return _constant(CONTEXT.plus(node.value))
        case Text() | Truth():
            return _constant(node.value)
        case Null():
            return _constant(None)
        case Reference():
            return _looked_up(node.key)
        case Unary():
            return _signed(node.operator, inner[0])
        case Call():
            return calls.compiled(node.name, inner)
    raise TypeError(node)


def _constant(value: Value) -> Run:
    return lambda _values: value


def _looked_up(key: str) -> Run:
    return lambda values: values.get(key)


def _signed(operator: str, operand: Run) -> Run:
    if operator == "!":

        def negated(values: Mapping[str, Value]) -> Value:
            value = operand(values)
            return None if value is None else not value

        return negated
    change = CONTEXT.minus if operator == "-" else CONTEXT.plus

    def signed(values: Mapping[str, Value]) -> Value:
        value = operand(values)
        return None if value is None else change(cast(Decimal, value))

    return signed


def _chained(node: Binary, left: _Part, right: _Part) -> _Part:
    """A chain grows in place: each of its parts is used once, by the operation that follows."""
    step = (node.operator, right.run)
    first, steps = left.run, [step]
    if continues(node):
        left.steps.append(step)
        first, steps = left.first, left.steps
    if node.operator in LOGIC:
        run = _logic(node.operator == "||", first, steps)
    elif len(steps) > NESTED:
        run = _loop(first, steps)
    else:
        run = _between(node.operator, left.run, right.run)
    return _Part(run, first, steps)


def _loop(first: Run, steps: list[tuple[str, Run]]) -> Run:
    prepared: list[tuple[Step, Run]] = []

    def loop(values: Mapping[str, Value]) -> Value:
        if not prepared:
            prepared.extend((STEPS[operator], right) for operator, right in steps)
        value = first(values)
        for step, right in prepared:
            other = right(values)
            if value is None or other is None:
                return None
            value = step(cast(Decimal, value), cast(Decimal, other))
        return value

    return loop


def _logic(decides: bool, first: Run, steps: list[tuple[str, Run]]) -> Run:
    """Three values: what decides (`false` for `&&`, `true` for `||`) stands even beside no value."""

    def logic(values: Mapping[str, Value]) -> Value:
        value = first(values)
        if value is decides:
            return decides
        unknown = value is None
        for _, right in steps:
            other = right(values)
            if other is decides:
                return decides
            unknown = unknown or other is None
        return None if unknown else not decides

    return logic


def _between(operator: str, left: Run, right: Run) -> Run:
    """One operation, its step called without a detour: this is where formulas spend their time."""
    step = RAW.get(operator) or STEPS[operator]
    checked = operator in RAW

    def plain(values: Mapping[str, Value]) -> Value:
        one = left(values)
        if one is None:
            return None
        other = right(values)
        return None if other is None else step(cast(Decimal, one), cast(Decimal, other))

    def finite(values: Mapping[str, Value]) -> Value:
        one = left(values)
        if one is None:
            return None
        other = right(values)
        if other is None:
            return None
        result = cast(Decimal, step(cast(Decimal, one), cast(Decimal, other)))
        return result if result.is_finite() else None

    return finite if checked else plain


def _finite(step: Callable[[Decimal, Decimal], Decimal]) -> Step:
    def checked(left: Decimal, right: Decimal) -> Value:
        result = step(left, right)
        return result if result.is_finite() else None

    return checked


RAW: Final[dict[str, Step]] = {"+": CONTEXT.add, "-": CONTEXT.subtract, "*": CONTEXT.multiply}
STEPS: Final[dict[str, Step]] = {
    "+": _finite(CONTEXT.add),
    "-": _finite(CONTEXT.subtract),
    "*": _finite(CONTEXT.multiply),
    "/": arithmetic.divide,
    "%": arithmetic.remainder,
    "^": arithmetic.power,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
