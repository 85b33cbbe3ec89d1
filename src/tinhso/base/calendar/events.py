"""What the calendar tells other rooms."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class CalendarChanged(Event):
    """A day became worked or not worked: open deadlines around it are to be computed anew."""

    name: ClassVar[str] = "calendar.changed"
    correction: UUID
    date: date
    working: bool
