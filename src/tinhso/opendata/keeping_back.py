"""Keeping small numbers of a dataset's content back, held against the version before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tinhso.indicators.formula import parse
from tinhso.indicators.formula.dependencies import codes
from tinhso.indicators.models import Indicator
from tinhso.opendata.rows import Key, Row, Status
from tinhso.opendata.sums import At, all_sums, overlapping
from tinhso.opendata.suppression import Amounts, Earlier, Number, Suppressed, suppress


@dataclass(frozen=True)
class Published:
    """Rows as they may be published, and which were kept back and why."""

    rows: list[Row]
    kept: Suppressed[Key]
    derived: frozenset[Key] = frozenset()
    """Computed figures kept back because something that they are computed from is."""

    @property
    def hidden(self) -> frozenset[Key]:
        """All that was kept back."""
        return self.kept.hidden | self.derived

    @property
    def secondary(self) -> int:
        """How many cells protect others."""
        return len(self.hidden - self.kept.primary)


def keep_back(
    measures: Sequence[Indicator], rows: Sequence[Row], threshold: int, before: Sequence[Row] = ()
) -> Published:
    """The rows with small numbers, and what would give them away, taken out.

    `before` are the rows of the version that stands published.
    """
    kinds = {measure.code: measure.kind for measure in measures}
    numbers = {row.key: number for row in rows if (number := row.number(kinds[row.indicator])) is not None}
    at = _at(row for row in rows if row.key in numbers)
    overlap = overlapping(measures, numbers)
    sums = all_sums(measures, numbers, at, overlap)
    kept = suppress(numbers, sums, threshold, _earlier(measures, before, overlap))
    derived = _derived(measures, numbers, kept.hidden)
    hidden = kept.hidden | derived
    shown = [row.kept_back() if row.key in hidden else row for row in rows]
    return Published(shown, kept, derived)


def _at(rows: Iterable[Row]) -> dict[Key, At]:
    return {row.key: At(row.place, row.start, row.end, row.kind) for row in rows}


def _earlier(measures: Sequence[Indicator], before: Sequence[Row], overlap: Collection[str]) -> Earlier[Key]:
    """What the version before said, with the sums among it; its hidden numbers are not known here."""
    kinds = {measure.code: measure.kind for measure in measures}
    shown: dict[Key, Amounts] = {}
    cells: dict[Key, Number | None] = {}
    for row in before:
        number = row.number(kinds[row.indicator]) if row.indicator in kinds else None
        if number is not None:
            shown[row.key] = number.amounts
            cells[row.key] = number
        elif row.status is Status.SUPPRESSED:
            cells[row.key] = None
    hidden = frozenset(row.key for row in before if row.status is Status.SUPPRESSED)
    at = _at(row for row in before if row.key in cells)
    return Earlier(shown, hidden, all_sums(measures, cells, at, overlap))


def _derived(
    measures: Sequence[Indicator], numbers: Mapping[Key, Number], hidden: frozenset[Key]
) -> frozenset[Key]:
    """Computed figures of places where anything that their formula reads is kept back, in any period."""
    if not hidden:
        return frozenset()
    reads = {one.code: set(codes(parse(one.formula))) for one in measures if one.formula}
    found: set[Key] = set()
    while True:
        back = {(key[0], key[1]) for key in hidden | found}
        fresh = {
            key
            for key in numbers
            if key not in hidden | found and any((code, key[1]) in back for code in reads.get(key[0], ()))
        }
        if not fresh:
            return frozenset(found)
        found |= fresh
