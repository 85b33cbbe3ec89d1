"""What an agency still owes (số liệu còn nợ), by period, with the term and the way into the entry grid."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from tinhso.base.calendar import Period, PeriodKind
from tinhso.indicators import policies
from tinhso.indicators.completeness.asking import newest_ended
from tinhso.indicators.completeness.counting import OWED, Cell, Standing, cells
from tinhso.indicators.entry import grid as entry
from tinhso.people.models import Agency, Role
from tinhso.people.principals import Principal
from tinhso.places.models import Level

LOOKED_BACK: Final = {
    PeriodKind.MONTH: 12,
    PeriodKind.QUARTER: 4,
    PeriodKind.HALF: 2,
    PeriodKind.YEAR: 2,
    PeriodKind.DAY: 7,
}
"""So many ended periods of each kind are looked at; what is older is read in the heat table."""


@dataclass(frozen=True)
class Debt:
    """What an agency owes of one period. `entries`: the grids that hold exactly those cells."""

    agency: Agency
    period: Period
    cells: tuple[Cell, ...]
    entries: tuple[str, ...]

    @property
    def due_on(self) -> date | None:
        """The first term among them."""
        return min((cell.due_on for cell in self.cells if cell.due_on), default=None)

    @property
    def overdue(self) -> int:
        """How many are past their term."""
        return sum(cell.standing is Standing.OVERDUE for cell in self.cells)

    @property
    def returned(self) -> int:
        """How many came back."""
        return sum(cell.standing is Standing.RETURNED for cell in self.cells)


def periods_looked_at(ahead: int = 0) -> list[Period]:
    """The last ended calendar periods of every kind, oldest first, and so many that run."""
    return [
        newest_ended(kind).shift(-back)
        for kind, count in LOOKED_BACK.items()
        for back in range(count - 1, -1 - ahead, -1)
    ]


def agencies_of(by: Principal) -> frozenset[UUID]:
    """The agencies whose figures `by` sends: those of the posts, also where all could be written."""
    own = policies.own_agencies(by)
    if own is not None:
        return own
    return by.agencies_as(Role.STANDING_OFFICE, Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY)


def may_fill(by: Principal, agency: Agency) -> bool:
    """Whether the entry grid shows the agency's row to `by`: one's own, or a commune's to the office."""
    own = policies.own_agencies(by)
    if own is not None:
        return agency.pk in own
    return agency.place is not None and agency.place.level == Level.COMMUNE


def entry_urls(found: Iterable[Cell]) -> tuple[str, ...]:
    """The grids that hold those cells of one period, as many indicators each as a grid takes."""
    told = [cell for cell in found if cell.indicator.kind in entry.KINDS]
    codes = list(dict.fromkeys(cell.indicator.code for cell in told))
    return tuple(
        f"{reverse('entry:grid')}?"
        + urlencode([("period", told[0].period.code), *(("indicator", code) for code in some)])
        for some in (codes[at : at + entry.MOST_COLUMNS] for at in range(0, len(codes), entry.MOST_COLUMNS))
    )


def grouped(found: Sequence[Cell], by: Principal) -> list[Debt]:
    """One debt an agency and period, the nearest term first."""
    groups: dict[tuple[UUID, str], list[Cell]] = {}
    for cell in found:
        groups.setdefault((cell.agency.pk, cell.period.code), []).append(cell)
    debts = [
        Debt(
            some[0].agency,
            some[0].period,
            tuple(some),
            entry_urls(some) if may_fill(by, some[0].agency) else (),
        )
        for some in groups.values()
    ]
    return sorted(debts, key=lambda debt: (debt.due_on or date.max, debt.period, debt.agency.sort_key))


def owed(agencies: Collection[UUID], by: Principal, *, illustrative: bool = False) -> list[Debt]:
    """What those agencies owe now; four statements."""
    if not agencies:
        return []
    found = cells(periods_looked_at(), agencies, standings=OWED, illustrative=illustrative)
    return grouped(found, by)
