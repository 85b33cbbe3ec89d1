"""What the actions of this room share: streams of the trail, places on an agenda."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.conclusions.models import Ballot
from tinhso.meetings.models import AgendaItem, Meeting
from tinhso.meetings.states import MeetingState
from tinhso.people.principals import Principal

BEGUN = (MeetingState.HELD, MeetingState.CLOSED)


def stream(about: Meeting | Ballot) -> str:
    """The audit stream of a meeting's minutes and conclusions, or of a ballot."""
    return f"{'ballot' if isinstance(about, Ballot) else 'conclusions'}:{about.code}"


def item_of(meeting: Meeting, number: int | None) -> AgendaItem | None:
    """The agenda item of that number. Raises Invalid naming those there are."""
    if number is None:
        return None
    items = {item.order: item for item in meeting.items.all()}
    if number not in items:
        raise Invalid(
            _("Chương trình không có nội dung số %(number)d.") % {"number": number},
            field="item",
            hint=", ".join(map(str, items)) or None,
        )
    return items[number]


def is_illustrative(by: Actor, meeting: Meeting | None) -> bool:
    """Whether what `by` adds belongs to the demonstration."""
    own = isinstance(by, Principal) and by.illustrative
    return own or (meeting is not None and meeting.illustrative)


def require_begun(meeting: Meeting) -> None:
    """Raises Conflict unless the meeting was opened."""
    if meeting.state not in BEGUN:
        raise Conflict(
            _("Phiên họp chưa mở (%(state)s) nên chưa ghi được.") % {"state": meeting.state_name},
            code="not_begun",
            hint=_("Mở phiên họp ở trang phiên họp rồi gửi lại; nội dung vừa nhập vẫn còn."),
        )
