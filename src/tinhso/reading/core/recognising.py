"""One walk over the tokens: at each, the first recogniser that knows what stands there."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tinhso.reading.core.grammar.base import Raw, Recogniser
from tinhso.reading.core.grammar.counts import count_at, money_at
from tinhso.reading.core.grammar.dates import date_at
from tinhso.reading.core.grammar.deadlines import deadline_at
from tinhso.reading.core.grammar.documents import document_at
from tinhso.reading.core.grammar.names import level_at, name_at
from tinhso.reading.core.grammar.periods import period_at
from tinhso.reading.core.grammar.quantity import bound_after, bound_before, change_before
from tinhso.reading.core.grammar.ranks import change_at, ordinal_at, rank_at
from tinhso.reading.core.grammar.shares import pair_at, percent_at, ratio_at
from tinhso.reading.core.model import Change, Comparison, Kind
from tinhso.reading.core.scan import Scan
from tinhso.reading.core.tokens import Sort

ORDER: Final[tuple[Recogniser, ...]] = (
    *(document_at, deadline_at, period_at, date_at, level_at, name_at),
    *(change_at, rank_at, ordinal_at, pair_at, ratio_at, percent_at, money_at, count_at),
)
"""What is asked first: what is no figure before what might be one, the richer kind before the plainer."""

_BOUNDED: Final = frozenset({Kind.COUNT, Kind.PERCENT, Kind.RATIO, Kind.MONEY, Kind.ACTUAL_TARGET, Kind.RANK})


def recognise(scan: Scan) -> list[Raw]:
    """Everything that stands in the text, left to right, none over another."""
    found: list[Raw] = []
    taken: set[int] = set()
    place = 0
    while place < len(scan):
        if place in taken or scan.tokens[place].sort in (Sort.BREAK, Sort.MARK):
            place += 1
            continue
        raw = next((one for ask in ORDER if (one := ask(scan, place)) is not None), None)
        if raw is None:
            place += 1
            continue
        taken.update(raw.printed_at)
        found.append(_bounded(scan, raw))
        place = raw.last
    return _joined(scan, found)


def _bounded(scan: Scan, raw: Raw) -> Raw:
    """The figure with the words around it that bound it or tell of a change."""
    if raw.kind not in _BOUNDED:
        return raw
    first, before = bound_before(scan, raw.first)
    last, after = bound_after(scan, raw.last)
    unit_end = scan.said("units", raw.last)
    if after is Comparison.EXACT and unit_end is not None:
        _, after = bound_after(scan, unit_end[0])
    start, change = change_before(scan, first)
    if change is not Change.NONE and raw.kind is Kind.RATIO:
        start, change = first, Change.NONE
    comparison = after if after is not Comparison.EXACT else before
    return replace(
        raw,
        first=min(start, first),
        last=last,
        shown=raw.places,
        comparison=comparison,
        change=change,
    )


def _joined(scan: Scan, found: list[Raw]) -> list[Raw]:
    """`đạt 98,6% (137/139 sản phẩm)`: the percentage is the ratio's, what it is about stands before."""
    joined: list[Raw] = []
    for raw in found:
        before = joined[-1] if joined else None
        if (
            before is not None
            and raw.kind is Kind.RATIO
            and raw.printed is None
            and before.kind is Kind.PERCENT
            and before.upper is None
            and scan.is_mark(before.last, "(")
            and before.last + 1 >= raw.first - 3
            and not any(scan.is_mark(place, ").;") for place in range(before.last, raw.first))
        ):
            joined[-1] = replace(
                raw, first=before.first, shown=raw.places, printed=before.value, printed_at=before.places
            )
            continue
        joined.append(raw)
    return joined
