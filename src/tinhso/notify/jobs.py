"""Background work of this room: whatever is due goes out; whoever has an address now is tried again."""

from __future__ import annotations

from typing import Any, Final

from tinhso.base.events.dispatch import Subscriber
from tinhso.base.jobs.registry import job
from tinhso.notify import delivering


@job("notify.deliver", periodic="* * * * *", once=True)
def deliver() -> None:
    """Send what is due, every minute and whenever something was told. One at a time; safe beside itself."""
    delivering.deliver_due()


@job("notify.look_for_addresses", periodic="5 * * * *")
def look_for_addresses() -> None:
    """Send to those who had no address and have one now, every hour."""
    delivering.look_for_addresses()


SUBSCRIBERS: Final[list[Subscriber[Any]]] = []
