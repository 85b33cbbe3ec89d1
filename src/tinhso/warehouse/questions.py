"""What can be asked of the warehouse: measures × places of a level and day × periods × conditions. Pure.

No engine is named here: whoever asks does not know which one answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.places.models import Level


class Op(StrEnum):
    """How a condition compares (điều kiện)."""

    BELOW = "lt"
    AT_MOST = "le"
    EQUAL = "eq"
    NOT_EQUAL = "ne"
    AT_LEAST = "ge"
    ABOVE = "gt"


@dataclass(frozen=True)
class Condition:
    """Only places and periods whose number of `measure` compares so; a cell without a number never does."""

    measure: str
    op: Op
    number: Decimal


@dataclass(frozen=True)
class Places:
    """The units of one level valid on `boundaries` (địa bàn theo địa giới ngày).

    `within`: code of a unit of that day that they lie in; empty: anywhere. `level` None: `within` itself.
    `told_at`: only figures told of units of that level count, so that a whole is the sum of what is listed.
    """

    boundaries: date
    level: Level | None = None
    within: str = ""
    told_at: Level | None = None


@dataclass(frozen=True)
class Times:
    """The periods of one kind that end from `first` to `last`, both included (kỳ).

    They are named by the calendar; an indicator with a cut-off day is read in its reporting period of that
    name. `kind` None: every period as it was told, nothing made of shorter ones.
    """

    first: date
    last: date
    kind: PeriodKind | None = None

    def periods(self) -> list[Period]:
        """The calendar periods, oldest first; none where `kind` is None or a span. Raises ValueError."""
        if self.kind is None or self.kind is PeriodKind.SPAN:
            return []
        found = [Period.of(self.kind, self.first)]
        while found[-1].end < self.last:
            found.append(found[-1].next())
        return [one for one in found if self.first <= one.end <= self.last]


@dataclass(frozen=True)
class Query:
    """One question. `measures` are codes of indicators, cells and derived ones among them, in order.

    `illustrative`: figures of demonstrations count too; published ones stand before them.
    """

    measures: tuple[str, ...]
    places: Places
    times: Times
    conditions: tuple[Condition, ...] = ()
    illustrative: bool = False
