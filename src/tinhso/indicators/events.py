"""What happened to figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import ClassVar, Final
from uuid import UUID

from tinhso.base.events.outbox import Event
from tinhso.indicators.models import State


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


class FigureApproved(FigureEvent):
    """A level approved a figure; the next one has not yet."""

    name: ClassVar[str] = "indicators.approved"


class FigureReturned(FigureEvent):
    """A figure was returned with a reason."""

    name: ClassVar[str] = "indicators.returned"


class FigureConfirmed(FigureEvent):
    """A figure is in force from now on."""

    name: ClassVar[str] = "indicators.confirmed"


class FigureWithdrawn(FigureEvent):
    """A figure is no longer in force, and nothing stands in its place."""

    name: ClassVar[str] = "indicators.withdrawn"


class BatchEvent(Event):
    """Many figures moved at once: of which indicators."""

    batch: UUID
    indicators: tuple[UUID, ...]


class FiguresSubmitted(BatchEvent):
    """Figures were sent in together and wait for confirmation."""

    name: ClassVar[str] = "indicators.batch_submitted"


class FiguresApproved(BatchEvent):
    """Figures were approved together at their levels."""

    name: ClassVar[str] = "indicators.batch_approved"


class FiguresReturned(BatchEvent):
    """Figures were returned together with a reason."""

    name: ClassVar[str] = "indicators.batch_returned"


class FiguresConfirmed(BatchEvent):
    """Figures are in force from now on."""

    name: ClassVar[str] = "indicators.batch_confirmed"


class FiguresLoaded(Event):
    """A pack brought figures: of which indicators, by the months that their periods end in."""

    name: ClassVar[str] = "indicators.loaded"
    pack: str
    months: dict[date, tuple[UUID, ...]]


class FiguresRebuilt(Event):
    """The figures in force were made anew from the facts; of these indicators, none named: of all."""

    name: ClassVar[str] = "indicators.rebuilt"
    indicators: tuple[UUID, ...] = ()


class IndicatorDefined(Event):
    """An indicator is laid down otherwise, from a day on; without a day: what was laid down stands now."""

    name: ClassVar[str] = "indicators.defined"
    indicator: UUID
    code: str
    valid_from: date | None


OF_BATCH: Final[Mapping[State, type[BatchEvent]]] = MappingProxyType(
    {
        State.SUBMITTED: FiguresSubmitted,
        State.APPROVED: FiguresApproved,
        State.RETURNED: FiguresReturned,
        State.CONFIRMED: FiguresConfirmed,
    }
)
