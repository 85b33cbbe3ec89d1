"""Reminders (nhắc nộp số liệu): one an agency and period, before its term; gone when nothing is owed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.calendar import Period
from tinhso.indicators.completeness import notices
from tinhso.indicators.completeness.counting import OWED, Cell, Standing, cells
from tinhso.indicators.completeness.owed import periods_looked_at
from tinhso.indicators.models import Observation, Reminder

STREAM: Final = "reporting"
CAUGHT_UP: Final = timedelta(days=31)
"""A term that passed so long ago brings no first reminder: what is older is read in the heat table."""

Key = tuple[UUID, str]


@dataclass
class _Owed:
    """What one agency owes of one period."""

    due_on: date
    count: int = 0
    returned: bool = False
    illustrative: bool = True

    def add(self, cell: Cell) -> None:
        """One more figure; the first term counts."""
        self.due_on = min(self.due_on, cell.due_on or self.due_on)
        self.count += 1
        self.returned |= cell.standing is Standing.RETURNED
        self.illustrative &= cell.indicator.illustrative or cell.agency.illustrative


def _owed(periods: Collection[Period], agencies: Collection[UUID] | None = None) -> dict[Key, _Owed]:
    """What is owed under a term, by agency and period."""
    found: dict[Key, _Owed] = {}
    for cell in cells(list(periods), agencies, standings=OWED, illustrative=settings.DEMO):
        if cell.due_on is not None:
            key = (cell.agency.pk, cell.period.code)
            found.setdefault(key, _Owed(cell.due_on)).add(cell)
    return found


def _is_time(owed: _Owed, today: date) -> bool:
    """Whether the term is near, or lately past, or something came back."""
    ahead = timedelta(days=settings.REPORTING_REMIND_DAYS)
    return owed.returned or today - CAUGHT_UP <= owed.due_on <= today + ahead


def remind() -> int:
    """Record the reminders of today; how many are new. Again on the same day it changes nothing."""
    found = _owed(periods_looked_at())
    today = clock.today()
    with acting(SystemActor(_("nhắc nộp số liệu")), "indicators.remind") as act:
        known = {(row.agency_id, row.period): row for row in Reminder.objects.select_for_update()}
        settled = _settle(known.values(), found)
        new = [
            Reminder(
                agency_id=agency,
                period=period,
                due_on=owed.due_on,
                owed=owed.count,
                reminded_at=act.now,
                illustrative=owed.illustrative,
            )
            for (agency, period), owed in found.items()
            if (agency, period) not in known and _is_time(owed, today)
        ]
        Reminder.objects.bulk_create(new)
        if new or settled:
            act.record(STREAM, data={"reminded": len(new), "changed": settled})
        notices.tell(act, new)
    return len(new)


def _settle(rows: Iterable[Reminder], found: dict[Key, _Owed]) -> int:
    """Bring reminders up to what is owed now; how many changed."""
    changed = []
    for row in rows:
        owed = found.get((row.agency_id, row.period))
        count = owed.count if owed else 0
        if count != row.owed or bool(count) is (row.settled_at is not None):
            row.owed, row.settled_at = count, None if count else clock.now()
            changed.append(row)
    Reminder.objects.bulk_update(changed, ["owed", "settled_at"])
    return len(changed)


def refresh(pairs: Collection[Key]) -> None:
    """Bring the reminders of those agencies and periods up to date after figures moved. Idempotent."""
    wanted = set(pairs)
    rows = Reminder.objects.select_for_update().filter(
        agency__in={agency for agency, _period in wanted}, period__in={period for _agency, period in wanted}
    )
    with acting(SystemActor(_("nhắc nộp số liệu")), "indicators.remind"):
        touched = [row for row in rows if (row.agency_id, row.period) in wanted]
        if touched:
            periods = {row.period: Period.parse(row.period) for row in touched}
            _settle(touched, _owed(periods.values(), {row.agency_id for row in touched}))


def moved_in(batch: UUID) -> set[Key]:
    """Which agencies and periods the figures of a batch are of."""
    rows = Observation.objects.filter(batch=batch, agency__isnull=False).order_by()
    return {
        (agency, period)
        for agency, period in rows.values_list("agency_id", "period").distinct()
        if agency is not None
    }


def open_reminders(agencies: Collection[UUID], *, illustrative: bool = False) -> QuerySet[Reminder]:
    """What those agencies were reminded of and still owe, the nearest term first."""
    rows = Reminder.objects.filter(agency__in=agencies, settled_at=None)
    return rows if illustrative else rows.filter(illustrative=False)
