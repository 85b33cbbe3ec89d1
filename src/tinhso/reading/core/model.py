"""What a reading consists of: figures, documents named, contradictions; each tied to its place in the text.

Offsets count code points of the NFC text, from 0, ends exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What kind of figure a reading is; the words are those of the API."""

    COUNT = "count"
    RATIO = "ratio"
    PERCENT = "percent"
    ACTUAL_TARGET = "actual_target"
    RANK = "rank"
    RANK_CHANGE = "rank_change"
    MONEY = "money"
    ORDINAL = "ordinal"
    PERIOD = "period"
    DEADLINE = "deadline"


class Comparison(StrEnum):
    """How a figure bounds what it tells (trên, dưới, khoảng, ít nhất…)."""

    EXACT = ""
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    NEARLY = "nearly"


class Change(StrEnum):
    """Whether a figure tells by how much something rose or fell."""

    NONE = ""
    INCREASE = "increase"
    DECREASE = "decrease"


class Standing(StrEnum):
    """Whether something was reached, is aimed at, or is work laid down (kết quả, mục tiêu, nhiệm vụ giao)."""

    RESULT = "result"
    TARGET = "target"
    PLAN = "plan"


class CheckKind(StrEnum):
    """What does not agree."""

    PERCENT_OF_RATIO = "percent_of_ratio"
    PARTS_AND_TOTAL = "parts_and_total"
    TWO_VALUES = "two_values"
    OUT_OF_RANGE = "out_of_range"
    FALLING_TOTAL = "falling_total"
    ALL_AND_NOT_ALL = "all_and_not_all"


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of the text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Its characters."""
        return text[self.start : self.end]

    def __bool__(self) -> bool:
        return self.end > self.start


@dataclass(frozen=True)
class Figure:
    """One figure. What does not belong to its kind is None or empty.

    `value` is in `unit`s as printed (percentages in hundredths, money in the currency itself); `upper` is the
    far end of a range. `numerator` and `denominator` are those of a ratio, `percent_printed` the percentage
    the text gives with it, `percent_computed` the same rounded half up to as many places. `actual` and
    `target` are the two of a pair “89%/85%”. `rank` stands among `of`. `period` is a code, one of
    `base.calendar.periods` or `..2024-10-31` (up to that day), `2021..` (since), `2022-04..2022-12`;
    `deadline` the last day. `place` is as named in the text, empty for that of the document.
    """

    span: Span
    text: str
    kind: Kind
    sentence: Span
    value: Decimal | None = None
    upper: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    percent_printed: Decimal | None = None
    percent_computed: Decimal | None = None
    percent_span: Span = Span(0, 0)
    actual: Decimal | None = None
    target: Decimal | None = None
    rank: int | None = None
    of: int | None = None
    unit: str = ""
    comparison: Comparison = Comparison.EXACT
    change: Change = Change.NONE
    subject: str = ""
    subject_span: Span = Span(0, 0)
    scope: str = ""
    place: str = ""
    places: tuple[str, ...] = ()
    period: str = ""
    deadline: date | None = None
    standing: Standing = Standing.RESULT
    pillar: str = ""
    opens_parts: bool = False
    opens_some: bool = False
    cumulative: bool = False

    @property
    def is_target(self) -> bool:
        """Whether it is aimed at rather than reached."""
        return self.standing is not Standing.RESULT


@dataclass(frozen=True)
class NamedDocument:
    """A document the text names. `number` is its notation, empty where the text gives none."""

    span: Span
    text: str
    number: str = ""
    type: str = ""
    dated: date | None = None
    issuer: str = ""
    title: str = ""


@dataclass(frozen=True)
class Check:
    """What does not agree, between which figures (positions in `Read.figures`), and what was compared.

    `params` fill `message`, a Vietnamese sentence that faces translate.
    """

    kind: CheckKind
    message: str
    figures: tuple[int, ...]
    params: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.message % dict(self.params)


@dataclass(frozen=True)
class Read:
    """A text that was read. `text` is its NFC form, the one all spans are of."""

    text: str
    figures: tuple[Figure, ...]
    documents: tuple[NamedDocument, ...]
    checks: tuple[Check, ...]
    sentences: tuple[Span, ...]
    dated: date | None = None
    place: str = ""
    title: str = ""
