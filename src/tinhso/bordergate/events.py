"""What this room tells others."""

from __future__ import annotations

from typing import ClassVar

from tinhso.base.events.outbox import Event


class PlaceAccepted(Event):
    """A place in a line was given (đã nhận lượt)."""

    name: ClassVar[str] = "bordergate.place_accepted"
    place: str
    run: str
    gate: str
    direction: str


class CapacityAnnounced(Event):
    """A capacity, a stop or an opening was announced (thông báo năng lực, đóng, mở)."""

    name: ClassVar[str] = "bordergate.announced"
    run: str
    gate: str
    direction: str
    kind: str


class GateEventsReceived(Event):
    """Devices or agencies told something of these visits (đã nhận sự kiện tại chốt)."""

    name: ClassVar[str] = "bordergate.events_received"
    visits: list[str]
    alarms: int
    commands: int
