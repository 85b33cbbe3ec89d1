"""Thư ký: who kept the minutes, and signs them beside the chair."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.committees import queries as committees
from tinhso.committees.roles import MemberRole
from tinhso.conclusions.queries import minutes
from tinhso.meetings.models import Meeting
from tinhso.meetings.states import THERE
from tinhso.people import queries as people


def of_meeting(meeting: Meeting) -> str:
    """The name: a secretary of the committee who was there, else who wrote most, else its secretary.

    Never the chair, who signs at the right; empty where nobody is known.
    """
    on = clock.local(meeting.starts_at).date()
    named = {
        seat.person_id: seat.person.full_name
        for seat in committees.members(meeting.committee, on)
        if seat.role == MemberRole.SECRETARY
    }
    there = set(
        meeting.invitations.filter(attended__in=THERE, attended_by_substitute=False).values_list(
            "person", flat=True
        )
    )
    for person, name in named.items():
        if person in there and person != meeting.chair_id:
            return name
    return _writer(meeting) or next((name for key, name in named.items() if key != meeting.chair_id), "")


def _writer(meeting: Meeting) -> str:
    """The person who wrote most of what stands in the minutes."""
    written = Counter(minutes.of_meeting(meeting).values_list("actor", flat=True))
    for account, _entries in written.most_common():
        person = _person_of(account)
        if person and person[0] != meeting.chair_id:
            return person[1]
    return ""


def _person_of(account: UUID | None) -> tuple[UUID, str] | None:
    """Id and name of an account's person; None where the pack or the system wrote."""
    if account is None:
        return None
    try:
        person = people.account_by_id(account).person
    except NotFound:
        return None
    return (person.pk, person.full_name) if person else None
