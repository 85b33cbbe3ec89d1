"""The public board: every gate and direction as it stands, without a name, a phone or a plate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q

from tinhso.base import clock
from tinhso.bordergate.core.capacity import Capacity, CapacityPlan
from tinhso.bordergate.core.colours import NATIONAL, Colour
from tinhso.bordergate.core.forecasting.eta import Eta, eta_joining
from tinhso.bordergate.core.forecasting.eta import Gate as Service
from tinhso.bordergate.core.forecasting.interval import Errors
from tinhso.bordergate.core.opening import Closure
from tinhso.bordergate.core.streams import Stream
from tinhso.bordergate.models import (
    DayRoot,
    Direction,
    ForecastDay,
    Gate,
    Lane,
    LineEntry,
    LinePlace,
    PlaceState,
    Run,
    Step,
)
from tinhso.bordergate.queries.gates import capacities, gates
from tinhso.bordergate.queries.lines import day_bounds

STALE: Final = timedelta(minutes=10)
"""Figures older than this are marked as old."""
_HOUR: Final = timedelta(hours=1)
_WAITS: Final = """
    SELECT lane_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY called_at - accepted_at),
        max(called_at - accepted_at)
    FROM bordergate_lineplace WHERE run_id = %s AND called_at >= %s AND called_at < %s GROUP BY lane_id
