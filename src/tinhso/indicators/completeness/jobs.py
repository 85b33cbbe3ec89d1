"""Background work of completeness: reminders every morning, and brought up to date as figures move."""

from __future__ import annotations

from typing import Final

from tinhso.base.events.dispatch import Subscriber
from tinhso.base.jobs.registry import job
from tinhso.indicators import events
from tinhso.indicators.completeness import reminders


@job("indicators.remind", periodic="20 17 * * *")
def remind() -> None:
    """Remind agencies of the figures they owe, every day at 00:20 in Vietnam; once an agency and period."""
    reminders.remind()


def follow_figure(event: events.FigureEvent) -> None:
    """A figure moved: its agency's reminder follows. Idempotent."""
    if event.agency is not None:
        reminders.refresh({(event.agency, event.period)})


def follow_figures(event: events.BatchEvent) -> None:
    """Many figures moved: the reminders of their agencies follow. Idempotent."""
    reminders.refresh(reminders.moved_in(event.batch))


SUBSCRIBERS: Final = [
    *(
        Subscriber(f"indicators.remind_{event.name.partition('.')[2]}", event, follow_figure)
        for event in (
            events.FigureSubmitted,
            events.FigureReturned,
            events.FigureConfirmed,
            events.FigureWithdrawn,
        )
    ),
    *(
        Subscriber(f"indicators.remind_{event.name.partition('.')[2]}", event, follow_figures)
        for event in (events.FiguresSubmitted, events.FiguresReturned, events.FiguresConfirmed)
    ),
]
