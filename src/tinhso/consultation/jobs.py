"""Background work: rounds end by themselves, the silent are reminded, contacts are forgotten."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings

from tinhso.base import clock
from tinhso.base.audit.context import SystemActor
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.events.dispatch import Subscriber
from tinhso.base.jobs.registry import job
from tinhso.consultation.actions import public, rounds
from tinhso.consultation.queries import drafts

ROBOT: Final = SystemActor("Lấy ý kiến")


@job("consultation.close_due", periodic="*/15 * * * *", once=True)
def close_due() -> None:
    """End the rounds whose deadline has passed. Idempotent."""
    for of in drafts.open_rounds().filter(deadline__lt=clock.now()):
        rounds.close(ROBOT, of.draft.code)


@job("consultation.remind", periodic="0 1 * * *", once=True)
def remind() -> None:
    """At 08:00 in Vietnam on working days: who has not answered, so many working days before the end.

    Idempotent: each is told once for each number of days left.
    """
    today = clock.today()
    if not current_calendar().is_working(today):
        return
    for of in drafts.open_rounds().filter(deadline__gte=clock.now()):
        left = rounds.working_days_left(of.deadline, today)
        if left in settings.DRAFT_REMIND_DAYS:
            rounds.remind(ROBOT, of.draft.code, occasion=f"left-{left}-{of.deadline:%Y%m%d}")


@job("consultation.forget_contacts", periodic="40 17 * * *", once=True)
def forget_contacts() -> None:
    """Clear what is known of people of the public, so long after the round that they wrote in."""
    public.forget_contacts()


SUBSCRIBERS: Final[list[Subscriber[Any]]] = []
