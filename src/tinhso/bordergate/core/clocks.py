"""When something happened: a device's clock is believed as far as it can be checked, and is kept beside.

The clock is compared with the server's by the moment at which the device says that it sent the batch. A clock
that is wrong, or that went back, orders nothing: the moment of receipt does. All this is fixed at the first
receipt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tinhso.bordergate.core.events import CheckpointEvent

SKEW: Final = "SKEW"
"""The device's clock stands away from the server's (lệch đồng hồ)."""
BACK: Final = "CLOCK_BACK"
"""The device's clock went back behind its own last event."""
LATE: Final = "LATE"
"""Told after the fact: made while the gate was offline (ghi khi mất mạng)."""
_STEP: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class ClockRules:
    """How far a clock may stand away, and after how long an event counts as told late."""

    tolerance: timedelta = timedelta(seconds=120)
    late: timedelta = timedelta(seconds=60)


CLOCK_RULES: Final = ClockRules()


@dataclass(frozen=True)
class Moment:
    """When an event counts as having happened, and what was odd about its clock."""

    effective_at: datetime
    flags: frozenset[str]


def moment_of(
    event: CheckpointEvent,
    *,
    sent_at: datetime,
    received_at: datetime,
    after: datetime | None,
    rules: ClockRules = CLOCK_RULES,
) -> Moment:
    """The effective moment of an event in its device's chain; `after` is that of the event before it.

    Within a chain effective moments rise strictly, so that a device's own order is never lost.
    """
    flags = set()
    if abs(received_at - sent_at) > rules.tolerance or event.device_time > sent_at + rules.tolerance:
        flags.add(SKEW)
    elif after is not None and event.device_time < after - rules.tolerance:
        flags.add(BACK)
    effective = received_at if flags else event.device_time
    if after is not None and effective <= after:
        effective = after + _STEP
    if received_at - effective > rules.late:
        flags.add(LATE)
    return Moment(effective, frozenset(flags))


def server_moment(now: datetime, last: datetime | None) -> datetime:
    """The moment of an event that the product itself records: now, but after the visit's last one."""
    return now if last is None or now > last else last + _STEP
