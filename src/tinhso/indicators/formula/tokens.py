"""From characters to words of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from tinhso.indicators.formula.arithmetic import in_range
from tinhso.indicators.formula.errors import FormulaError


class Form(Enum):
    """What a token is."""

    NUMBER = "number"
    TEXT = "text"
    NAME = "name"
    REFERENCE = "reference"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True)
class Token:
    """One word of the language: `text` as it stands there, for a string what is between its quotes."""

    form: Form
    text: str
    position: int


SPACE: Final = re.compile(r"\s*")
NUMBER: Final = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?", re.ASCII)
LIKE_A_NUMBER: Final = re.compile(r"\.?\d(?:[eE][+-]?(?=\d)|[\w.])*")
NAME: Final = re.compile(r"[^\W\d]\w*")
REFERENCE: Final = re.compile(r"(#|C|OUG)\{([^{}]*)\}")
OPENED: Final = re.compile(r"(?:#|C|OUG)\{")
CODE: Final = re.compile(r"\s*[\w:-]+(?:\.[\w:-]+){0,4}\s*")
SIGN: Final = re.compile(r"\|\||&&|==|!=|<>|<=|>=|[-+*/%^()<>!,.]")
ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r"}


def tokens(text: str) -> Iterator[Token]:
    """The tokens of `text`, the last one its end. Raises FormulaError."""
    at = 0
    while True:
        at = _skip(text, at)
        if at == len(text):
            yield Token(Form.END, "", at)
            return
        token, at = _next(text, at)
        yield token


def _skip(text: str, at: int) -> int:
    found = SPACE.match(text, at)
    return found.end() if found else at


def _next(text: str, at: int) -> tuple[Token, int]:
    first = text[at]
    if first in "'\"":
        return _string(text, at)
    if OPENED.match(text, at):
        return _reference(text, at)
    if first.isdigit() or (first == "." and text[at + 1 : at + 2].isdigit()):
        return _number(text, at)
    if found := NAME.match(text, at):
        return Token(Form.NAME, found[0], at), found.end()
    if found := SIGN.match(text, at):
        return Token(Form.SIGN, found[0], at), found.end()
    raise FormulaError("unexpected", at, expected="value", found=first)


def _string(text: str, at: int) -> tuple[Token, int]:
    quote, end = text[at], at + 1
    while end < len(text) and text[end] != quote:
        end += 2 if text[end] == "\\" else 1
    if end >= len(text):
        raise FormulaError("unterminated", at, expected="quote")
    inner = ESCAPE.sub(lambda found: ESCAPED.get(found[1], found[1]), text[at + 1 : end])
    return Token(Form.TEXT, inner, at), end + 1


def _number(text: str, at: int) -> tuple[Token, int]:
    whole = LIKE_A_NUMBER.match(text, at)
    word = whole[0] if whole else text[at]
    if not NUMBER.fullmatch(word):
        raise FormulaError("bad_number", at, expected="digits", found=word[:40])
    if not in_range(Decimal(word)):
        raise FormulaError("number_too_large", at, expected="range", found=word[:40])
    return Token(Form.NUMBER, word, at), at + len(word)


def _reference(text: str, at: int) -> tuple[Token, int]:
    found = REFERENCE.match(text, at)
    if found is None:
        raise FormulaError("missing_bracket", _stop(text, at), expected="}", bracket="}")
    if not CODE.fullmatch(found[2]):
        raise FormulaError("bad_reference", at, expected="code", found=found[0][:60])
    return Token(Form.REFERENCE, f"{found[1]}{{{found[2].strip()}}}", at), found.end()


def _stop(text: str, at: int) -> int:
    """Where the closing bracket of a reference should have stood."""
    opened = text.index("{", at) + 1
    found = CODE.match(text, opened)
    return found.end() if found else opened
