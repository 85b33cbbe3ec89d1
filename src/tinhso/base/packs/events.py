"""What happened to packs."""

from __future__ import annotations

from typing import ClassVar

from tinhso.base.events.outbox import Event


class DemoCleared(Event):
    """Every illustrative row was deleted: whoever keeps copies of them makes these anew."""

    name: ClassVar[str] = "packs.demo_cleared"
