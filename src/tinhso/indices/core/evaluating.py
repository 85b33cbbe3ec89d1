"""What a rule gives for the inputs of a place: an exact share from 0 to 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tinhso.indices.core import errors
from tinhso.indices.core.errors import Fault, Unscorable
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
)

Value = Decimal | int | bool | str
Inputs = Mapping[str, Value]
Highest = Mapping[Peers, Fraction]
"""The highest ratio among the places, by rule."""

_NONE, _ALL = Fraction(0), Fraction(1)


def capped(share: Fraction) -> Fraction:
    """Not below 0, not above 1."""
    return max(_NONE, min(_ALL, share))


def _given(inputs: Inputs, name: str) -> Value:
    if name not in inputs:
        raise Unscorable([Fault("missing_input", errors.MISSING_INPUT, params={"input": name})])
    return inputs[name]


def _wrong(name: str, found: object) -> Unscorable:
    return Unscorable(
        [Fault("wrong_input", errors.WRONG_INPUT, params={"input": name, "found": str(found)[:60]})]
    )


def _number(inputs: Inputs, name: str) -> Fraction:
    value = _given(inputs, name)
    if isinstance(value, bool | str) or (isinstance(value, Decimal) and not value.is_finite()):
        raise _wrong(name, value)
    return Fraction(value)


def ratio_of(rule: Ratio | Threshold | Peers, inputs: Inputs) -> Fraction | None:
    """Numerator over denominator; None when the denominator is 0."""
    over = _number(inputs, rule.denominator)
    above = _number(inputs, rule.numerator)
    return above / over if over else None


def _ratio(rule: Ratio, inputs: Inputs, _highest: Highest) -> Fraction:
    found = ratio_of(rule, inputs)
    return Fraction(rule.zero) if found is None else capped(found)


def _threshold(rule: Threshold, inputs: Inputs, _highest: Highest) -> Fraction:
    found = ratio_of(rule, inputs)
    return Fraction(rule.zero) if found is None else capped(found / Fraction(rule.target))


def _steps(rule: Steps, inputs: Inputs, _highest: Highest) -> Fraction:
    value = _number(inputs, rule.input)
    reached = [step for step in rule.steps if value >= Fraction(step.at_least)]
    return Fraction(max(reached, key=lambda step: step.at_least).share) if reached else _NONE


def _options(rule: Options, inputs: Inputs, _highest: Highest) -> Fraction:
    answer = str(_given(inputs, rule.input))
    for option in rule.options:
        if option.answer == answer:
            return Fraction(option.share)
    raise _wrong(rule.input, answer)


def _yes_no(rule: YesNo, inputs: Inputs, _highest: Highest) -> Fraction:
    value = _given(inputs, rule.input)
    if not isinstance(value, bool):
        raise _wrong(rule.input, value)
    return _ALL if value else _NONE


def _count(rule: CappedCount, inputs: Inputs, _highest: Highest) -> Fraction:
    return capped(_number(inputs, rule.input) / Fraction(rule.most))


def _peers(rule: Peers, inputs: Inputs, highest: Highest) -> Fraction:
    own, best = ratio_of(rule, inputs), highest.get(rule, _NONE)
    if own is None:
        return Fraction(rule.zero)
    return capped(own / best) if best > 0 else _NONE


def _manual(rule: Manual, inputs: Inputs, _highest: Highest) -> Fraction:
    share = _number(inputs, rule.input)
    if not _NONE <= share <= _ALL:
        raise Unscorable([Fault("outside", errors.OUTSIDE, params={"share": str(inputs[rule.input])})])
    if not str(inputs.get(rule.evidence, "")).strip():
        raise Unscorable([Fault("no_evidence", errors.NO_EVIDENCE, params={"input": rule.evidence})])
    return share


def _sum(rule: Sum, inputs: Inputs, highest: Highest) -> Fraction:
    parts = (Fraction(part.weight) * evaluate(part.rule, inputs, highest) for part in rule.parts)
    return capped(sum(parts, start=_NONE))


def _best(rule: Best, inputs: Inputs, highest: Highest) -> Fraction:
    return max(evaluate(one, inputs, highest) for one in rule.rules)


_HOW: Mapping[type[Any], Callable[[Any, Inputs, Highest], Fraction]] = {
    Ratio: _ratio,
    Threshold: _threshold,
    Steps: _steps,
    Options: _options,
    YesNo: _yes_no,
    CappedCount: _count,
    Peers: _peers,
    Manual: _manual,
    Sum: _sum,
    Best: _best,
}


def evaluate(rule: Rule, inputs: Inputs, highest: Highest) -> Fraction:
    """The share of its points that `rule` gives. Raises Unscorable for inputs that are missing or unfit."""
    return _HOW[type(rule)](rule, inputs, highest)
