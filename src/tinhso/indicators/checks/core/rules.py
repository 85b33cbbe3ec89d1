"""The kinds of rules as frozen data, and the formula that each of them is.

An operand is an indicator's code (`dvctt-tong`); a part of a ratio or pair stands behind a colon
(`tthc-dvctt:denominator`). A cell of a disaggregation has a code of its own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from tinhso.indicators.formula.dependencies import references
from tinhso.indicators.formula.nodes import Kind as Pointing
from tinhso.indicators.formula.nodes import Node
from tinhso.indicators.formula.parser import parse
from tinhso.indicators.formula.printing import number_text

COLUMNS: Final = ("value", "numerator", "denominator", "actual", "target", "rank")
"""What may stand behind an operand's colon."""

_Exact = Annotated[Decimal, Field(max_digits=24, decimal_places=6)]
_NotNegative = Annotated[Decimal, Field(max_digits=24, decimal_places=6, ge=0)]


def split(operand: str) -> tuple[str, str]:
    """The code and the column of an operand; no column means the figure itself."""
    code, _colon, column = operand.partition(":")
    return code, column


def _operand(text: str) -> str:
    code, column = split(text)
    if not code or (column and column not in COLUMNS):
        raise ValueError(f"{text}: {', '.join(COLUMNS)}")
    return text


Operand = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_operand)]


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Pair(_Rule):
    """Where `first` is told, every one of `others` must be told too (cặp bắt buộc)."""

    kind: Literal["pair"] = "pair"
    first: Operand
    others: tuple[Operand, ...] = Field(min_length=1, max_length=20)


class Range(_Rule):
    """A figure lies between two bounds, both included (khoảng giá trị); one of them may be open."""

    kind: Literal["range"] = "range"
    indicator: Operand
    least: _Exact | None = None
    most: _Exact | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.least is None and self.most is None:
            raise ValueError("least, most")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("least <= most")
        return self


class Jump(_Rule):
    """A figure does not leap away from the place's own earlier ones (đột biến so với chính mình).

    Compared with the `last` figures before it, at least `needed` of them: more than `threshold` robust
    deviations from their median is a jump, unless the distance is below `smallest`. `seasonal`: compared with
    the same month or quarter of the years before.
    """

    kind: Literal["jump"] = "jump"
    indicator: Operand
    last: int = Field(default=12, ge=3, le=60)
    needed: int = Field(default=5, ge=3, le=60)
    threshold: Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)] = Decimal("3.5")
    smallest: _NotNegative = Decimal(0)
    seasonal: bool = False

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if self.needed > self.last:
            raise ValueError("needed <= last")
        return self


class Below(_Rule):
    """One figure is not greater than another of the same place and period (không vượt)."""

    kind: Literal["below"] = "below"
    lesser: Operand
    greater: Operand


class Parts(_Rule):
    """Parts make the total of the same place and period (tổng các phần), give or take `tolerance`."""

    kind: Literal["parts"] = "parts"
    total: Operand
    parts: tuple[Operand, ...] = Field(min_length=2, max_length=40)
    tolerance: _NotNegative = Decimal(0)


class Children(_Rule):
    """The figures of the places inside make that of the place itself (cộng các địa bàn)."""

    kind: Literal["children"] = "children"
    indicator: Operand
    tolerance: _NotNegative = Decimal(0)


class Stated(_Rule):
    """A formula of the language that must not be false (công thức); no value is not judged."""

    kind: Literal["formula"] = "formula"
    formula: str = Field(min_length=1, max_length=10_000)


Rule = Pair | Range | Jump | Below | Parts | Children | Stated
ANY_RULE: Final[TypeAdapter[Rule]] = TypeAdapter(Annotated[Rule, Field(discriminator="kind")])


def read_rule(stored: Any) -> Rule:
    """A rule as it is stored. Raises pydantic.ValidationError."""
    return ANY_RULE.validate_python(stored)


def operands(rule: Rule) -> tuple[str, ...]:
    """What a rule looks at, each once: first what is blamed when it does not hold. Raises FormulaError."""
    match rule:
        case Pair():
            found: tuple[str, ...] = (*rule.others, rule.first)
        case Range() | Jump() | Children():
            found = (rule.indicator,)
        case Below():
            found = (rule.lesser, rule.greater)
        case Parts():
            found = (rule.total, *rule.parts)
        case Stated():
            found = tuple(one.name for one in references(parse(rule.formula)) if one.kind is Pointing.DATA)
    return tuple(dict.fromkeys(found))


def _ref(operand: str) -> str:
    return f"#{{{operand}}}"


def formula_of(rule: Rule) -> str:
    """The rule as a formula that is true where it holds; empty where no formula says it."""
    match rule:
        case Pair():
            others = " && ".join(f"isNotNull({_ref(other)})" for other in rule.others)
            return f"isNull({_ref(rule.first)}) || {others}"
        case Range():
            bounds = []
            if rule.least is not None:
                bounds.append(f"{_ref(rule.indicator)} >= {number_text(rule.least)}")
            if rule.most is not None:
                bounds.append(f"{_ref(rule.indicator)} <= {number_text(rule.most)}")
            return " && ".join(bounds)
        case Below():
            return f"{_ref(rule.lesser)} <= {_ref(rule.greater)}"
        case Parts():
            total, parts = _ref(rule.total), " + ".join(map(_ref, rule.parts))
            if not rule.tolerance:
                return f"{parts} == {total}"
            off = number_text(rule.tolerance)
            return f"{parts} <= {total} + {off} && {parts} >= {total} - {off}"
        case Stated():
            return rule.formula
    return ""


def tree_of(rule: Rule) -> Node | None:
    """The rule's formula, parsed; None for those that look at history or at other places."""
    text = formula_of(rule)
    return parse(text) if text else None
