"""Background work of this room: reminders before a meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.events.dispatch import Subscriber
from tinhso.base.jobs.registry import job
from tinhso.meetings import queries, telling
from tinhso.meetings.states import MeetingState

AHEAD: Final = timedelta(hours=26)
"""How long before its beginning a meeting is reminded of; the job runs once a morning."""


@job("meetings.remind", periodic="30 0 * * *", once=True)
def remind() -> None:
    """Remind those who did not decline, at 07:30 in Vietnam, of meetings within the next day; once each."""
    now = clock.now()
    rows = queries.meetings().filter(
        state=MeetingState.INVITED, starts_at__gt=now, starts_at__lte=now + AHEAD
    )
    for meeting in rows:
        with acting(SystemActor("nhắc lịch họp"), "meetings.remind") as act:
            telling.reminded(act, meeting)


SUBSCRIBERS: Final[list[Subscriber[Any]]] = []
