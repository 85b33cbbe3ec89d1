"""A tree back to canonical text: one spelling for each operator, one space, no bracket that is not needed."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tinhso.indicators.formula.nodes import (
    LEVELS,
    UNARY,
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
    fold,
)

PLAIN: Final = 24
"""Numbers with more digits than this before or behind the point are written with an exponent."""
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def printed(tree: Node) -> str:
    """The formula as text; parsed again it is the same tree."""
    return fold(tree, _text)


def _text(node: Node, inner: tuple[str, ...]) -> str:
    match node:
        case Number():
            return number_text(node.value)
        case Text():
            return "'" + node.value.translate(_ESCAPES) + "'"
        case Truth():
            return "true" if node.value else "false"
        case Null():
            return "null"
        case Reference():
            return reference_text(node)
        case Unary():
            return node.operator + _bracketed(inner[0], _level(node.operand) < UNARY)
        case Call():
            return f"{node.name}({', '.join(inner)})"
    return _between(node, *inner)


def _between(node: Binary, left: str, right: str) -> str:
    level = LEVELS[node.operator]
    first = _bracketed(left, _level(node.left) < level or _open(node.left, level))
    # An operand on the right may begin with a sign even where the sign binds less: 2 ^ -1.
    second = _bracketed(right, not isinstance(node.right, Unary) and _level(node.right) <= level)
    return f"{first} {node.operator} {second}"


def _open(left: Node, level: int) -> bool:
    """Whether `left` ends in a sign that would take what follows for its own: (2 ^ -1) ^ 2."""
    return level > UNARY and isinstance(left, Binary) and isinstance(left.right, Unary)


def _level(node: Node) -> int:
    match node:
        case Binary():
            return LEVELS[node.operator]
        case Unary():
            return UNARY
    return max(LEVELS.values()) + 1


def _bracketed(text: str, needed: bool) -> str:
    return f"({text})" if needed else text


def reference_text(node: Reference) -> str:
    """`#{a.4g}.periodOffset(-1)`, `C{pi}`, `OUG{bien-gioi}`."""
    moved = node.moved if node.kind is Kind.DATA else ""
    return f"{node.kind.value}{{{node.name}}}{moved}"


def number_text(value: Decimal) -> str:
    """Every digit of a number, none that says nothing: 0.5, 1680, 1E+30."""
    if not value:
        return "0"
    sign, digits, exponent = value.as_tuple()
    shown = "".join(map(str, digits)).rstrip("0")
    places = int(exponent) + len(digits) - len(shown)
    if -PLAIN <= value.adjusted() <= PLAIN:
        short = Decimal((sign, tuple(map(int, shown)), places))
        return format(short, "f")
    tail = f".{shown[1:]}" if len(shown) > 1 else ""
    return f"{'-' if sign else ''}{shown[0]}{tail}E{value.adjusted():+d}"
