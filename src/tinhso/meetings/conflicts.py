"""Two appointments at one time: persons and rooms that are taken, with both meetings named."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.errors import Conflict, Problem
from tinhso.meetings import words
from tinhso.meetings.models import Invitation, Meeting, Venue
from tinhso.meetings.states import COMING, InviteState

_FREE = (InviteState.DECLINED, InviteState.WITHDRAWN)
_MOST = 8


@dataclass(frozen=True)
class Overlap:
    """Somebody, or a room, that another meeting has at that time."""

    what: str
    other: Meeting


def find(
    starts_at: datetime,
    ends_at: datetime,
    *,
    persons: Collection[UUID] = (),
    rooms: Collection[str] = (),
    but: UUID | None = None,
) -> list[Overlap]:
    """What is taken at that time by meetings still ahead; two queries."""
    at = {"starts_at__lt": ends_at, "ends_at__gt": starts_at, "state__in": COMING}
    there = Q(**{f"meeting__{name}": value for name, value in at.items()})
    asked = Invitation.objects.filter(there, person__in=persons).exclude(state__in=_FREE)
    taken = Venue.objects.filter(there, room_key__in=[room for room in rooms if room])
    if but is not None:
        asked, taken = asked.exclude(meeting=but), taken.exclude(meeting=but)
    people = asked.select_related("meeting", "person").order_by("order", "person__sort_name", "pk")
    return [
        *(Overlap(row.invitee, row.meeting) for row in people),
        *(Overlap(row.name, row.meeting) for row in taken.select_related("meeting").order_by("name")),
    ]


def _words(other: Meeting, whats: list[str]) -> str:
    """`Nguyễn Văn A, Phòng họp 1 đã có “Phiên họp lần thứ nhất” (08:00–11:00, thứ Ba 01/12/2026)`."""
    what, more = ", ".join(whats[:_MOST]), len(whats) - _MOST
    if more > 0:
        what = _("%(shown)s và %(more)d trường hợp nữa") % {"shown": what, "more": more}
    told = {"what": what, "title": other.title, "at": words.span(other.starts_at, other.ends_at)}
    return _("%(what)s đã có “%(title)s” (%(at)s)") % told


def refuse(title: str, found: Iterable[Overlap]) -> None:
    """Raises Conflict that names this meeting and the others, with the way out; nothing where nothing is."""
    taken: dict[Meeting, list[str]] = {}
    for one in found:
        taken.setdefault(one.other, []).append(one.what)
    if not taken:
        return
    shown = "; ".join(_words(other, whats) for other, whats in taken.items())
    message = _("Trùng lịch với “%(title)s”: %(shown)s.") % {"title": title, "shown": shown}
    hint = _("Đổi thời gian hoặc địa điểm; nếu vẫn họp vào giờ này, ghi lý do trùng lịch.")
    raise Conflict(
        message,
        code="overlap",
        field="overlap_reason",
        hint=hint,
        problems=[Problem("overlap", message, "overlap_reason", hint)],
    )
