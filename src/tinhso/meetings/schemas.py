"""What is sent to plan, invite and answer; shared by pages, API and packs."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from pydantic import Field, field_validator

from tinhso.base import clock
from tinhso.committees.schemas import Draft, Text
from tinhso.meetings.states import InviteRole, InviteState, ItemKind, MeetingKind


class VenueDraft(Draft):
    """A place (điểm cầu). `join_url`: https only, told to the invited alone."""

    name: Text = Field(min_length=1, max_length=200)
    address: Text = Field(default="", max_length=300)
    place: str = ""
    join_url: str = Field(default="", max_length=1000, pattern=r"^(https://[^\s<>\"']+)?$")


class TimeDraft(Draft):
    """When. Moments without a zone are the country's."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    overlap_reason: Text = Field(default="", max_length=500)

    @field_validator("starts_at", "ends_at")
    @classmethod
    def _zoned(cls, value: dt.datetime) -> dt.datetime:
        return value if value.tzinfo else value.replace(tzinfo=clock.TZ)


class MeetingDraft(TimeDraft):
    """A meeting to plan. `committee`: a code; `chair`: an id or a code, the committee's chair without one."""

    committee: str = Field(min_length=1)
    kind: MeetingKind = MeetingKind.SESSION
    title: Text = Field(default="", max_length=300)
    content: Text = Field(default="", max_length=4000)
    chair: str = ""
    venue: VenueDraft | None = None


class MeetingChange(Draft):
    """What may be corrected without asking anybody again."""

    title: Text = Field(min_length=1, max_length=300)
    content: Text = Field(default="", max_length=4000)
    chair: str = ""


class ItemDraft(Draft):
    """A point of the agenda. `reporter_agency`: a code; `reporter`: an id or a code."""

    title: Text = Field(min_length=1, max_length=1000)
    note: Text = Field(default="", max_length=4000)
    minutes: int = Field(default=15, ge=1, le=600)
    kind: ItemKind = ItemKind.REPORT
    reporter_agency: str = ""
    reporter: str = ""


class PaperDraft(Draft):
    """A paper that is no file: a document of the register (slug), or an address inside the product."""

    title: Text = Field(default="", max_length=300)
    document: str = ""
    href: str = Field(default="", max_length=1000, pattern=r"^(/([^/\\\s][^\s\\]*)?)?$")


class GuestDraft(Draft):
    """Somebody beyond the committee: a person, an agency, or only a name."""

    person: str = ""
    agency: str = ""
    guest: Text = Field(default="", max_length=200)
    role: InviteRole = InviteRole.GUEST
    venue: UUID | None = None


class AnswerDraft(Draft):
    """An answer to an invitation (trả lời giấy mời)."""

    state: InviteState
    reason: Text = Field(default="", max_length=500)
    substitute: str = ""
    substitute_name: Text = Field(default="", max_length=200)
