"""The functions of the language: how many arguments they take, of what type, and what they give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Type(Enum):
    """What a part of a formula gives. `ANY` is not known beforehand: a code without a type, or null."""

    NUMBER = "number"
    BOOLEAN = "boolean"
    TEXT = "text"
    VECTOR = "vector"
    ANY = "any"


@dataclass(frozen=True)
class Function:
    """One function. `most` is None where any number of arguments may follow.

    `vectors` says that its arguments may be vectors, `alike` that all arguments share one type, which the
    function gives; `first` is the type of the first argument where it differs from the others.
    """

    name: str
    least: int
    most: int | None
    takes: Type
    gives: Type
    vectors: bool = False
    alike: bool = False
    first: Type | None = None

    @property
    def arity(self) -> str:
        """`1`, `1–2`, `≥ 1`."""
        if self.most is None:
            return f"≥ {self.least}"
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"


def _vector(name: str, least: int = 1, first: Type | None = None) -> Function:
    return Function(name, least, None, Type.NUMBER, Type.NUMBER, vectors=True, first=first)


def _listed() -> Iterator[Function]:
    number, boolean, anything = Type.NUMBER, Type.BOOLEAN, Type.ANY
    yield Function("if", 3, 3, anything, anything, alike=True, first=boolean)
    yield Function("isNull", 1, 1, anything, boolean)
    yield Function("isNotNull", 1, 1, anything, boolean)
    yield Function("firstNonNull", 1, None, anything, anything, alike=True)
    yield Function("greatest", 1, None, number, number)
    yield Function("least", 1, None, number, number)
    yield Function("removeZeros", 1, 1, number, number)
    yield Function("log", 1, 2, number, number)
    yield Function("log10", 1, 1, number, number)
    for name in ("avg", "sum", "min", "max", "median", "count", "stddev"):
        yield _vector(name)
    yield _vector("percentileCont", 2, first=number)


FUNCTIONS: Final = {function.name: function for function in _listed()}
KEYWORDS: Final = frozenset({"true", "false", "null", "and", "or", "not"})
PERIODS: Final = {"periodOffset": 1, "yearToDate": 0, "periods": 2}
"""What may stand behind a reference, and how many whole numbers it takes."""
