"""Typed inputs of consultation, shared by pages, API and packs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from tinhso.base.text import nfc
from tinhso.consultation.models import AnswerKind
from tinhso.documents.models import DocumentType

RESERVED: Final = frozenset({"new", "public", "mine"})
"""Codes that would hide pages."""
LONGEST_TEXT: Final = 500_000
"""Letters of a pasted draft."""
LONGEST_COMMENT: Final = 10_000
LONGEST_PUBLIC: Final = 5_000


def _composed(value: Any) -> Any:
    return nfc(value).replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _free(code: str) -> str:
    if code in RESERVED:
        raise ValueError("reserved")
    return code


Text = Annotated[str, BeforeValidator(_composed)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80), AfterValidator(_free)]


class Input(BaseModel):
    """Base of inputs: unknown fields are refused, outer spaces do not count."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class NewDraft(Input):
    """A draft to be consulted on. `agency`, `committee` are codes; `code` None: one is made of the title."""

    title: Text = Field(min_length=1, max_length=2000)
    kind: DocumentType
    agency: str = Field(min_length=1)
    committee: str = ""
    summary: Text = Field(default="", max_length=4000)
    code: Code | None = None


class NewRound(Input):
    """A round to be opened: until when, who is asked. `agencies` are codes, `persons` ids.

    `members`: ask every member of the draft's committee as well.
    """

    deadline: dt.date
    agencies: tuple[str, ...] = ()
    persons: tuple[UUID, ...] = ()
    members: bool = False
    public: bool = False
    letter: Text = Field(default="", max_length=80)
    note: Text = Field(default="", max_length=4000)


class NewNote(Input):
    """A comment as it is written. `clause` None speaks of the whole; `quote` is the selected stretch."""

    text: Text = Field(min_length=1, max_length=LONGEST_COMMENT)
    clause: UUID | None = None
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)
    quote: Text = Field(default="", max_length=20_000)


class Opinion(Input):
    """The official answer of whom was asked: what was written goes out, or `agrees` (thống nhất)."""

    agrees: bool = False
    letter: Text = Field(default="", max_length=80)


class NewAnswer(Input):
    """What the drafter answers one comment or several at once, by their numbers."""

    comments: tuple[int, ...] = Field(min_length=1)
    kind: AnswerKind
    text: Text = Field(default="", max_length=LONGEST_COMMENT)
    clause: UUID | None = None


class NewSubmission(Input):
    """What somebody of the public sends; name and contact are optional."""

    text: Text = Field(min_length=1, max_length=LONGEST_PUBLIC)
    clause: UUID | None = None
    name: Text = Field(default="", max_length=120)
    contact: Text = Field(default="", max_length=120)


class Finish(Input):
    """How the document is registered: `issuer` is a code; `number` None takes the next of the book."""

    version: int = Field(ge=1)
    issuer: str = Field(min_length=1)
    date: dt.date
    signer: Text = Field(default="", max_length=200)
    number: int | None = Field(default=None, ge=1)
    suffix: Text = Field(default="", max_length=40)
