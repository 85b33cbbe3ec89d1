"""Background work of watches: after figures moved, and once a night for what the calendar moved.

The warehouse says when figures can be read from it; a confirmation is followed as well, for where figures are
read straight from the facts. Looking twice tells once.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from tinhso.base.events.dispatch import Subscriber
from tinhso.base.jobs.registry import job
from tinhso.exploration.watching.evaluating import evaluate
from tinhso.indicators.events import FigureConfirmed, FigureEvent, FiguresConfirmed, FigureWithdrawn
from tinhso.warehouse.events import Published


@job("exploration.look_at_watches")
def look_at_watches(indicators: list[UUID]) -> None:
    """Look at what is watched of those indicators; of all where none is named."""
    evaluate(indicators or None)


@job("exploration.look_at_all_watches", periodic="20 17 * * *")
def look_at_all_watches() -> None:
    """Look at everything watched, at 00:20 in Vietnam: longer periods end with the day, boundaries change."""
    evaluate()


def after_publication(event: Published) -> None:
    """New figures can be read."""
    look_at_watches.enqueue(list(event.indicators))


def after_figure(event: FigureEvent) -> None:
    """A figure was confirmed or withdrawn."""
    look_at_watches.enqueue([event.indicator])


def after_figures(event: FiguresConfirmed) -> None:
    """Many figures were confirmed at once."""
    look_at_watches.enqueue(list(event.indicators))


SUBSCRIBERS: Final[list[Subscriber[Any]]] = [
    Subscriber("exploration.watch_published", Published, after_publication),
    Subscriber("exploration.watch_confirmed", FigureConfirmed, after_figure),
    Subscriber("exploration.watch_withdrawn", FigureWithdrawn, after_figure),
    Subscriber("exploration.watch_batch", FiguresConfirmed, after_figures),
]
