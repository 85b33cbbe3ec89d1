"""Figures held against each other, in one text or in several: two values of one subject, sums that fell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tinhso.base.numbers import format_number
from tinhso.base.numbers.errors import gettext_noop
from tinhso.base.text import fold
from tinhso.reading.core.model import Check, CheckKind, Figure, Kind, Read, Standing

_FEWEST_WORDS: Final = 3
"""A bare noun is no subject that two figures could share."""
_CUMULATIVE: Final = ("luy ke", "tong so", "tong cong", "den nay")
_TWO: Final = gettext_noop("“%(subject)s” có hai giá trị: %(first)s và %(second)s.")
_FALLING: Final = gettext_noop(
    "“%(subject)s” cộng dồn %(later)s (%(later_period)s) lại nhỏ hơn %(earlier)s (%(earlier_period)s)."
)


@dataclass(frozen=True)
class CrossCheck:
    """What does not agree between texts: `figures` are (text, position in its figures)."""

    kind: CheckKind
    message: str
    figures: tuple[tuple[int, int], ...]
    params: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.message % dict(self.params)


def across(reads: Sequence[Read]) -> tuple[CrossCheck, ...]:
    """What several texts tell differently; what one tells by itself is among its own checks."""
    owners = [(text, place) for text, one in enumerate(reads) for place in range(len(one.figures))]
    figures = [reads[text].figures[place] for text, place in owners]
    found = (*two_values(figures), *falling(figures))
    return tuple(
        CrossCheck(one.kind, one.message, tuple(owners[place] for place in one.figures), one.params)
        for one in found
        if len({owners[place][0] for place in one.figures}) > 1
    )


def made(kind: CheckKind, message: str, figures: tuple[int, ...], **params: str) -> Check:
    """A check with what fills its sentence."""
    return Check(kind, message, figures, tuple(params.items()))


def shown(value: Decimal | None) -> str:
    """A number as Vietnamese readers write it; nothing for none."""
    return "" if value is None else format_number(value)


def _subject_key(one: Figure) -> tuple[str, str, str, str, tuple[str, ...]]:
    return fold(one.subject), fold(one.scope), one.period, fold(one.place), one.places


def two_values(figures: Sequence[Figure]) -> Iterator[Check]:
    """One subject, place and period, told with two values."""
    seen: dict[tuple[object, ...], int] = {}
    for number, one in enumerate(figures):
        if (
            one.value is None
            or len(fold(one.subject).split()) < _FEWEST_WORDS
            or one.kind in (Kind.PERIOD, Kind.DEADLINE, Kind.ORDINAL)
        ):
            continue
        key = (*_subject_key(one), one.kind, one.is_target, one.change)
        earlier = seen.setdefault(key, number)
        first = figures[earlier]
        if (first.value, first.denominator) != (one.value, one.denominator):
            yield made(
                CheckKind.TWO_VALUES,
                _TWO,
                (earlier, number),
                subject=one.subject,
                first=first.text,
                second=one.text,
            )


def falling(figures: Sequence[Figure]) -> Iterator[Check]:
    """Sums that can only grow: a later one is smaller than an earlier."""
    known: dict[tuple[object, ...], list[int]] = {}
    for number, one in enumerate(figures):
        if one.kind is not Kind.COUNT or one.value is None or one.standing is not Standing.RESULT:
            continue
        words = fold(one.subject)
        if not (one.cumulative or words.startswith(_CUMULATIVE)):
            continue
        key = (words, fold(one.scope), fold(one.place))
        for earlier in known.setdefault(key, []):
            first = figures[earlier]
            low, high = sorted((first, one), key=lambda figure: figure.period.strip("."))
            if (
                low.period == high.period
                or low.value is None
                or high.value is None
                or high.value >= low.value
            ):
                continue
            yield made(
                CheckKind.FALLING_TOTAL,
                _FALLING,
                (earlier, number),
                subject=one.subject,
                later=shown(high.value),
                later_period=high.period,
                earlier=shown(low.value),
                earlier_period=low.period,
            )
        known[key].append(number)
