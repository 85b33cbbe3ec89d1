"""How a pack's demo tells a consultation: the draft, who was asked, what was said, what was answered."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from tinhso.base.packs.section import PackItem
from tinhso.consultation.models import AnswerKind
from tinhso.consultation.schemas import Code
from tinhso.documents.models import DocumentType


class SaidItem(PackItem):
    """A comment: on a clause by its name (`Điều 1, khoản 2`; empty: the whole), on a stretch of it."""

    clause: str = ""
    quote: str = ""
    text: str = Field(min_length=1)


class OpinionItem(PackItem):
    """What one agency wrote, by which account; `sent_by` sends it, without it it is still being written."""

    agency: str
    by: str
    comments: tuple[SaidItem, ...] = ()
    agrees: bool = False
    sent_by: str = ""
    letter: str = ""


class SubmissionItem(PackItem):
    """What somebody of the public sent; `shown` after it was read."""

    clause: str = ""
    text: str = Field(min_length=1)
    name: str = ""
    contact: str = ""
    shown: bool = False


class AnsweredItem(PackItem):
    """An answer to comments by their numbers; `clause` names one of the newest version."""

    comments: tuple[int, ...] = Field(min_length=1)
    kind: AnswerKind
    text: str = ""
    clause: str = ""


class RoundItem(PackItem):
    """The round: until when, who is asked, what came of it."""

    deadline: dt.date
    agencies: tuple[str, ...] = ()
    members: bool = False
    public: bool = False
    letter: str = ""
    note: str = ""
    opinions: tuple[OpinionItem, ...] = ()
    submissions: tuple[SubmissionItem, ...] = ()
    closed: bool = False


class IssuedItem(PackItem):
    """How it was issued."""

    issuer: str
    suffix: str
    date: dt.date
    signer: str = ""


class DraftItem(PackItem):
    """A draft from its first version as far as it came. `by`: the account that drafts."""

    code: Code
    title: str = Field(min_length=1)
    kind: DocumentType
    agency: str
    committee: str = ""
    summary: str = ""
    by: str = ""
    texts: tuple[str, ...] = ()
    round: RoundItem | None = None
    answers: tuple[AnsweredItem, ...] = ()
    revised: str = ""
    issued: IssuedItem | None = None
