"""Background work of this room: terms of ballots, reminders, what returns to the next agenda."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.calendar import OutsideCalendar
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.events.dispatch import Subscriber
from tinhso.base.jobs.registry import job
from tinhso.committees import queries as committees
from tinhso.conclusions import telling
from tinhso.conclusions.actions import carrying, counting
from tinhso.conclusions.actions.carrying import ROBOT
from tinhso.conclusions.actions.common import stream
from tinhso.conclusions.events import ConclusionChanged, NoticeIssued
from tinhso.conclusions.models import Ballot
from tinhso.conclusions.queries import ballots
from tinhso.meetings.events import MeetingCancelled, MeetingClosed, MeetingHeld, MeetingPlanned


@job("conclusions.close_due", periodic="*/5 * * * *")
def close_due() -> None:
    """Count the ballots whose term is over. Idempotent: what is counted is open no more."""
    for code in ballots.due(clock.now()):
        counting.close(ROBOT, code)


@job("conclusions.remind", periodic="0 1 * * *")
def remind() -> None:
    """At 08:00 in Vietnam on working days: remind those whose paper is missing, from half of the term on.

    Idempotent: a reminder is told once a day.
    """
    if not _is_working():
        return
    for ballot in ballots.open_ballots():
        half = ballot.opens_at + (ballot.closes_at - ballot.opens_at) / 2
        if half <= clock.now() < ballot.closes_at:
            remind_of(ballot)


def _is_working() -> bool:
    try:
        return current_calendar().is_working(clock.today())
    except OutsideCalendar:
        return clock.today().weekday() < 5


def remind_of(ballot: Ballot) -> int:
    """Remind those who have not voted; the answer is how many were told anew."""
    missing = [voter for voter in ballots.voters(ballot) if not hasattr(voter, "returned")]
    if not missing:
        return 0
    with acting(ROBOT, "ballot.remind") as act:
        sent = telling.ballot_reminder(act, ballot, missing)
        if sent.told:
            act.record(stream(ballot), subject=ballot, data={"told": sent.told})
    return sent.told


@job("conclusions.carry_all", periodic="30 17 * * *")
def carry_all() -> None:
    """At 00:30 in Vietnam: what became late since returns to the next agenda. Idempotent."""
    for committee in committees.committees():
        carrying.carry(committee)


def _carry(committee: UUID) -> None:
    found = committees.committees().filter(pk=committee).first()
    if found is not None:
        carrying.carry(found)


def follow_meeting(event: MeetingPlanned | MeetingHeld | MeetingClosed | MeetingCancelled) -> None:
    """A meeting was planned, held, closed or cancelled: look again at what returns to which agenda."""
    _carry(event.committee)


def follow_notice(event: NoticeIssued) -> None:
    """A notice was issued: what is not given yet returns to a meeting that is planned already."""
    _carry(event.committee)


def follow_conclusion(event: ConclusionChanged) -> None:
    """A conclusion was drafted or changed after the next meeting was planned."""
    _carry(event.committee)


SUBSCRIBERS: Final[list[Subscriber[Any]]] = [
    Subscriber("conclusions.carry_to_planned", MeetingPlanned, follow_meeting),
    Subscriber("conclusions.carry_after_held", MeetingHeld, follow_meeting),
    Subscriber("conclusions.carry_after_closed", MeetingClosed, follow_meeting),
    Subscriber("conclusions.carry_after_cancelled", MeetingCancelled, follow_meeting),
    Subscriber("conclusions.carry_after_notice", NoticeIssued, follow_notice),
    Subscriber("conclusions.carry_after_change", ConclusionChanged, follow_conclusion),
]
