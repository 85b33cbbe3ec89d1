"""What the API tells of minutes, conclusions and notices."""

from __future__ import annotations

import datetime as dt
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from tinhso.conclusions import tables
from tinhso.conclusions.models import Conclusion, ConclusionNotice, MinuteEntry


class MinuteOut(BaseModel):
    """An entry of the minutes. `corrects` is the entry that it stands instead of."""

    id: UUID
    meeting: str
    item: int | None
    speaker: str
    title: str
    agency: str | None
    agency_name: str
    text: str
    said_at: dt.datetime
    corrects: UUID | None
    reason: str
    withdrawn: bool
    illustrative: bool

    @classmethod
    def of(cls, row: MinuteEntry) -> Self:
        """From a row that came with meeting, item and agency."""
        return cls(
            id=row.pk,
            meeting=row.meeting.code,
            item=row.item.order if row.item else None,
            speaker=row.who,
            title=row.speaker_title,
            agency=row.agency.code if row.agency else None,
            agency_name=row.whose,
            text=row.text,
            said_at=row.said_at,
            corrects=row.supersedes_id,
            reason=row.reason,
            withdrawn=row.withdrawn,
            illustrative=row.illustrative,
        )


class MinutePage(BaseModel):
    """A page of the minutes."""

    items: list[MinuteOut]
    next: str | None
    total: int


class ConclusionOut(BaseModel):
    """A conclusion; `task_state` is how its task stands now."""

    id: UUID
    committee: str
    meeting: str
    number: int
    item: int | None
    text: str
    lead: str | None
    joint: list[str]
    deadline: dt.date | None
    deadline_text: str
    target: str | None
    indicator: str | None
    state: str
    state_name: str
    reason: str
    late: bool
    document: str | None
    task: str | None
    task_state: str | None
    version: int
    illustrative: bool
    href: str

    @classmethod
    def of(cls, row: Conclusion) -> Self:
        """From a row of `queries.conclusions`."""
        return cls(
            id=row.pk,
            committee=row.committee.code,
            meeting=row.meeting.code,
            number=row.number,
            item=row.item.order if row.item else None,
            text=row.text,
            lead=row.lead.code if row.lead else None,
            joint=[agency.code for agency in row.joint.all()],
            deadline=row.deadline,
            deadline_text=row.deadline_text,
            target=row.target.code if row.target else None,
            indicator=row.indicator.code if row.indicator else None,
            state=row.state,
            state_name=row.state_word,
            reason=row.state_reason,
            late=tables.is_late(row),
            document=row.notice.document.slug if row.notice else None,
            task=row.task.code if row.task else None,
            task_state=row.task.state if row.task else None,
            version=row.version,
            illustrative=row.illustrative,
            href=row.get_absolute_url(),
        )


class ConclusionPage(BaseModel):
    """A page of conclusions."""

    items: list[ConclusionOut]
    next: str | None
    total: int


class ConclusionNoticeOut(BaseModel):
    """A notice of conclusions: its document, and the plan of its tasks."""

    id: UUID
    meeting: str
    document: str
    notation: str
    plan: str | None
    issued_on: dt.date
    illustrative: bool

    @classmethod
    def of(cls, row: ConclusionNotice) -> Self:
        """From a row that came with meeting, document and plan."""
        return cls(
            id=row.pk,
            meeting=row.meeting.code,
            document=row.document.slug,
            notation=row.document.notation,
            plan=row.plan.full_slug if row.plan else None,
            issued_on=row.issued_on,
            illustrative=row.illustrative,
        )


class ConclusionNoticePage(BaseModel):
    """A page of notices."""

    items: list[ConclusionNoticeOut]
    next: str | None
    total: int
