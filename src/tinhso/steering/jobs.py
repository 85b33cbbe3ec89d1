"""Background work of this room: figures that came another way, and the turn of the day."""

from __future__ import annotations

from tinhso.base.events.dispatch import Subscriber
from tinhso.base.jobs.registry import job
from tinhso.indicators.events import FigureConfirmed, FigureEvent, FiguresConfirmed, FigureWithdrawn
from tinhso.steering import state
from tinhso.steering.depth import recurring


@job("steering.rebuild", periodic="15 17 * * *")
def rebuild() -> None:
    """Rebuild the current state at 00:15 in Vietnam: what falls due moves with the day where no figure is."""
    state.rebuild_all()


@job("steering.recur", periodic="25 17 * * *")
def recur() -> None:
    """Make the tasks of patterns that are due to be made, at 00:25 in Vietnam. Idempotent."""
    recurring.make_all()


def follow_figure(event: FigureEvent) -> None:
    """Bring targets up to date when a figure was confirmed or withdrawn outside a report. Idempotent."""
    state.refresh_measured(event.indicator)


def follow_figures(event: FiguresConfirmed) -> None:
    """Bring targets up to date when many figures were confirmed at once; each once. Idempotent."""
    state.refresh_measured_by(event.indicators)


SUBSCRIBERS = [
    Subscriber("steering.follow_confirmed", FigureConfirmed, follow_figure),
    Subscriber("steering.follow_withdrawn", FigureWithdrawn, follow_figure),
    Subscriber("steering.follow_batch", FiguresConfirmed, follow_figures),
]
