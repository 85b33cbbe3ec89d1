"""Lines of packs about minutes, conclusions and ballots."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from tinhso.base.packs.section import PackItem


class EntryItem(PackItem):
    """An entry of the minutes: `number` names it within the meeting. What was written stays as it was."""

    meeting: str
    number: int = Field(ge=1)
    item: int | None = Field(default=None, ge=1)
    speaker: str = ""
    agency: str = ""
    text: str = Field(min_length=1)
    said_at: dt.datetime


class ConclusionItem(PackItem):
    """A conclusion, drafted from `entries`; `dropped` says why no task comes of it."""

    meeting: str
    number: int = Field(ge=1)
    text: str = Field(min_length=1)
    item: int | None = Field(default=None, ge=1)
    lead: str = ""
    joint: tuple[str, ...] = ()
    deadline: dt.date | None = None
    deadline_text: str = ""
    entries: tuple[int, ...] = ()
    dropped: str = ""


class DecisionItem(PackItem):
    """What a meeting decided without papers. What was decided stays as it was."""

    meeting: str
    text: str = Field(min_length=1)
    item: int | None = Field(default=None, ge=1)


class PaperItem(PackItem):
    """A paper sent in by an account of the demo."""

    by: str
    choice: str
    opinion: str = ""


class BallotItem(PackItem):
    """A ballot that opens when it is loaded, with the papers that came: its term is the regulation's."""

    committee: str
    question: str = Field(min_length=1)
    explanation: str = ""
    secret: bool = False
    papers: tuple[PaperItem, ...] = ()
