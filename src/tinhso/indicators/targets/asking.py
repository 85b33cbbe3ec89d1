"""What is aimed at (mục tiêu, mức gốc): an indicator, a place or an agency, a day, a value, and whose paper.

One question, answered from the room's own target figures and from what rooms above register
(`TINHSO_TARGETS`: dotted paths to functions `(Wanted) -> Iterable[Aim]`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from tinhso.base.calendar import Period
from tinhso.base.offers import offered
from tinhso.documents.models import Document
from tinhso.indicators.models import Direction, Indicator
from tinhso.people.models import Agency
from tinhso.places.models import Place

Cell = tuple[UUID, str, UUID | None, date]
"""Indicator, code of the place, agency, day: two aims of one cell are two papers' words about the same."""


@dataclass(frozen=True)
class Baseline:
    """Where the way begins (mức gốc): the value at its date, and where it is told."""

    value: Decimal
    on: date
    href: str = ""


@dataclass(frozen=True)
class Aim:
    """A value to reach by a day (mục tiêu), with the paper that says so.

    `period` is the code of the period it was laid down for, empty where only a day was. `origin`: a figure of
    this room, or a plan above it. `title` says what the plan calls it, `href` leads there.
    """

    indicator: UUID
    place: Place
    due_on: date
    value: Decimal
    origin: Literal["figure", "plan"]
    href: str
    direction: Direction
    agency: Agency | None = None
    period: str = ""
    text: str = ""
    title: str = ""
    locator: str = ""
    document: Document | None = None
    baseline: Baseline | None = None
    illustrative: bool = False

    @property
    def cell(self) -> Cell:
        """What it is about."""
        return (self.indicator, self.place.code, self.agency.pk if self.agency else None, self.due_on)

    @property
    def whose(self) -> str:
        """The paper as it is cited; the plan or nothing where there is none."""
        return self.document.cited if self.document else self.title


@dataclass(frozen=True)
class Wanted:
    """Which aims are asked for: of those indicators; None leaves places, agencies and days open.

    `places` are codes, `agencies` keys, `days` the first and last of each stretch in which aims are due.
    """

    indicators: frozenset[UUID]
    places: frozenset[str] | None = None
    agencies: frozenset[UUID] | None = None
    days: tuple[tuple[date, date], ...] = ()
    illustrative: bool = False

    @property
    def since(self) -> date | None:
        """The first day asked for."""
        return min((first for first, _last in self.days), default=None)

    @property
    def until(self) -> date | None:
        """The last day asked for."""
        return max((last for _first, last in self.days), default=None)

    def holds(self, aim: Aim) -> bool:
        """Whether the aim is among them."""
        if self.places is not None and aim.place.code not in self.places:
            return False
        if self.agencies is not None and (aim.agency is None or aim.agency.pk not in self.agencies):
            return False
        if self.days and not any(first <= aim.due_on <= last for first, last in self.days):
            return False
        return aim.indicator in self.indicators and (self.illustrative or not aim.illustrative)


Provider = Callable[[Wanted], Iterable[Aim]]


def targets_for(
    indicators: Iterable[Indicator | UUID],
    *,
    places: Collection[str] | None = None,
    agencies: Collection[UUID] | None = None,
    periods: Sequence[Period] = (),
    illustrative: bool = False,
) -> list[Aim]:
    """What is aimed at: one statement or two a source, however many indicators, places and periods.

    `places` are codes; a period holds the aims due in it. Two papers that say different things of one cell
    are two aims: see `contested`. One paper told twice (a plan, and a figure taken from it) is one, the
    plan's.
    """
    days = tuple((period.start, period.end) for period in periods)
    wanted = Wanted(
        frozenset(one if isinstance(one, UUID) else one.pk for one in indicators),
        None if places is None else frozenset(places),
        None if agencies is None else frozenset(agencies),
        days,
        illustrative,
    )
    if not wanted.indicators:
        return []
    providers: tuple[Provider, ...] = offered("TINHSO_TARGETS")
    found = [aim for provider in providers for aim in provider(wanted) if wanted.holds(aim)]
    return sorted(_once(found), key=_order)


def _order(aim: Aim) -> tuple[date, str, str, str, str, Decimal]:
    return (aim.due_on, aim.place.sort_key, aim.place.code, aim.origin, aim.whose, aim.value)


def _once(aims: Sequence[Aim]) -> list[Aim]:
    """Without the figures that only repeat what a plan of the same paper says."""
    planned = {_said(aim) for aim in aims if aim.origin == "plan"}
    return [aim for aim in aims if aim.origin == "plan" or not aim.document or _said(aim) not in planned]


def _said(aim: Aim) -> tuple[Cell, UUID | None, Decimal]:
    """What is said of what by which paper."""
    return (aim.cell, aim.document.pk if aim.document else None, aim.value)


def contested(aims: Iterable[Aim]) -> frozenset[Cell]:
    """The cells of which two papers say different things; all of them are shown."""
    values: dict[Cell, set[Decimal]] = {}
    for aim in aims:
        values.setdefault(aim.cell, set()).add(aim.value)
    return frozenset(cell for cell, said in values.items() if len(said) > 1)
