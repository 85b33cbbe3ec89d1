"""Where one place stands in its line: how many go before it, and when it is through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tinhso.base import clock
from tinhso.bordergate.core.capacity import Capacity
from tinhso.bordergate.core.forecasting.eta import Eta, eta
from tinhso.bordergate.core.forecasting.eta import Gate as Service
from tinhso.bordergate.core.forecasting.overtaking import expected_positions
from tinhso.bordergate.core.streams import Stream
from tinhso.bordergate.models import Lane, LinePlace, LineRule, PlaceState
from tinhso.bordergate.queries import lines
from tinhso.bordergate.queries.board import errors_of
from tinhso.bordergate.queries.gates import capacity_of, cycle_of, rule_of

_STANDING: Final = (PlaceState.WAITING, PlaceState.CALLED)


@dataclass(frozen=True)
class Outlook:
    """What a driver wants to know. `position` 1 is next through; None for who is aside, through or gone.

    `deferrals`: the hours one may choose to go later by, as the line's rule says.
    """

    place: LinePlace
    position: int | None
    eta: Eta | None
    deferrals: tuple[int, ...] = ()


def outlook(place: LinePlace) -> Outlook:
    """The position in the order as it stands, and the moment it makes; nothing without a capacity."""
    return outlooks([place])[0]


def outlooks(places: Sequence[LinePlace]) -> list[Outlook]:
    """The same of many, in their order: each line is read once, however many of its places are asked for."""
    known: dict[int, _Line] = {}
    found = []
    for place in places:
        if place.state not in _STANDING:
            found.append(Outlook(place, None, None))
            continue
        if place.lane_id not in known:
            known[place.lane_id] = _Line(place.lane)
        found.append(known[place.lane_id].of(place))
    return found


class _Line:
    """What is known of one line now."""

    def __init__(self, lane: Lane) -> None:
        run = lane.run
        self.now = clock.local(run.moment) if run.simulated and run.moment else clock.now()
        capacity = capacity_of(run, lane.gate, lane.direction)
        self.gate = Service(capacity, errors=errors_of(lane, self.now))
        rule = rule_of(lane.gate, lane.direction, self.now.date())
        self.deferrals = tuple(rule.deferrals)
        self.positions = _positions(lane, rule, capacity, self.now) if capacity.plan_at(self.now) else {}

    def of(self, place: LinePlace) -> Outlook:
        """1 is next through; nothing for who stands aside."""
        position = self.positions.get(place.pk)
        when = eta(self.gate, self.now, position) if position else None
        return Outlook(place, position, when, self.deferrals)


def _positions(lane: Lane, rule: LineRule, capacity: Capacity, now: datetime) -> dict[int, int]:
    """Of everybody who was called or may be: their place in the order as it stands, by key."""
    called = list(lines.called(lane).values_list("pk", flat=True))
    ready: dict[Stream, list[int]] = {stream: [] for stream in Stream}
    for stream, key in lines.ready(lane, now).values_list("stream", "pk"):
        ready[Stream(stream)].append(key)
    told = expected_positions(
        {stream: len(keys) for stream, keys in ready.items()},
        cycle_of(rule),
        lane.pointer if lane.pointer_day == now.date() else 0,
        called=len(called),
        capacity=capacity,
        now=now,
    )
    found = {key: number for number, key in enumerate(called, 1)}
    for stream, keys in ready.items():
        found.update(zip(keys, told[stream], strict=False))  # no turn is in sight for the rest
    return found
