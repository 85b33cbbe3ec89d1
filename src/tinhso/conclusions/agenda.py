"""Meetings as this room needs them: found by code, the next one, and what is put on an agenda."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.urls import reverse

from tinhso.base.actions import Act
from tinhso.committees.models import Committee
from tinhso.meetings import actions as meetings
from tinhso.meetings import queries
from tinhso.meetings.models import AgendaItem, Meeting
from tinhso.meetings.states import ItemKind, MeetingKind, MeetingState

AHEAD: Final = (MeetingState.PLANNED, MeetingState.INVITED)


def meeting(code: str) -> Meeting:
    """The meeting of that code. Raises NotFound with near codes."""
    return queries.find(code)


def coming(committee: Committee) -> QuerySet[Meeting]:
    """Meetings of a committee that are still ahead, the nearest first; written consultations are none."""
    rows = committee.meetings.filter(state__in=AHEAD).exclude(kind=MeetingKind.WRITTEN)
    return rows.order_by("starts_at", "code")


def next_meeting(committee: Committee) -> Meeting | None:
    """The next meeting of a committee."""
    return coming(committee).first()


def put(
    act: Act, to: Meeting, *, title: str, origin: str, href: str, kind: ItemKind = ItemKind.CARRIED
) -> AgendaItem:
    """An item on the agenda of a coming meeting; what is carried and stands there already is the same one."""
    return meetings.add_item_within(act, to, title=title, kind=kind, origin=origin, origin_href=href)


def conclusions_of(held: Meeting) -> str:
    """The address of a meeting's conclusions."""
    return reverse("conclusions:meeting", args=[held.code])
