"""Completeness and timeliness (mức độ đầy đủ, đúng hạn): who was asked for what, and what came in when.

A period asks what the definition in force on its last day lays down, of agencies that exist on that day.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tinhso.base import clock
from tinhso.base.calendar import Calendar, Period, PeriodKind
from tinhso.base.numbers import percent
from tinhso.indicators.completeness import sql
from tinhso.indicators.completeness.asking import newest_ended, question
from tinhso.indicators.models import Indicator
from tinhso.people.models import Agency

MOST_PERIODS: Final = 60
MOST_CELLS: Final = 20_000
K = TypeVar("K")
V = TypeVar("V")


class Standing(TextChoices):
    """What became of a figure that an agency was asked for (tình trạng nộp số liệu)."""

    ON_TIME = "on_time", _("Đúng hạn")
    LATE = "late", _("Nộp trễ")
    UNTIMED = "untimed", _("Đã nộp, không định hạn")
    RETURNED = "returned", _("Trả lại, chờ đơn vị sửa")
    OVERDUE = "overdue", _("Quá hạn, chưa nộp")
    OPEN = "open", _("Chưa nộp, còn hạn")
    RUNNING = "running", _("Kỳ chưa kết thúc")


OWED: Final = (Standing.OVERDUE, Standing.RETURNED, Standing.OPEN)
"""What an agency still has to send."""


@dataclass(frozen=True)
class Tally:
    """How many figures stand where: expected = received + returned + missing; `running` is asked later."""

    on_time: int = 0
    late: int = 0
    untimed: int = 0
    returned: int = 0
    overdue: int = 0
    open: int = 0
    running: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def received(self) -> int:
        """Sent and not returned, on time or not."""
        return self.on_time + self.late + self.untimed

    @property
    def missing(self) -> int:
        """Nothing sent, or withdrawn since."""
        return self.overdue + self.open

    @property
    def expected(self) -> int:
        """All that the ended periods ask for, and what came in before its period ended."""
        return self.received + self.returned + self.missing

    @property
    def share(self) -> Decimal | None:
        """Received of expected, in percent; None where nothing is expected."""
        return percent(self.received, self.expected) if self.expected else None

    @property
    def timely(self) -> Decimal | None:
        """On time of all whose term is over or that came in under a term, in percent."""
        judged = self.on_time + self.late + self.overdue
        return percent(self.on_time, judged) if judged else None


EMPTY: Final = Tally()


@dataclass(frozen=True)
class Completeness:
    """The counts of a stretch of periods: by agency and by indicator, each with every period by its name."""

    periods: tuple[Period, ...]
    agencies: tuple[Agency, ...]
    indicators: tuple[Indicator, ...]
    by_agency: Mapping[tuple[UUID, str], Tally] = field(default_factory=dict)
    by_indicator: Mapping[tuple[UUID, str], Tally] = field(default_factory=dict)

    def of(self, thing: Agency | Indicator, period: Period | None = None) -> Tally:
        """Of one agency or indicator: in one period, or in all."""
        table = self.by_agency if isinstance(thing, Agency) else self.by_indicator
        named = {one.nominal.code for one in ([period] if period else self.periods)}
        return sum((table.get((thing.pk, name), EMPTY) for name in named), EMPTY)

    def in_period(self, period: Period) -> Tally:
        """Of all agencies in one period."""
        return sum((self.of(agency, period) for agency in self.agencies), EMPTY)

    @property
    def total(self) -> Tally:
        """Of everything."""
        return sum(self.by_agency.values(), EMPTY)


@dataclass(frozen=True)
class Cell:
    """One figure asked of one agency. `period` is its own, `named` the calendar period it counts in.

    `days_late`: working days after the due day, until it was sent or, while it is missing, until now.
    """

    agency: Agency
    indicator: Indicator
    period: Period
    named: str
    due_on: date | None
    sent_at: datetime | None
    standing: Standing
    said: str
    days_late: int


def stretch(kind: PeriodKind, count: int, until: Period | None = None) -> list[Period]:
    """So many calendar periods of a kind, oldest first, up to `until` or the newest that has ended."""
    last = until.nominal if until else newest_ended(kind)
    return [last.shift(-back) for back in range(count - 1, -1, -1)]


def completeness(
    periods: Sequence[Period],
    agencies: Collection[UUID] | None = None,
    indicators: Collection[str] | None = None,
    *,
    known_at: datetime | None = None,
    illustrative: bool = False,
) -> Completeness:
    """How complete those periods are, as known at a moment; four statements, whatever the number of agencies.

    A calendar period counts what is asked in it and in the reporting period of its name. `agencies` (keys)
    and `indicators` (codes) narrow it; None means all of the home province.
    """
    asked = question(periods, agencies, indicators, illustrative=illustrative)
    now = clock.local(known_at) if known_at else clock.now()
    rows = sql.counted(asked.asked, asked.members, now, now.date(), illustrative=illustrative)
    by_agency: dict[tuple[UUID, str], dict[str, int]] = {}
    by_indicator: dict[tuple[UUID, str], dict[str, int]] = {}
    for agency, indicator, name, standing, count in rows:
        if agency is not None:
            by_agency.setdefault((agency, name), {})[standing] = count
        elif indicator is not None:
            by_indicator.setdefault((indicator, name), {})[standing] = count
    seen = {agency for agency, _name in by_agency}
    return Completeness(
        tuple(periods),
        tuple(row for key, row in asked.agencies.items() if key in seen),
        tuple(asked.indicators.values()),
        {key: Tally(**counts) for key, counts in by_agency.items()},
        {key: Tally(**counts) for key, counts in by_indicator.items()},
    )


def cells(
    periods: Sequence[Period],
    agencies: Collection[UUID] | None = None,
    indicators: Collection[str] | None = None,
    *,
    standings: Collection[Standing] = tuple(Standing),
    known_at: datetime | None = None,
    most: int = MOST_CELLS,
    illustrative: bool = False,
) -> list[Cell]:
    """The figures asked one by one, what is due first leading; four statements."""
    asked = question(periods, agencies, indicators, illustrative=illustrative)
    now = clock.local(known_at) if known_at else clock.now()
    rows = sql.listed(
        asked.asked,
        asked.members,
        now,
        now.date(),
        standings=[str(one) for one in standings],
        most=most,
        illustrative=illustrative,
    )
    late, days, due = _Late(asked.calendar, now), _Once(Period.parse), _Once(_due)
    return [
        Cell(
            asked.agencies[agency],
            asked.indicators[indicator],
            days[period],
            name,
            due[closing],
            first,
            Standing(standing),
            said or "",
            late.days(due[closing], first, standing),
        )
        for indicator, agency, period, name, _ends, closing, first, said, standing in rows
    ]


class _Once(dict[K, V]):
    """What a function answers, asked once for every thing."""

    def __init__(self, answer: Callable[[K], V]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, thing: K) -> V:
        self[thing] = answered = self._answer(thing)
        return answered


def _due(closing: datetime | None) -> date | None:
    return clock.local(closing).date() - timedelta(days=1) if closing else None


class _Late:
    """Working days late; each pair of days is counted once."""

    def __init__(self, calendar: Calendar, now: datetime) -> None:
        self._calendar, self._today = calendar, now.date()
        self._known: dict[tuple[date, date], int] = {}

    def days(self, due: date | None, sent: datetime | None, standing: str) -> int:
        """After `due`, until it was sent; a missing one until today."""
        if due is None or standing not in {"late", "overdue"}:
            return 0
        until = clock.local(sent).date() if sent and standing == "late" else self._today
        key = (due, until)
        if key not in self._known:
            self._known[key] = self._calendar.working_days(due + timedelta(days=1), until).count
        return self._known[key]
