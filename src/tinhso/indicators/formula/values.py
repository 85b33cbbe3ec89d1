"""Values from outside, under names as people write them, and results back as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from tinhso.indicators.formula.arithmetic import in_range
from tinhso.indicators.formula.checking import check, require_known
from tinhso.indicators.formula.dependencies import references
from tinhso.indicators.formula.errors import FormulaError
from tinhso.indicators.formula.evaluation import Value, evaluate
from tinhso.indicators.formula.functions import Type
from tinhso.indicators.formula.nodes import Kind, Node, Reference
from tinhso.indicators.formula.parser import parse
from tinhso.indicators.formula.printing import number_text

_BRACED: Final = re.compile(r"\s*(?:#|C|OUG)\{")
_PLAIN: Final = re.compile(r"[\w:-]+(?:\.[\w:-]+)*")
_BARE: Final = re.compile(r"(.*?)((?:\.(?:periodOffset|yearToDate|periods)\(.*)?)", re.DOTALL)


class BadValue(ValueError):
    """A value that is no number in range, text, truth or list of numbers. `key` is the name it came under."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


@dataclass(frozen=True)
class Answer:
    """A result with its type; no value and a code of unknown type count as numbers."""

    value: Value
    type: Type

    def json(self) -> str:
        """`{"value": 64, "type": "number"}` with every digit."""
        return f'{{"value": {json_text(self.value)}, "type": "{self.type.value}"}}'


def answer(expression: str, values: Mapping[str, object] | None = None) -> Answer:
    """Parse, check and calculate. Raises FormulaError, BadValue.

    Where values are given, every code must be among them; otherwise every code has no value.
    """
    tree = parse(expression)
    if values is not None:
        require_known(tree, values.keys())
    bound = _bound(tree, values or {})
    given = check(tree, {key: _type_of(value) for key, value in bound.items()})
    return Answer(evaluate(tree, bound), Type.NUMBER if given is Type.ANY else given)


def _bound(tree: Node, values: Mapping[str, object]) -> dict[str, Value]:
    """The values a tree asks for, by `Reference.key`; a constant may come under its bare code."""
    named = {_key(name): (name, value) for name, value in values.items()}
    found: dict[str, Value] = {}
    for reference in references(tree):
        told = named.get(reference.key)
        if told is None and reference.kind is not Kind.DATA:
            told = named.get(reference.name)
        if told is not None:
            found[reference.key] = _value(*told)
    return found


def _key(name: str) -> str:
    """A name as people write it (`#{a}`, `a . 4g`, `a.periods(-3,-1)`) as `Reference.key` spells it."""
    if _PLAIN.fullmatch(name):
        return name
    text = name
    if not _BRACED.match(name) and (found := _BARE.fullmatch(name)):
        text = f"#{{{found[1]}}}{found[2]}"
    try:
        tree = parse(text)
    except FormulaError:
        return name
    return tree.key if isinstance(tree, Reference) else name


def _value(name: str, value: Any) -> Value:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, list | tuple):
        return tuple(None if one is None else _number(name, one) for one in value)
    return _number(name, value)


def _number(name: str, value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise BadValue(name)
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not in_range(number):
        raise BadValue(name)
    return number


def _type_of(value: Value) -> Type:
    match value:
        case None:
            return Type.ANY
        case bool():
            return Type.BOOLEAN
        case str():
            return Type.TEXT
        case Decimal():
            return Type.NUMBER
    return Type.VECTOR


def json_text(value: Value) -> str:
    """JSON that loses no digit: numbers as numbers, whole ones without a point."""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return str(int(value)) if whole else number_text(value)
    return json.dumps(value, ensure_ascii=False)
