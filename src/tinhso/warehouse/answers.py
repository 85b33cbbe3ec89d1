"""What the warehouse answers: exact cells over three axes, what was refused and why, how fresh it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from tinhso.base.calendar.periods import Period
from tinhso.indicators.aggregation import Part, decimal_of
from tinhso.indicators.models import Indicator
from tinhso.places.models import Place
from tinhso.warehouse.questions import Query

At = tuple[str, UUID, str]
"""Code of the measure, key of the place's row, code of the period."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one place and period.

    `part` is what was told, added up by the indicator's rules; None where there is nothing to say.
    `told` of `expected` units, `periods_told` of `periods_expected` shorter periods went in.
    `comparable`: every unit's figure lies inside the place by a known share; else `part` is None.
    `apportioned`: some came in by a share below one. `illustrative`: some figure is a demonstration's.
    """

    part: Part | None
    told: int
    expected: int
    periods_told: int = 1
    periods_expected: int = 1
    comparable: bool = True
    apportioned: bool = False
    illustrative: bool = False

    @property
    def number(self) -> Decimal | None:
        """The one number: the value, a ratio in what it is told in (%), to six decimals; None: none."""
        measure = self.part.measure if self.part else None
        return None if measure is None else decimal_of(measure)

    @property
    def is_complete(self) -> bool:
        """Whether it says all there is to say: nothing is missing, nothing undivided."""
        whole = self.told >= self.expected and self.periods_told >= self.periods_expected
        return self.part is not None and self.comparable and whole


@dataclass(frozen=True)
class Refused:
    """A measure that cannot be answered so: why, and what can be asked instead (`offers`)."""

    measure: str
    reason: str
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A question near the one refused, in words."""

    words: str
    query: Query


@dataclass(frozen=True)
class Note:
    """What whoever reads a measure must know: it is told no more, and since when."""

    measure: str
    words: str


@dataclass(frozen=True)
class Freshness:
    """How fresh an answer is: `at` the last publication that went in (None: straight from the facts).

    `waiting`: something confirmed is on its way into the warehouse. `engine`: who answered.
    """

    at: datetime | None = None
    version: int = 0
    waiting: bool = False
    engine: str = ""


@dataclass(frozen=True)
class Answer:
    """`places` in Vietnamese order and `periods` oldest first are the axes, with or without cells.

    `measures` are those that could be answered, in the order asked; the others stand in `refused`.
    """

    query: Query
    measures: Sequence[Indicator]
    places: Sequence[Place]
    periods: Sequence[Period]
    cells: Mapping[At, Cell]
    refused: Sequence[Refused] = ()
    freshness: Freshness = field(default_factory=Freshness)
    notes: Sequence[Note] = ()

    def cell(self, measure: str, place: UUID, period: str) -> Cell | None:
        """The cell there; None where nothing was told."""
        return self.cells.get((measure, place, period))

    def __iter__(self) -> Iterator[tuple[At, Cell]]:
        """All cells, in no order of their own."""
        return iter(self.cells.items())
