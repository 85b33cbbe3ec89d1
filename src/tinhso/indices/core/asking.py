"""What a rule asks of the one who scores: its inputs by kind, and points from the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final, Literal

from tinhso.indices.core import errors
from tinhso.indices.core.errors import Fault, Unscorable
from tinhso.indices.core.evaluating import Inputs, Value, evaluate, ratio_of
from tinhso.indices.core.nodes import Node
from tinhso.indices.core.rules import (
    Best,
    CappedCount,
    Manual,
    Options,
    Peers,
    Ratio,
    Rule,
    Steps,
    Sum,
    Threshold,
    YesNo,
    peers_of,
)

Kind = Literal["number", "share", "yes_no", "choice", "text", "peak", "points"]
POINTS: Final = "points"
"""The one input of a component without a rule: its points, as the owner counts them."""
PLACES: Final = Decimal("0.000001")
"""Points are kept to a millionth."""


@dataclass(frozen=True)
class Asked:
    """One input: its name in the rule, what kind of answer it takes, the answers of a choice."""

    name: str
    kind: Kind
    options: tuple[str, ...] = ()


def peak_name(rule: Peers) -> str:
    """The input that holds the highest ratio known among the other places."""
    return f"max({rule.numerator}/{rule.denominator})"


def _of_ratio(rule: Ratio | Threshold | Peers) -> Iterator[Asked]:
    yield Asked(rule.numerator, "number")
    yield Asked(rule.denominator, "number")
    if isinstance(rule, Peers):
        yield Asked(peak_name(rule), "peak")


def _of_manual(rule: Manual) -> Iterator[Asked]:
    yield Asked(rule.input, "share")
    yield Asked(rule.evidence, "text")


def _of_options(rule: Options) -> Iterator[Asked]:
    yield Asked(rule.input, "choice", tuple(option.answer for option in rule.options))


_ASKS: Final[Mapping[type[Any], Callable[[Any], Iterator[Asked]]]] = {
    Ratio: _of_ratio,
    Threshold: _of_ratio,
    Peers: _of_ratio,
    Steps: lambda rule: iter((Asked(rule.input, "number"),)),
    CappedCount: lambda rule: iter((Asked(rule.input, "number"),)),
    YesNo: lambda rule: iter((Asked(rule.input, "yes_no"),)),
    Options: _of_options,
    Manual: _of_manual,
    Sum: lambda rule: (one for part in rule.parts for one in _asked(part.rule)),
    Best: lambda rule: (one for inner in rule.rules for one in _asked(inner)),
}


def _asked(rule: Rule) -> Iterator[Asked]:
    return _ASKS[type(rule)](rule)


def asked_of(node: Node) -> tuple[Asked, ...]:
    """The inputs of a component, each once; its points themselves where it has no rule."""
    if node.rule is None:
        return (Asked(POINTS, "points"),)
    found: dict[str, Asked] = {}
    for one in _asked(node.rule):
        found.setdefault(one.name, one)
    return tuple(found.values())


def highest(rule: Rule, inputs: Inputs) -> Mapping[Peers, Fraction]:
    """The highest ratio of each rule that looks at others: as told of them, or one's own if that is higher.

    Raises Unscorable where it is not told.
    """
    found: dict[Peers, Fraction] = {}
    for one in peers_of(rule):
        told = inputs.get(peak_name(one))
        if isinstance(told, bool) or not isinstance(told, Decimal | int):
            fault = Fault("missing_input", errors.MISSING_INPUT, params={"input": peak_name(one)})
            raise Unscorable([fault])
        found[one] = max(Fraction(told), ratio_of(one, inputs) or Fraction(0))
    return found


def points_of(node: Node, inputs: Mapping[str, Value]) -> Decimal:
    """The points that the answers earn, rounded half up to a millionth. Raises Unscorable."""
    if node.rule is None:
        given = inputs.get(POINTS)
        if not isinstance(given, Decimal):
            raise Unscorable([Fault("missing_points", errors.MISSING_POINTS, params={"input": POINTS})])
        return given
    share = evaluate(node.rule, inputs, highest(node.rule, inputs))
    points = share * Fraction(node.points)
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return exact.quantize(PLACES, ROUND_HALF_UP)
