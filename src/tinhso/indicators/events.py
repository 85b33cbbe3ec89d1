"""What happened to figures."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class FigureEvent(Event):
    """A figure moved: which row says so, of which series."""

    figure: UUID
    indicator: UUID
    place: UUID
    agency: UUID | None
    period: str


class FigureSubmitted(FigureEvent):
    """A figure was sent in and waits for confirmation."""

    name: ClassVar[str] = "indicators.submitted"


class FigureReturned(FigureEvent):
    """A figure was returned with a reason."""

    name: ClassVar[str] = "indicators.returned"


class FigureConfirmed(FigureEvent):
    """A figure is in force from now on."""

    name: ClassVar[str] = "indicators.confirmed"


class FigureWithdrawn(FigureEvent):
    """A figure is no longer in force, and nothing stands in its place."""

    name: ClassVar[str] = "indicators.withdrawn"
