"""The table of a year: what was published beside what the published parts give (bảng đối chiếu)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from tinhso.base.numbers import round_half_up
from tinhso.indices.core.nodes import Edition as Tree
from tinhso.indices.core.scoring import Entry, PlaceScore, decimal, score
from tinhso.indices.models import Certainty, Measure, Score
from tinhso.indices.outputs import printed
from tinhso.places.models import Place

Verdict = Literal["", "same", "rounding", "different"]


@dataclass
class Line:
    """One place in one year. `shares` by node as printed; `computed` and `verdict` where all are known."""

    place: Place
    whole: Score | None = None
    shares: dict[str, Decimal] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)
    scored: PlaceScore | None = None
    verdict: Verdict = ""

    @property
    def value(self) -> Decimal | None:
        """The published value as printed."""
        return printed(self.whole) if self.whole else None

    @property
    def rank(self) -> int | None:
        """The published rank."""
        return self.whole.rank if self.whole else None

    @property
    def computed(self) -> Decimal | None:
        """The recomputed value, unrounded."""
        return decimal(self.scored.value) if self.scored else None

    @property
    def computed_printed(self) -> Decimal | None:
        """The recomputed value at print precision."""
        places = self.whole.decimals if self.whole and self.whole.value is not None else 4
        return None if self.computed is None else round_half_up(self.computed, places)


def lines(tree: Tree, rows: Iterable[Score]) -> list[Line]:
    """The places of one year, by published rank, those without one last."""
    found: dict[object, Line] = {}
    own_first = sorted(rows, key=lambda row: row.certainty != Certainty.OWN)
    for row in own_first:  # what a ministry published stands over what the province found itself
        if row.measure != Measure.SCORE:
            continue
        line = found.setdefault(row.place_id, Line(row.place))
        if not row.node:
            line.whole = row
            continue
        value = printed(row)
        if value is not None:
            line.shares[row.node] = value
        if row.rank is not None:
            line.ranks[row.node] = row.rank
    _recompute(tree, list(found.values()))
    return sorted(found.values(), key=lambda line: (line.rank is None, line.rank or 0, line.place.sort_key))


def _recompute(tree: Tree, board: Sequence[Line]) -> None:
    if not tree.computes:
        return
    needed = {node.code for node in tree.main if node.scored}
    complete = [line for line in board if needed <= line.shares.keys()]
    if not complete:
        return
    scored = score(tree, [Entry(line.place.code, line.shares) for line in complete])
    for line, row in zip(complete, scored, strict=True):
        line.scored = row
        line.verdict = _verdict(line)


def _verdict(line: Line) -> Verdict:
    """Same at print precision; else within what rounding the parts and the total can do; else different."""
    told = line.value
    if told is None or line.computed is None:
        return ""
    if told == line.computed_printed:
        return "same"
    one_place = Fraction(1, 10 ** (line.whole.decimals if line.whole else 4))
    return "rounding" if abs(Fraction(told) - Fraction(line.computed)) <= one_place else "different"


@dataclass(frozen=True)
class Standing:
    """Where a value would stand among published ones: from `best` to `worst` of `of`; `known` values told."""

    best: int
    worst: int
    of: int
    known: int


def standing(value: Fraction, board: Iterable[Line], own: Place | None = None) -> Standing | None:
    """The rank of `value` as far as the published values and ranks of the others tell. None without any."""
    ranked = [line for line in board if line.rank is not None]
    mine = next((line.rank for line in ranked if own is not None and line.place.pk == own.pk), None)
    others = [
        (Fraction(line.value), line.rank - (mine is not None and line.rank > mine))
        for line in ranked
        if line.rank is not None and line.value is not None and (own is None or line.place.pk != own.pk)
    ]
    if not others:
        return None
    of = max((line.whole.of or 0 for line in ranked if line.whole), default=0) or len(ranked)
    above = [rank for other, rank in others if other > value]
    below = [rank for other, rank in others if other <= value]
    return Standing(max(above, default=0) + 1, min(below, default=of), of, len(others))
