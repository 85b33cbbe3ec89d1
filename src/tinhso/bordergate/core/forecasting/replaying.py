"""A past stretch forecast again (dự báo lại): what would have been told with what was known at the time.
Pure.

For the figures of a day whose forecasts were not kept, and for learning the errors of the weeks before.
Nothing that became known later is used: neither notices nor what became of vehicles still in line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from heapq import heappop, heappush

from tinhso.bordergate.core.capacity import Capacity
from tinhso.bordergate.core.forecasting.eta import Eta, Gate, eta_joining
from tinhso.bordergate.core.forecasting.interval import Errors, Outcome, Preference, Source, prefer
from tinhso.bordergate.core.forecasting.scoring import DayScore, Judged, naive, score
from tinhso.bordergate.core.forecasting.shapes import Service


@dataclass(frozen=True)
class Passing:
    """One vehicle as it was: when it joined, when it was through, how many were in line before it."""

    joined: datetime
    through: datetime
    ahead: int


@dataclass(frozen=True)
class Stay:
    """One place in line: from when to when (None: still there), and whether it ended by getting through."""

    joined: datetime
    left: datetime | None
    through: bool = True


def passings_of(stays: Iterable[Stay]) -> tuple[Passing, ...]:
    """Those who got through, in the order of joining, each with how many were in line before it.

    Whoever is still there, or left otherwise (cancelled, diverted), counts for the others while there.
    """
    order = sorted(stays, key=lambda stay: stay.joined)
    leavings = sorted(stay.left for stay in order if stay.left is not None)
    return tuple(
        Passing(stay.joined, stay.left, number - bisect_right(leavings, stay.joined))
        for number, stay in enumerate(order)
        if stay.left is not None and stay.through
    )


@dataclass(frozen=True)
class Learnt:
    """What a morning knows: the figures of the day before, and what today's forecasts are made with."""

    yesterday: DayScore
    errors: Errors
    preference: Preference


def learn(
    capacity: Capacity,
    service: Service,
    passings: Sequence[Passing],
    today: date,
    *,
    every: int = 1,
    compare: bool = False,
) -> Learnt:
    """Forecast the last weeks again and learn from what was known when `today` began.

    `passings` of those weeks (two are enough) in the order of joining; `every` and `compare` as for `Replay`.
    """
    zone = capacity.calendar.zone
    past = [passing for passing in passings if passing.through.astimezone(zone).date() < today]
    found = Replay(capacity, service, compare=compare).judge(past, every)
    outcomes = [outcome for outcome, _ in found]
    before = today - timedelta(days=1)
    figures = score(before, (one for _, one in found if one.made_at.astimezone(zone).date() == before))
    return Learnt(figures, Errors.of(outcomes), prefer(outcomes))


@dataclass
class Replay:
    """Forecasts made again for one gate and direction, errors learnt from day to day."""

    capacity: Capacity
    service: Service
    compare: bool = False
    outcomes: list[Outcome] = field(default_factory=list)
    """What has become known so far; outcomes of earlier weeks may be given."""

    def judge(self, passings: Sequence[Passing], every: int = 1) -> list[tuple[Outcome, Judged]]:
        """Forecast every so-manieth of `passings`, given in the order of joining, and judge it.

        The errors used on a day are those of vehicles that were through before that day.
        """
        through = sorted(passing.through for passing in passings)
        known: dict[tuple[int, int, int], Capacity] = {}
        waiting: list[tuple[datetime, int, Outcome]] = []
        found: list[tuple[Outcome, Judged]] = []
        day: date | None = None
        gate = Gate(self.capacity, self.service)
        for number, passing in enumerate(passings[::every]):
            if self._day(passing.joined) != day:
                day = self._day(passing.joined)
                self._learn(waiting, day)
                gate = self._gate(gate)
            told = self.capacity.as_known(passing.joined)
            told = known.setdefault(_key(told), told)
            forecast = eta_joining(
                replace(gate, capacity=told), passing.joined, passing.ahead, seed=number, compare=self.compare
            )
            if forecast.median is None:
                continue
            outcome = outcome_of(forecast, told, passing.joined, passing.through)
            plain = naive(told, passing.joined, forecast.position, through)
            found.append((outcome, judged(forecast, passing, plain)))
            heappush(waiting, (passing.through, number, outcome))
        return found

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.capacity.calendar.zone).date()

    def _learn(self, waiting: list[tuple[datetime, int, Outcome]], day: date) -> None:
        while waiting and self._day(waiting[0][0]) < day:
            self.outcomes.append(heappop(waiting)[2])

    def _gate(self, gate: Gate) -> Gate:
        preferred = prefer(self.outcomes).source if self.compare else Source.ERRORS
        return replace(gate, errors=Errors.of(self.outcomes), preferred=preferred)


def outcome_of(forecast: Eta, known: Capacity, made_at: datetime, through: datetime) -> Outcome:
    """What became of a forecast, in work by the capacity known when it was made."""
    done = float(known.served_between(made_at, through))
    return Outcome(
        made_at, through, forecast.position, forecast.expected, done, forecast.told, forecast.kernel
    )


def judged(forecast: Eta, passing: Passing, plain: datetime | None) -> Judged:
    """A forecast beside what came of it. Raises ValueError for one without a median."""
    if forecast.median is None:
        raise ValueError("What was not forecast cannot be judged.")
    return Judged(passing.joined, forecast.median, forecast.low, forecast.high, passing.through, plain)


def _key(capacity: Capacity) -> tuple[int, int, int]:
    calendar = capacity.calendar
    return len(capacity.plans), len(calendar.closures), len(calendar.exceptions)
