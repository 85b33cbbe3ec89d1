"""What people type about a task in depth."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from tinhso.indicators.schemas import Text
from tinhso.steering.models import JointAgency, Recurrence
from tinhso.steering.schemas import Draft, Long, Title

Code = Annotated[str, Field(min_length=1, max_length=120)]


class PartDraft(Draft):
    """One part of a task: the agency that gets it; what is left out is the parent's own."""

    lead: Code
    title: Annotated[Text, Field(max_length=2_000)] = ""
    deadline: dt.date | None = None
    late_reason: Long = ""


class SplitDraft(Draft):
    """Parts for many agencies at once (chia việc); `deadline`, `late_reason` are for parts without one."""

    parts: Annotated[tuple[PartDraft, ...], Field(min_length=1, max_length=1_000)]
    deadline: dt.date | None = None
    late_reason: Long = ""
    deliverable: Annotated[Text, Field(max_length=2_000)] = ""


class PartAnswerDraft(Draft):
    """What a joint agency says of its part (xác nhận phối hợp)."""

    part: JointAgency.Part
    note: Long = ""


class DeliverableDraft(Draft):
    """A deliverable as typed; `acceptor` is an agency's code, empty for the standing office."""

    title: Title
    required: bool = True
    acceptor: str = ""


class DeliveryDraft(Draft):
    """What is handed in: words, a document of the register (slug), files stored before."""

    note: Long = ""
    document: str = ""
    file: UUID | None = None


class RecurrenceDraft(Draft):
    """A pattern as typed; `lead`, `joint`, `goal`, `pillar` are codes."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    title: Title
    lead: str = ""
    joint: tuple[str, ...] = ()
    goal: str = ""
    pillar: str = ""
    deliverable: Long = ""
    every: Recurrence.Every
    due: Recurrence.Due = Recurrence.Due.WORKING_DAY
    due_number: Annotated[int, Field(ge=0, le=366)] = 0
    shift: Recurrence.Shift = Recurrence.Shift.BEFORE
    ahead_days: Annotated[int, Field(ge=0, le=366)] = 14
    starts_on: dt.date
    ends_on: dt.date | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.ends_on and self.ends_on < self.starts_on:
            raise ValueError(_("Ngày kết thúc đứng trước ngày bắt đầu."))
        return self


class HandOverDraft(Draft):
    """A bulk hand-over: `successor` takes what `by_hand` (kind:id → agency's code) gives to no other."""

    successor: str = ""
    by_hand: dict[str, str] = {}
    document: str = ""
    dated: dt.date
    note: Long = ""
