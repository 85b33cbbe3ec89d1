"""What every verb on a meeting does: lock it, check its state, move its version, tell the trail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.documents import queries as documents
from tinhso.documents.models import Document
from tinhso.meetings import queries
from tinhso.meetings.models import Meeting
from tinhso.meetings.states import MeetingState, may_follow
from tinhso.people import queries as people
from tinhso.people.models import Agency, Person


def stream(meeting: Meeting) -> str:
    """The audit stream of a meeting."""
    return f"meeting:{meeting.code}"


def is_illustrative(by: Actor, *of: models.Model) -> bool:
    """Whether what is written belongs to the demo: by who writes it, or by what it hangs on."""
    return bool(getattr(by, "illustrative", False)) or any(getattr(row, "illustrative", False) for row in of)


@dataclass(frozen=True)
class Doing:
    """A change of a locked meeting under way."""

    act: Act
    meeting: Meeting
    by: Actor

    def say(self, subject: models.Model | None = None, **data: Any) -> None:
        """The entry in the trail."""
        self.act.record(stream(self.meeting), subject=subject or self.meeting, data=data)

    @property
    def illustrative(self) -> bool:
        """Whether what is written belongs to the demo."""
        return is_illustrative(self.by, self.meeting)


@contextmanager
def changing(by: Actor, code: str, what: str, *, reason: str = "") -> Iterator[Doing]:
    """Change a meeting: its row is locked, its version moves; `what` ends the verb. Raises NotFound."""
    with acting(by, f"meetings.{what}", reason=reason) as act:
        meeting = queries.for_update(code)
        yield Doing(act, meeting, by)
        meeting.version += 1
        meeting.changed_at = act.now
        meeting.save()


def touch(meeting: Meeting) -> None:
    """Let open pages of the meeting know that something beside it changed: minutes, a ballot."""
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1, changed_at=clock.now())


def require_state(meeting: Meeting, *states: MeetingState) -> None:
    """Raises Conflict unless the meeting is in one of `states`."""
    if meeting.state in states:
        return
    raise Conflict(
        _("“%(title)s” đang ở trạng thái “%(state)s” nên không làm được việc này.")
        % {"title": meeting.title, "state": meeting.state_name},
        hint=_("Việc này làm được khi phiên họp ở trạng thái: %(states)s.")
        % {"states": ", ".join(str(state.label) for state in states)},
    )


def go(meeting: Meeting, then: MeetingState) -> None:
    """Move to another state. Raises Conflict where it does not follow."""
    if not may_follow(meeting.state, then):
        raise Conflict(
            _("“%(title)s” đang ở trạng thái “%(now)s”, không chuyển sang “%(then)s” được.")
            % {"title": meeting.title, "now": meeting.state_name, "then": then.label},
            hint=_("Tải lại trang để xem trạng thái hiện tại."),
        )
    meeting.state = then


AHEAD = (MeetingState.PLANNED, MeetingState.INVITED)
OPEN = (*AHEAD, MeetingState.HELD)


def person(named: str | UUID, field: str) -> Person | None:
    """The person of that id or code; None for nothing. Raises Invalid beside the field."""
    if not named:
        return None
    try:
        return people.person(named, field)
    except NotFound as refusal:
        raise Invalid(refusal.message, field=field) from refusal


def agency(code: str, field: str) -> Agency | None:
    """The agency of that code; None for nothing. Raises Invalid beside the field."""
    if not code:
        return None
    try:
        return people.agency_by_code(code)
    except NotFound as refusal:
        raise Invalid(refusal.message, field=field, hint=", ".join(refusal.near) or None) from refusal


def document(slug: str) -> Document | None:
    """The document of that slug; None for nothing. Raises Invalid beside the field."""
    if not slug:
        return None
    try:
        return documents.by_slug(slug)
    except NotFound as refusal:
        raise Invalid(refusal.message, field="document", hint=", ".join(refusal.near) or None) from refusal


def data_of(draft: Any) -> Mapping[str, Any]:
    """A draft as the trail keeps it."""
    told: Mapping[str, Any] = draft.model_dump(mode="json")
    return told
