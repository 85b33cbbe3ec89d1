"""Which steps of which ladders are to be told on a day: reached, and told nobody yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Max

from tinhso.base.calendar.core import Calendar
from tinhso.base.calendar.queries import current_calendar
from tinhso.urging import queries
from tinhso.urging.core.ladder import Step, WorkingLine, late_days, reached
from tinhso.urging.models import Rule, Urge
from tinhso.urging.running.debts import SOURCES, Debt

MARGIN: Final = 21
"""Calendar days looked at beyond the horizon, so that Tết never shortens it."""


class Call(NamedTuple):
    """A step to be told of a debt, and by how many working days it is late."""

    debt: Debt
    ladder: str
    step: Step
    late: int


@dataclass(frozen=True)
class Found:
    """What is to be told on `day`, of how many debts looked at."""

    day: date
    calls: Sequence[Call]
    looked_at: int


_Key = tuple[UUID, str, date, UUID, str, str]


def find(day: date) -> Found:
    """Everything to be told on `day` by the rules in force on it; few queries, however many there are."""
    calls: list[Call] = []
    looked_at = 0
    calendar = current_calendar()
    by_kind: dict[str, list[Rule]] = {}
    for rule in queries.rules_on(day):
        by_kind.setdefault(rule.applies, []).append(rule)
    for kind, rules in by_kind.items():
        until = _horizon(rules, day, calendar)
        debts = list(SOURCES[kind](until, day))
        looked_at += len(debts)
        calls += _calls(kind, debts, rules, _Days(day, calendar, debts))
    return Found(day, calls, looked_at)


def _horizon(rules: Sequence[Rule], day: date, calendar: Calendar) -> date:
    """The last day due of which anything may be told on `day`; the day itself may be told of a day off."""
    most = max(rule.ladder.horizon for rule in rules)
    return calendar.add_working_days(day, most + 1) if most else calendar.add_working_days(day, 1)


class _Days:
    """The working days between all debts and today."""

    def __init__(self, today: date, calendar: Calendar, debts: Sequence[Debt]) -> None:
        dues = [debt.due for debt in debts] or [today]
        margin = timedelta(days=MARGIN)
        self.today = today
        self.line = WorkingLine(calendar, min(*dues, today) - margin, max(*dues, today) + margin)


def _calls(kind: str, debts: Sequence[Debt], rules: Sequence[Rule], days: _Days) -> Iterator[Call]:
    told = _told(kind)
    ladders = [rule.ladder for rule in rules]

    @cache  # debts share their days: each is counted once
    def steps(due: date) -> tuple[tuple[str, Step, int], ...]:
        late = late_days(days.line, due, days.today)
        return tuple(
            (ladder.code, step, late)
            for ladder in ladders
            for step in reached(ladder, due, days.today, days.line)
        )

    for debt in debts:
        for ladder, step, late in steps(debt.due):
            key = (debt.subject, debt.period, debt.due, debt.agency, ladder, step.track.value)
            last = told.get(key)
            if last is None or last < step.rank:
                yield Call(debt, ladder, step, late)


def _told(kind: str) -> Mapping[_Key, int]:
    """The last rank told of each debt in each track."""
    columns = ("subject", "period", "due", "agency_id", "ladder", "track")
    rows = Urge.objects.filter(kind=kind).order_by().values_list(*columns).annotate(last=Max("rank"))
    return {row[:6]: row[6] for row in rows.iterator(chunk_size=20_000)}
