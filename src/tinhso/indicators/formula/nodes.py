"""What a formula is made of: small frozen nodes that know their place in the text, and one walk over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Final, TypeVar


class Kind(Enum):
    """What a reference points to, as its prefix is written."""

    DATA = "#"
    CONSTANT = "C"
    PLACE_GROUP = "OUG"


@dataclass(frozen=True)
class Placed:
    """Anything with a place in the text: `position` counts characters from 0 and is no part of equality."""

    position: int = field(default=0, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True)
class Number(Placed):
    """A number that is not negative; the sign is an operation."""

    value: Decimal


@dataclass(frozen=True)
class Text(Placed):
    """Characters between quotes."""

    value: str


@dataclass(frozen=True)
class Truth(Placed):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True)
class Null(Placed):
    """`null`: no value (không có số liệu)."""


@dataclass(frozen=True)
class Reference(Placed):
    """What is looked up: a code, perhaps one cell of its disaggregation, at one period or over several.

    `offset` moves the period at hand; `to_date` adds up from the first period of that year; `span` asks for
    the list of values from one offset to another, both included.
    """

    kind: Kind
    code: str
    options: tuple[str, ...] = ()
    offset: int = 0
    to_date: bool = False
    span: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """The code with its options: `lop-ph.4g`."""
        return ".".join((self.code, *self.options))

    @property
    def moved(self) -> str:
        """The period, as it is written behind the reference; nothing for the period at hand."""
        parts = []
        if self.offset:
            parts.append(f".periodOffset({self.offset})")
        if self.to_date:
            parts.append(".yearToDate()")
        if self.span:
            parts.append(f".periods({self.span[0]}, {self.span[1]})")
        return "".join(parts)

    @property
    def key(self) -> str:
        """Under which name values are given: `a`, `a.4g`, `a.periodOffset(-1)`, `C{pi}`, `OUG{bien-gioi}`."""
        if self.kind is Kind.DATA:
            return self.name + self.moved
        return f"{self.kind.value}{{{self.name}}}"


@dataclass(frozen=True)
class Unary(Placed):
    """A sign or a negation before its operand."""

    operator: str
    operand: Node


@dataclass(frozen=True)
class Binary(Placed):
    """An operator between two operands."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call(Placed):
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]


Node = Number | Text | Truth | Null | Reference | Unary | Binary | Call
Result = TypeVar("Result")

LEVELS: Final = {
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "%": 6, "^": 8,
}  # fmt: skip
"""How tightly operators between operands bind; signs and negation stand at `UNARY`."""
UNARY: Final = 7
ARITHMETIC: Final = frozenset("+-*/%^")
EQUALITY: Final = frozenset({"==", "!="})
LOGIC: Final = frozenset({"&&", "||"})


def children(node: Node) -> tuple[Node, ...]:
    """The operands or arguments of a node, in the order of the text."""
    match node:
        case Unary():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
        case Call():
            return node.arguments
    return ()


def fold(tree: Node, combine: Callable[[Node, tuple[Result, ...]], Result]) -> Result:
    """Every node after its children, from left to right. Long sums need no deep stack here."""
    waiting: list[tuple[Node, bool]] = [(tree, False)]
    done: list[Result] = []
    while waiting:
        node, ready = waiting.pop()
        inner = children(node)
        if inner and not ready:
            waiting.append((node, True))
            waiting.extend((child, False) for child in reversed(inner))
            continue
        cut = len(done) - len(inner)
        results = tuple(done[cut:])
        del done[cut:]
        done.append(combine(node, results))
    return done[0]


def continues(node: Node) -> bool:
    """Whether a node goes on where its left operand stopped: the second `+` of `a + b + c`."""
    return (
        isinstance(node, Binary)
        and isinstance(node.left, Binary)
        and LEVELS[node.operator] == LEVELS[node.left.operator]
    )
