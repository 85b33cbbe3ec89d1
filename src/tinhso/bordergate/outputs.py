"""The board and the line as programs read them: open data without anything personal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from tinhso.bordergate.core.streams import Stream
from tinhso.bordergate.models import LinePlace
from tinhso.bordergate.queries.board import Board, LaneBoard


class GateDecisionOut(BaseModel):
    """A place called out of its turn, with decision and reason."""

    place: str
    reference: str
    why: str
    at: dt.datetime


class GateCapacityOut(BaseModel):
    """The announced capacity in vehicles an hour, and whose word it is."""

    rate_per_hour: int
    source: str
    valid_from: dt.datetime


class GateForecastOut(BaseModel):
    """How the forecasts of the day before did: minutes, and the share of intervals that held."""

    day: dt.date
    count: int
    mean_error_minutes: float | None
    median_error_minutes: float | None
    coverage: float | None
    naive_mean_error_minutes: float | None

    @classmethod
    def of(cls, score: Mapping[str, Any]) -> GateForecastOut:
        """What is told of a day's forecasts."""
        return cls(
            day=score["day"],
            count=score["count"],
            mean_error_minutes=score["mae_minutes"],
            median_error_minutes=score["median_error_minutes"],
            coverage=score["coverage"],
            naive_mean_error_minutes=score["naive_mae_minutes"],
        )


class GateLaneOut(BaseModel):
    """One gate and direction of the board. Waits in seconds; `eta_low` to `eta_high` hold with 80 %."""

    gate: str
    name: str
    direction: str
    state: str
    reason: str
    since: dt.datetime | None
    opens_at: dt.datetime | None
    capacity: GateCapacityOut | None
    waiting: dict[str, int]
    aside: int
    called: int
    through_today: int
    through_last_hour: int
    no_shows: int
    decisions: list[GateDecisionOut]
    median_wait: int | None
    longest_wait: int | None
    eta: dt.datetime | None
    eta_low: dt.datetime | None
    eta_high: dt.datetime | None
    eta_method: str
    forecast: GateForecastOut | None
    colour: str
    last_root: str | None
    last_root_day: dt.date | None

    @classmethod
    def of(cls, lane: LaneBoard) -> GateLaneOut:
        """What is told of a lane."""
        closure, plan = lane.closure, lane.plan
        return cls(
            gate=lane.gate.code,
            name=lane.gate.name,
            direction=lane.direction.value,
            state="open" if lane.is_open else "closed",
            reason=closure.reason if closure else "",
            since=closure.since if closure else None,
            opens_at=lane.opens_at,
            capacity=GateCapacityOut(
                rate_per_hour=int(plan.rate), source=plan.source, valid_from=plan.valid_from
            )
            if plan
            else None,
            waiting={stream.value: lane.waiting[stream] for stream in Stream},
            aside=lane.aside,
            called=lane.called,
            through_today=lane.through_today,
            through_last_hour=lane.through_last_hour,
            no_shows=lane.no_shows,
            decisions=[
                GateDecisionOut(place=one.place, reference=one.reference, why=one.why, at=one.at)
                for one in lane.decisions
            ],
            median_wait=round(lane.median_wait.total_seconds()) if lane.median_wait else None,
            longest_wait=round(lane.longest_wait.total_seconds()) if lane.longest_wait else None,
            eta=lane.eta.median if lane.eta else None,
            eta_low=lane.eta.low if lane.eta else None,
            eta_high=lane.eta.high if lane.eta else None,
            forecast=GateForecastOut.of(lane.score) if lane.score else None,
            eta_method=lane.eta.method.value if lane.eta else "",
            colour=lane.colour.value,
            last_root=lane.last_root.root if lane.last_root else None,
            last_root_day=lane.last_root.day if lane.last_root else None,
        )


class GateBoardOut(BaseModel):
    """The board: `run` is `live`, or the name of a simulation (then `simulated`)."""

    run: str
    simulated: bool
    as_of: dt.datetime
    stale: bool
    lanes: list[GateLaneOut]

    @classmethod
    def of(cls, board: Board) -> GateBoardOut:
        """What is told of all lanes."""
        return cls(
            run=board.run.code,
            simulated=board.run.simulated,
            as_of=board.as_of,
            stale=board.stale,
            lanes=[GateLaneOut.of(lane) for lane in board.lanes],
        )


class LinePlaceOut(BaseModel):
    """A place in the line as anybody may see it."""

    place: str
    gate: str
    direction: str
    stream: str
    state: str
    accepted_seq: int
    accepted_at: dt.datetime
    called_seq: int | None
    called_at: dt.datetime | None
    valid_until: dt.datetime | None
    exception: str
    exception_ref: str

    @classmethod
    def of(cls, row: LinePlace) -> LinePlaceOut:
        """What is told of a place."""
        same = set(cls.model_fields) - {"place", "gate", "direction"}
        told = {name: getattr(row, name) for name in same}
        return cls(place=row.code, gate=row.lane.gate.code, direction=row.lane.direction, **told)
