"""Agencies that owe: late tasks, monthly reports, figures, answers; each number leads to its items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count
from django.urls import reverse

from tinhso.base import clock
from tinhso.indicators.completeness.reminders import open_reminders
from tinhso.people import queries as people
from tinhso.people.models import Agency
from tinhso.people.policies import Span
from tinhso.people.principals import Principal
from tinhso.steering.queries import urgent
from tinhso.steering.queries.owed import Owed, owed, reporting_month
from tinhso.urging import policies
from tinhso.urging import queries as urging


@dataclass(frozen=True)
class Debtor:
    """An agency and how much it owes of each kind."""

    agency: Agency
    late: int = 0
    reports: int = 0
    figures: int = 0
    letters: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.late + self.reports + self.figures + self.letters

    @property
    def cells(self) -> list[tuple[int, str]]:
        """Each number with the address of its items."""
        code = {"agency": self.agency.code}
        return [
            (self.late, f"{reverse('urging:late')}?{urlencode(code)}"),
            (self.reports, f"{reverse('desk:owed', args=['reports'])}?{urlencode(code)}"),
            (self.figures, f"{reverse('desk:owed', args=['figures'])}?{urlencode(code)}"),
            (self.letters, f"{reverse('urging:letters')}?{urlencode({**code, 'unanswered': 1})}"),
        ]


@dataclass(frozen=True)
class Debtors:
    """Everybody who owes, most first."""

    rows: Sequence[Debtor]

    @cached_property
    def totals(self) -> Debtor:
        """What all owe together, as a line without an agency."""
        return Debtor(
            Agency(),
            sum(row.late for row in self.rows),
            sum(row.reports for row in self.rows),
            sum(row.figures for row in self.rows),
            sum(row.letters for row in self.rows),
        )

    @property
    def cells(self) -> list[tuple[int, str]]:
        """The totals, each with the address of all items."""
        told = self.totals
        return [
            (told.late, reverse("urging:late")),
            (told.reports, reverse("desk:owed", args=["reports"])),
            (told.figures, reverse("desk:owed", args=["figures"])),
            (told.letters, f"{reverse('urging:letters')}?unanswered=1"),
        ]


def reports_owed(by: Principal, held: Span) -> list[Owed]:
    """Monthly reports owed for the month that ended last, by the agencies that `by` sees."""
    month = reporting_month(clock.today()).previous()
    return [one for one in owed(month, with_illustrative=by.illustrative) if one.agency.pk in held]


def gather(by: Principal) -> Debtors:
    """Who owes what, of the agencies that `by` sees; eight queries, however many agencies."""
    held = policies.readable(by)
    late = urgent.late_by_agency(clock.today(), with_illustrative=by.illustrative)
    reports = Counter(one.agency.pk for one in reports_owed(by, held))
    letters = _letters(by)
    known = {row.pk: row for row in people.agencies().filter(held.rows("pk"))}
    figures = _figures(known, by)
    wanted = {key for key in {*late, *reports, *letters, *figures} if key in known}
    rows = [
        Debtor(known[key], late.get(key, 0), reports[key], figures.get(key, 0), letters.get(key, 0))
        for key in wanted
    ]
    rows.sort(key=lambda row: (-row.late, -row.total, row.agency.sort_key, row.agency.code))
    return Debtors(rows)


def _letters(by: Principal) -> dict[UUID, int]:
    rows = urging.letters_for(by).filter(state__in=urging.UNANSWERED)
    return dict(rows.order_by().values_list("agency_id").annotate(n=Count("pk", distinct=True)))


def _figures(known: Mapping[UUID, Agency], by: Principal) -> dict[UUID, int]:
    rows = open_reminders(list(known), illustrative=by.illustrative).filter(due_on__lt=clock.today())
    return dict(rows.order_by().values_list("agency_id").annotate(n=Count("pk")))
