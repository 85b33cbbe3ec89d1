"""What is owed, of every kind that rules speak of: one small shape for the ladder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.urls import reverse

from tinhso.steering.queries import urgent
from tinhso.steering.queries.owed import owed_in, reporting_month
from tinhso.urging.models import Applies


class Debt(NamedTuple):
    """Something that an agency owes by a day. `period` where it is owed anew every month."""

    kind: str
    subject: UUID
    period: str
    code: str
    title: str
    agency: UUID
    due: date
    illustrative: bool

    @property
    def href(self) -> str:
        """The page of what is owed."""
        name = "steering:task" if self.kind == Applies.TASKS else "steering:target"
        return reverse(name, args=[self.code])


def tasks(until: date, today: date) -> Iterator[Debt]:
    """Open tasks due not after `until`."""
    del today
    for row in urgent.open_until(until):
        yield Debt(Applies.TASKS, row.id, "", row.code, row.title, row.lead, row.deadline, row.illustrative)


def reports(until: date, today: date) -> Iterator[Debt]:
    """Monthly reports on targets: of the month that ended last, and of this one when its end is near."""
    month = reporting_month(today)
    months = [month.previous(), *([month] if month.end <= until else [])]
    for one in owed_in(months, with_illustrative=True):
        yield Debt(
            Applies.REPORTS,
            one.target.pk,
            one.month.code,
            one.target.code,
            one.target.title,
            one.agency.pk,
            one.due_on,
            one.target.illustrative,
        )


Source = Callable[[date, date], Iterable[Debt]]
SOURCES: Final[Mapping[str, Source]] = {Applies.TASKS: tasks, Applies.REPORTS: reports}
"""Kind → what of it is owed, due not after the first day, as seen on the second."""
