"""A meeting of the committee of `committees.tests.scene`; for tests of this room and above."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tinhso.base import clock
from tinhso.committees.tests.scene import TODAY, Scene
from tinhso.meetings.actions import attending, inviting, planning
from tinhso.meetings.models import Invitation, Meeting
from tinhso.meetings.schemas import MeetingDraft
from tinhso.meetings.states import Presence

STARTS = datetime(2026, 12, 8, 8, 0, tzinfo=clock.TZ)
"""A Tuesday, more than three working days after `TODAY`."""


def draft(scene: Scene, *, starts: datetime = STARTS, **more: Any) -> MeetingDraft:
    """A session of three hours."""
    told = {"starts_at": starts, "ends_at": starts + timedelta(hours=3), "committee": scene.committee.code}
    return MeetingDraft.model_validate({**told, **more})


def planned(scene: Scene, **more: Any) -> Meeting:
    """A meeting that was planned by the office."""
    return planning.plan(scene.who("office"), draft(scene, **more))


def invited(scene: Scene, **more: Any) -> Meeting:
    """A meeting whose members were invited."""
    meeting = planned(scene, **more)
    inviting.prepare_members(scene.who("office"), meeting.code)
    inviting.send(scene.who("office"), meeting.code)
    meeting.refresh_from_db()
    return meeting


def invitation(scene: Scene, meeting: Meeting, name: str) -> Invitation:
    """Somebody's invitation."""
    return Invitation.objects.get(meeting=meeting, person=scene.person(name))


def attend(scene: Scene, meeting: Meeting, *names: str) -> None:
    """Those came."""
    for name in names:
        row = invitation(scene, meeting, name)
        attending.record(scene.who("office"), meeting.code, row.pk, Presence.PRESENT)


__all__ = ["STARTS", "TODAY", "attend", "draft", "invitation", "invited", "planned"]
