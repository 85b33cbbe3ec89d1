"""The one parser: precedence climbing (Pratt) over the tokens."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tinhso.base.text.near import near_matches
from tinhso.indicators.formula.errors import FormulaError
from tinhso.indicators.formula.functions import FUNCTIONS, KEYWORDS, PERIODS
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
    continues,
    fold,
)
from tinhso.indicators.formula.tokens import Form, Token, tokens

LONGEST: Final = 10_000
DEEPEST: Final = 200
SPAN: Final = 1_200
"""Most periods of one vector, and farthest from the period at hand: a hundred years of months."""
OTHERWISE: Final = {"<>": "!=", "and": "&&", "or": "||", "not": "!"}
SIGNS: Final = frozenset("+-!")


def parse(text: str) -> Node:
    """The tree of a formula. Raises FormulaError with the place of the mistake."""
    if len(text) > LONGEST:
        raise FormulaError("too_long", LONGEST, expected="shorter", most=LONGEST)
    tree = _Parser(text).whole()
    depth, position = fold(tree, _depth)
    if depth > DEEPEST:
        raise FormulaError("too_deep", position, expected="shorter", most=DEEPEST)
    return tree


def _depth(node: Node, inner: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """How deep, and where the deepest part stands. A long sum is as deep as one addition."""
    if not inner:
        return 1, node.position
    if continues(node):
        (left, at), (right, there) = inner
        return (left, at) if left > right else (right + 1, there)
    deepest, at = max(inner, key=lambda pair: pair[0])
    return deepest + 1, at


class _Parser:
    def __init__(self, text: str) -> None:
        self.rest = tokens(text)
        self.token = next(self.rest)
        self.depth = 0

    def advance(self) -> Token:
        token = self.token
        if token.form is not Form.END:
            self.token = next(self.rest)
        return token

    def whole(self) -> Node:
        """All of the text as one expression."""
        if self.token.form is Form.END:
            raise FormulaError("empty", self.token.position, expected="value")
        tree = self.expression(0)
        self.require_end()
        return tree

    def at(self, sign: str) -> bool:
        return self.token.form is Form.SIGN and self.token.text == sign

    def operator(self) -> str | None:
        """The operator that stands here, in its canonical spelling."""
        token = self.token
        if token.form is Form.SIGN or (token.form is Form.NAME and token.text in OTHERWISE):
            name = OTHERWISE.get(token.text, token.text)
            return name if name in LEVELS else None
        return None

    def expression(self, above: int) -> Node:
        """Operators that bind tighter than `above`, all of them to the left."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("too_deep", self.token.position, expected="shorter", most=DEEPEST)
        left = OPERANDS[self.token.form](self)
        while (operator := self.operator()) and LEVELS[operator] > above:
            self.advance()
            left = Binary(operator, left, self.expression(LEVELS[operator]), position=left.position)
        self.depth -= 1
        return left

    def number(self) -> Node:
        token = self.advance()
        return Number(Decimal(token.text), position=token.position)

    def string(self) -> Node:
        token = self.advance()
        return Text(token.text, position=token.position)

    def signed(self) -> Node:
        """A sign with its operand, or brackets."""
        token = self.token
        if token.form is Form.SIGN and token.text in SIGNS:
            return self.unary(token.text)
        if not self.at("("):
            raise self.unexpected("value")
        self.advance()
        inner = self.expression(0)
        self.close()
        return inner

    def unary(self, operator: str) -> Node:
        position = self.advance().position
        return Unary(operator, self.expression(UNARY), position=position)

    def named(self) -> Node:
        token = self.token
        if token.text == "not":
            return self.unary("!")
        if token.text in {"true", "false"}:
            self.advance()
            return Truth(token.text == "true", position=token.position)
        if token.text == "null":
            self.advance()
            return Null(position=token.position)
        if token.text in KEYWORDS:
            raise self.unexpected("value")
        self.advance()
        if self.at("("):
            return self.call(token)
        if token.text in FUNCTIONS:
            raise self.unexpected("(")
        return self.periods(Reference(Kind.DATA, token.text, position=token.position))

    def call(self, name: Token) -> Node:
        if name.text not in FUNCTIONS:
            near = near_matches(name.text, FUNCTIONS)
            raise FormulaError(
                "unknown_function", name.position, expected="function", near=near, name=name.text
            )
        self.advance()
        arguments: list[Node] = []
        while not self.at(")"):
            arguments.append(self.expression(0))
            if not self.at(","):
                break
            self.advance()
            if self.at(")"):
                raise self.unexpected("value")
        self.close()
        function = FUNCTIONS[name.text]
        given = len(arguments)
        if given < function.least or (function.most is not None and given > function.most):
            takes = function.arity
            raise FormulaError(
                "arguments", name.position, expected=takes, name=name.text, takes=takes, given=given
            )
        return Call(name.text, tuple(arguments), position=name.position)

    def reference(self) -> Node:
        token = self.advance()
        prefix, _, rest = token.text.partition("{")
        code, *options = rest[:-1].split(".")
        found = Reference(Kind(prefix), code, tuple(options), position=token.position)
        return self.periods(found)

    def periods(self, found: Reference) -> Node:
        """What stands behind a reference: `.periodOffset(-1).yearToDate()`."""
        offset, to_date, span = 0, False, None
        while self.at("."):
            dot = self.advance()
            name = self.token
            if name.form is not Form.NAME or name.text not in PERIODS or found.kind is not Kind.DATA:
                near = near_matches(name.text, PERIODS) if name.form is Form.NAME else []
                raise FormulaError(
                    "bad_period", dot.position, expected="period", near=near, found=f".{name.text}"
                )
            self.advance()
            numbers = self.integers(PERIODS[name.text])
            repeated = (to_date and name.text == "yearToDate") or (span and name.text == "periods")
            if repeated or (numbers and _too_far(numbers)):
                raise FormulaError("bad_period", dot.position, expected="period", found=f".{name.text}")
            if name.text == "periodOffset":
                offset += numbers[0]
            elif name.text == "yearToDate":
                to_date = True
            else:
                span = (numbers[0], numbers[1])
        return Reference(
            found.kind, found.code, found.options, offset, to_date, span, position=found.position
        )

    def integers(self, count: int) -> list[int]:
        """So many whole numbers between brackets."""
        if not self.at("("):
            raise self.unexpected("(")
        self.advance()
        found: list[int] = []
        for index in range(count):
            if index:
                if not self.at(","):
                    raise self.unexpected(",")
                self.advance()
            found.append(self.integer())
        self.close()
        return found

    def integer(self) -> int:
        negative = self.at("-")
        if negative or self.at("+"):
            self.advance()
        if self.token.form is not Form.NUMBER or not self.token.text.isdigit() or len(self.token.text) > 9:
            raise self.unexpected("integer")
        number = int(self.advance().text)
        return -number if negative else number

    def close(self) -> None:
        if self.at(")"):
            self.advance()
            return
        token = self.token
        if token.form in {Form.END, Form.SIGN}:
            raise FormulaError("missing_bracket", token.position, expected=")", bracket=")")
        raise self.unexpected(")")

    def unexpected(self, expected: str) -> FormulaError:
        token = self.token
        if token.form is Form.END:
            return FormulaError("unfinished", token.position, expected=expected)
        return FormulaError("unexpected", token.position, expected=expected, found=token.text[:40])

    def require_end(self) -> None:
        token = self.token
        if token.form is not Form.END:
            raise FormulaError("trailing", token.position, expected="operator", found=token.text[:40])


OPERANDS: Final = {
    Form.NUMBER: _Parser.number,
    Form.TEXT: _Parser.string,
    Form.REFERENCE: _Parser.reference,
    Form.NAME: _Parser.named,
    Form.SIGN: _Parser.signed,
    Form.END: _Parser.signed,
}
"""Who reads what begins with such a token. A table and not a method: every level of nesting costs stack."""


def _too_far(numbers: list[int]) -> bool:
    """Whether a period is out of reach, or a span runs backwards or too long."""
    far = any(abs(number) > SPAN for number in numbers)
    return far or numbers[-1] < numbers[0] or numbers[-1] - numbers[0] >= SPAN
