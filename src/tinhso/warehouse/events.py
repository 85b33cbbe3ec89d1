"""What happened in the warehouse."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class Published(Event):
    """New figures can be read from the warehouse: of which months, and of which indicators as far as known.

    No indicator named: any of them may have changed.
    """

    name: ClassVar[str] = "warehouse.published"
    version: int
    months: tuple[date, ...]
    indicators: tuple[UUID, ...] = ()
