"""Background work of this room: the run of the day."""

from __future__ import annotations

from typing import Any, Final

from tinhso.base.events.dispatch import Subscriber
from tinhso.base.jobs.registry import job
from tinhso.urging.running.running import run_by_clock


@job("urging.run", periodic="*/10 * * * *", once=True)
def run_of_the_day() -> None:
    """Make the day's run once its hour has come; a worker that was away makes it when it is back."""
    run_by_clock()


SUBSCRIBERS: Final[list[Subscriber[Any]]] = []
