"""Who is asked for what in a period (đơn vị phải báo cáo): definitions of that day, agencies of that day."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from tinhso.base import clock
from tinhso.base.calendar import ND_09_2019, Calendar, Period, PeriodKind
from tinhso.base.calendar.queries import current_calendar
from tinhso.indicators.completeness.sql import Asked, Member
from tinhso.indicators.models import Definition, Indicator
from tinhso.people import queries as people
from tinhso.people.models import Agency, AgencyKind

NEXT_WORKING_DAY = "next_working_day"


def due_on(ends: date, due_days: int | None, calendar: Calendar) -> date | None:
    """The last day on which a figure is on time: so many days after the period's last day, moved to the next
    working day unless the deployment says otherwise (`TINHSO_REPORTING_DUE`).
    """
    if due_days is None:
        return None
    day = ends + timedelta(days=due_days)
    return calendar.add_working_days(day, 0) if settings.REPORTING_DUE == NEXT_WORKING_DAY else day


def _closes(day: date | None) -> datetime | None:
    """The first moment after that day."""
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), clock.TZ)


def asks(reporters: Mapping[str, Any], agency: Agency) -> bool:
    """Whether `reporters` name that agency: by its code, or by kind and level of its place together; a level
    without kinds means the People's Committees of that level.
    """
    if agency.code in reporters.get("agencies", ()):
        return True
    kinds, level = reporters.get("kinds") or (), reporters.get("level") or ""
    if not (kinds or level):
        return False
    at_level = not level or (agency.place is not None and agency.place.level == level)
    return at_level and agency.kind in (kinds or (AgencyKind.COMMITTEE,))


@dataclass
class Question:
    """What is asked, of whom; indicators and agencies by their keys, in their order."""

    indicators: dict[UUID, Indicator]
    agencies: dict[UUID, Agency]
    calendar: Calendar
    illustrative: bool
    asked: list[Asked] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    _audiences: dict[str, int] = field(default_factory=dict)
    _closing: dict[tuple[date, int | None], datetime | None] = field(default_factory=dict)

    def ask(self, row: Definition, period: Period, name: str) -> None:
        """Ask for that indicator in that period, as its definition has it."""
        term = (period.end, row.due_days)
        if term not in self._closing:
            self._closing[term] = _closes(due_on(*term, self.calendar))
        audience = self._audience(row.reporters)
        self.asked.append(
            Asked(row.indicator_id, period.code, name, period.end, self._closing[term], audience)
        )

    def _audience(self, reporters: Mapping[str, Any]) -> int:
        """The number of those agencies; found once for all that ask the same."""
        key = json.dumps(reporters, sort_keys=True)
        if key not in self._audiences:
            number = self._audiences[key] = len(self._audiences)
            self.members += [
                Member(number, row.pk, row.valid_from, row.valid_to)
                for row in self.agencies.values()
                if asks(reporters, row)
            ]
        return self._audiences[key]


def _definitions(
    kinds: Collection[str], indicators: Collection[str] | None, *, illustrative: bool
) -> dict[UUID, list[Definition]]:
    """Of every indicator that was ever told so often, the newest first; one statement."""
    told = Definition.objects.filter(frequency__in=kinds).exclude(reporters={})
    rows = Definition.objects.filter(indicator__in=told.values("indicator")).select_related("indicator")
    if indicators is not None:
        rows = rows.filter(indicator__code__in=indicators)
    if not illustrative:
        rows = rows.filter(indicator__illustrative=False)
    found: dict[UUID, list[Definition]] = {}
    for row in rows.order_by("indicator__sort_key", "indicator__code"):
        found.setdefault(row.indicator_id, []).append(row)
    for known in found.values():
        known.sort(key=lambda row: row.valid_from or date.min, reverse=True)
    return found


def _agencies(keys: Collection[UUID] | None, *, illustrative: bool) -> dict[UUID, Agency]:
    """Those of the home province, in their order; one statement."""
    rows = people.agencies().filter(pack__in=("", settings.HOME_PACK))
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    return {row.pk: row for row in (rows if illustrative else rows.published())}


def own_periods(period: Period) -> list[Period]:
    """What counts under the name of a calendar period: itself and the reporting period of its name."""
    if period.is_reporting or period.kind in {PeriodKind.DAY, PeriodKind.SPAN}:
        return [period]
    return [period, Period.parse(f"R{period.code}")]


def newest_ended(kind: PeriodKind) -> Period:
    """The newest calendar period that has ended, be it by the reporting regime's closing day."""
    cut_off = None if kind is PeriodKind.DAY else ND_09_2019
    return Period.of(kind, clock.today(), cut_off).previous().nominal


def _asks_in(row: Definition | None, period: Period) -> bool:
    """Whether that definition asks somebody for a figure in such a period; a formula's is not told."""
    return (
        row is not None
        and row.in_use
        and not row.formula
        and bool(row.reporters)
        and (row.frequency, row.cut_off) == (period.kind, period.is_reporting)
    )


def question(
    periods: Sequence[Period],
    agencies: Collection[UUID] | None = None,
    indicators: Collection[str] | None = None,
    *,
    illustrative: bool = False,
) -> Question:
    """Three statements, however long the stretch and however many agencies."""
    laid = _definitions({one.kind for one in periods}, indicators, illustrative=illustrative)
    held = _agencies(agencies, illustrative=illustrative)
    found = Question({}, held, current_calendar(), illustrative)
    named: set[UUID] = set()
    for period, name in _pairs(periods):
        for key, known in laid.items():
            row = next((one for one in known if (one.valid_from or date.min) <= period.end), None)
            if row is not None and _asks_in(row, period):
                found.ask(row, period, name)
                named.add(key)
    found.indicators = {key: known[0].indicator for key, known in laid.items() if key in named}
    return found


def _pairs(periods: Iterable[Period]) -> list[tuple[Period, str]]:
    """Every period once, however often it is named."""
    every = {own.code: (own, period.nominal.code) for period in periods for own in own_periods(period)}
    return list(every.values())
