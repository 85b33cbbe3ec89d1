"""Where one place stands in its line: how many go before it, and when it is through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tinhso.base import clock
from tinhso.bordergate.core.capacity import Capacity
from tinhso.bordergate.core.forecasting.eta import Eta, eta
from tinhso.bordergate.core.forecasting.eta import Gate as Service
from tinhso.bordergate.core.forecasting.overtaking import expected_positions
from tinhso.bordergate.core.streams import Stream
from tinhso.bordergate.models import LinePlace, PlaceState
from tinhso.bordergate.queries import lines
from tinhso.bordergate.queries.board import errors_of
from tinhso.bordergate.queries.gates import capacity_of, cycle_of, rule_of


@dataclass(frozen=True)
class Outlook:
    """What a driver wants to know. `position` 1 is next through; None for who is aside, through or gone."""

    place: LinePlace
    position: int | None
    eta: Eta | None


def outlook(place: LinePlace) -> Outlook:
    """The position in the order as it stands, and the moment it makes; nothing without a capacity."""
    now = _now(place)
    capacity = capacity_of(place.lane.run, place.lane.gate, place.lane.direction)
    position = _position(place, capacity, now) if capacity.plan_at(now) else None
    if position is None:
        return Outlook(place, None, None)
    gate = Service(capacity, errors=errors_of(place.lane, now))
    return Outlook(place, position, eta(gate, now, position))


def _now(place: LinePlace) -> datetime:
    run = place.lane.run
    return clock.local(run.moment) if run.simulated and run.moment else clock.now()


def _position(place: LinePlace, capacity: Capacity, now: datetime) -> int | None:
    """1 is next through. None for who stands aside, is through or gone."""
    if place.state == PlaceState.CALLED:
        return lines.called(place.lane).filter(called_seq__lt=place.called_seq).count() + 1
    rows = list(lines.ready(place.lane, now).values_list("stream", "pk"))
    of_stream = [key for stream, key in rows if stream == place.stream]
    if place.pk not in of_stream:
        return None
    lane = place.lane
    told = expected_positions(
        {one: sum(stream == one.value for stream, _key in rows) for one in Stream},
        cycle_of(rule_of(lane.gate, lane.direction, now.date())),
        lane.pointer if lane.pointer_day == now.date() else 0,
        called=lines.called(lane).count(),
        capacity=capacity,
        now=now,
    )[Stream(place.stream)]
    at = of_stream.index(place.pk)
    return told[at] if at < len(told) else None