"""


@dataclass(frozen=True)
class Decided:
    """A place that was called out of turn, by which decision and why."""

    place: str
    reference: str
    why: str
    at: datetime


@dataclass(frozen=True)
class LaneBoard:
    """One gate and direction now. `eta`: when who joins now is through, with its 80 % interval.

    Waits are of places called today. `last_root`: the newest published day. `score`: how the forecasts of the
    day before did, in minutes; empty where nobody knows.
    """

    gate: Gate
    direction: Direction
    is_open: bool
    closure: Closure | None
    opens_at: datetime | None
    plan: CapacityPlan | None
    waiting: Mapping[Stream, int]
    aside: int
    called: int
    through_today: int
    through_last_hour: int
    no_shows: int
    decisions: Sequence[Decided]
    median_wait: timedelta | None
    longest_wait: timedelta | None
    eta: Eta | None
    last_root: DayRoot | None = None
    score: Mapping[str, Any] = field(default_factory=dict)

    @property
    def waits(self) -> int:
        """All who wait, the called included."""
        return sum(self.waiting.values()) + self.called

    @property
    def rate(self) -> int | None:
        """Vehicles an hour as announced."""
        return int(self.plan.rate) if self.plan else None

    @property
    def coverage(self) -> int | None:
        """How many of a hundred intervals of the day before held."""
        share = self.score.get("coverage")
        return None if share is None else round(100 * share)

    @property
    def colour(self) -> Colour:
        """The colour of the national map."""
        return NATIONAL.colour(self.waits)


@dataclass(frozen=True)
class Board:
    """All lanes of a run. `as_of`: when lines were last brought up to date; `stale` when that is long ago."""

    run: Run
    as_of: datetime
    stale: bool
    lanes: Sequence[LaneBoard] = field(default_factory=tuple)


def shown_run() -> Run | None:
    """The run that the board shows where none is asked for: real days; in the demo the newest simulation."""
    if not settings.DEMO:
        return None
    return Run.objects.filter(simulated=True).order_by("-started_at", "-id").first()


def board(run: Run) -> Board:
    """The board now: a number of queries that does not grow with vehicles or gates."""
    now = clock.local(run.moment) if run.simulated and run.moment else clock.now()
    day = day_bounds(now.date())
    rows = {(row.gate_id, row.direction): row for row in Lane.objects.filter(run=run)}
    told = _Told(run, day, now)
    known = capacities(run)
    found = [
        _lane(gate, direction, rows.get((gate.pk, direction)), told, known.get((gate.code, direction)), now)
        for gate in gates()
        for direction in Direction
    ]
    as_of = clock.local(run.moment) if run.moment else now
    return Board(run, as_of, not run.simulated and now - as_of > STALE, found)


class _Told:
    """What a handful of queries say of all lanes together."""

    def __init__(self, run: Run, day: tuple[datetime, datetime], now: datetime) -> None:
        places = LinePlace.objects.filter(run=run, state__in=(PlaceState.WAITING, PlaceState.CALLED))
        self.places: dict[tuple[int, str, str], tuple[int, int]] = {
            (lane, state, stream): (number, aside)
            for lane, state, stream, number, aside in places.values_list("lane", "state", "stream")
            .annotate(number=Count("pk"), aside=Count("pk", filter=Q(held=True) | Q(available_from__gt=now)))
            .order_by()
        }
        entries = LineEntry.objects.filter(lane__run=run, at__gte=day[0], at__lt=day[1])
        self.steps: dict[tuple[int, str], tuple[int, int]] = {
            (lane, step): (number, late)
            for lane, step, number, late in entries.values_list("lane", "step")
            .annotate(number=Count("pk"), late=Count("pk", filter=Q(at__gt=now - _HOUR)))
            .order_by()
        }
        self.decided: dict[int, list[Decided]] = {}
        for entry in entries.filter(step=Step.DECIDED).order_by("lane", "number"):
            data = entry.data
            one = Decided(entry.place, data["reference"], data["why"], clock.local(entry.at))
            self.decided.setdefault(entry.lane_id, []).append(one)
        with connection.cursor() as cursor:
            cursor.execute(_WAITS, [run.pk, *day])
            self.waits: dict[int, tuple[timedelta, timedelta]] = {
                row[0]: row[1:] for row in cursor.fetchall()
            }
        learnt = ForecastDay.objects.filter(lane__run=run, day__lte=now.date()).order_by("lane", "-day")
        self.learnt: dict[int, ForecastDay] = {row.lane_id: row for row in learnt.distinct("lane")}
        roots = DayRoot.objects.filter(lane__run=run).order_by("lane", "-day").distinct("lane")
        self.roots: dict[int, DayRoot] = {row.lane_id: row for row in roots.defer("content")}

    def of_step(self, lane: Lane | None, step: Step, late: int = 0) -> int:
        """How often a step was taken today, or in the last hour (`late` 1)."""
        return self.steps.get((lane.pk, step), (0, 0))[late] if lane else 0

    def of_state(self, lane: Lane | None, state: PlaceState, stream: Stream, aside: int = 0) -> int:
        """How many places stand so, or of them stand aside (`aside` 1)."""
        return self.places.get((lane.pk, state, stream), (0, 0))[aside] if lane else 0


def _lane(
    gate: Gate, direction: Direction, lane: Lane | None, told: _Told, capacity: Capacity | None, now: datetime
) -> LaneBoard:
    waiting = {stream: told.of_state(lane, PlaceState.WAITING, stream) for stream in Stream}
    called = sum(told.of_state(lane, PlaceState.CALLED, stream) for stream in Stream)
    ahead = sum(waiting.values()) + called
    waits = told.waits.get(lane.pk) if lane else None
    plan = capacity.plan_at(now) if capacity else None
    learnt = told.learnt.get(lane.pk) if lane else None
    is_open = capacity.calendar.is_open(now) if capacity else False
    return LaneBoard(
        gate,
        direction,
        is_open,
        capacity.calendar.closure_at(now) if capacity else None,
        capacity.calendar.next_opening(now) if capacity and not is_open else None,
        plan,
        waiting,
        sum(told.of_state(lane, PlaceState.WAITING, stream, 1) for stream in Stream),
        called,
        told.of_step(lane, Step.ADMITTED),
        told.of_step(lane, Step.ADMITTED, 1),
        told.of_step(lane, Step.EXPIRED),
        told.decided.get(lane.pk, ()) if lane else (),
        waits[0] if waits else None,
        waits[1] if waits else None,
        eta_joining(Service(capacity, errors=_errors(learnt)), now, ahead) if capacity and plan else None,
        told.roots.get(lane.pk) if lane else None,
        learnt.score if learnt else {},
    )


def errors_of(lane: Lane, now: datetime) -> Errors | None:
    """The errors that forecasts of a line use today."""
    rows = ForecastDay.objects.filter(lane=lane, day__lte=now.date())
    return _errors(rows.order_by("-day").first())


def _errors(learnt: ForecastDay | None) -> Errors | None:
    if learnt is None:
        return None
    return Errors(tuple(tuple(one) for one in learnt.bands), tuple(learnt.outside))
