"""Typed inputs of this room, shared by pages, API and packs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tinhso.base.ids import new_id
from tinhso.base.text import nfc
from tinhso.conclusions.core.states import Step


def _composed(value: object) -> object:
    return nfc(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_composed)]
Long = Annotated[Text, Field(max_length=20_000)]
Needed = Annotated[Text, Field(min_length=1, max_length=20_000)]
Short = Annotated[Text, Field(max_length=300)]


class Typed(BaseModel):
    """Base of what people type."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class EntryDraft(Typed):
    """An entry of the minutes. `item` is its number on the agenda.

    `speaker` is a name: one of the invited is recognised by it. `agency` is a code, or a name typed. `key` is
    chosen by who types: sent twice, the entry stands once.
    """

    text: Needed
    item: int | None = Field(default=None, ge=1)
    speaker: Short = ""
    title: Short = ""
    agency: Short = ""
    said_at: dt.datetime | None = None
    key: UUID = Field(default_factory=new_id)


class BallotDraft(Typed):
    """A ballot. `options` are words, at least two; none: agree, disagree, another opinion.

    Without `meeting` it is a written consultation. Without `closes_at` the regulation's term counts.
    """

    question: Needed
    explanation: Long = ""
    committee: str = ""
    meeting: str = ""
    item: int | None = Field(default=None, ge=1)
    options: tuple[Annotated[Text, Field(min_length=1, max_length=200)], ...] = Field(
        default=(), max_length=12
    )
    secret: bool = False
    closes_at: dt.datetime | None = None
    document: str = ""


class Paper(Typed):
    """A ballot paper. `receipt` changes a paper of a secret ballot that was sent before."""

    choice: Annotated[str, Field(min_length=1, max_length=40)]
    opinion: Long = ""
    receipt: Annotated[str, Field(max_length=40)] = ""


class DecisionDraft(Typed):
    """What was decided. `choice` is an option, where a tie is decided."""

    text: Long = ""
    choice: Annotated[str, Field(max_length=40)] = ""
    reason: Long = ""
    item: int | None = Field(default=None, ge=1)


class ConclusionDraft(Typed):
    """A conclusion. `lead`, `joint`, `target`, `indicator` are codes, `entries` ids of the minutes.

    `deadline_text` is a term as said; where it names a day and `deadline` is not given, that day counts.
    """

    text: Needed
    item: int | None = Field(default=None, ge=1)
    lead: str = ""
    joint: tuple[str, ...] = ()
    deadline: dt.date | None = None
    deadline_text: Annotated[Text, Field(max_length=120)] = ""
    target: str = ""
    indicator: str = ""
    entries: tuple[UUID, ...] = ()
    decision: UUID | None = None


class NoticeDraft(Typed):
    """How a notice of conclusions is issued. What is left empty follows from committee and regulation."""

    signer: str = ""
    number: int | None = Field(default=None, ge=1)
    issued_on: dt.date | None = None
    intro: Long = ""
    recipients: tuple[Short, ...] = ()


class StepTaken(Typed):
    """A step with a conclusion; returning and dropping say why."""

    step: Step
    reason: Long = ""
