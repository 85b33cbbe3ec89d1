"""Typed inputs and outputs of the register, shared by pages, API and packs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tinhso.base.text import nfc
from tinhso.documents.models import Attachment, Document, DocumentType, Relation


def _composed(value: Any) -> Any:
    return nfc(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_composed)]


class NewDocument(BaseModel):
    """What is told of a document. `issuer` is an agency's code; `issuer_name` names one that is none here.

    `secrecy` is the form's own field of secrecy (độ mật): anything but nothing is refused.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    notation: Text = Field(default="", max_length=80)
    type: DocumentType | None = None
    title: Text = Field(min_length=1, max_length=2000)
    issuer: str = ""
    issuer_name: Text = Field(default="", max_length=300)
    date: dt.date | None = None
    signer: Text = Field(default="", max_length=200)
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    url: str = Field(default="", max_length=2000, pattern=r"^(https?://\S+)?$")
    note: Text = Field(default="", max_length=4000)
    secrecy: Text = ""


class IssueDraft(BaseModel):
    """A document about to be issued (dự thảo để cấp số). `issuer` is an agency's code.

    Without `number` it gets the next one.

    `suffix` follows the number (`KH-UBND`, `VP-KGVX`, the Party's `NQ/TU`); without it the usual one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    issuer: str = Field(min_length=1)
    type: DocumentType
    title: Text = Field(min_length=1, max_length=2000)
    date: dt.date
    signer: Text = Field(default="", max_length=200)
    number: int | None = None
    suffix: Text = Field(default="", max_length=60)
    place: Text = Field(default="", max_length=100)
    note: Text = Field(default="", max_length=4000)
    secrecy: Text = ""


class NewRelation(BaseModel):
    """`source` (the document at hand) stands so to `target`, named by its slug."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    kind: Relation.Kind
    target: str = Field(min_length=1)
    note: Text = Field(default="", max_length=1000)


class NumberBookOut(BaseModel):
    """A number book: what comes next, and what was left out (at most 50)."""

    issuer: str
    type: DocumentType
    year: int
    next: int
    suffix: str
    given: int
    left_out: list[int]


class DocumentBrief(BaseModel):
    """A document in a list."""

    slug: str
    notation: str
    type: DocumentType
    type_name: str
    title: str
    issuer: str | None
    issuer_name: str
    date: dt.date | None
    illustrative: bool
    href: str

    @classmethod
    def of(cls, document: Document) -> Self:
        """From a row that came with its issuer."""
        return cls(**brief(document))


class RelatedOut(BaseModel):
    """A relation as seen from the document at hand: `forward` when it is the one that says so."""

    kind: Relation.Kind
    forward: bool
    note: str
    document: DocumentBrief


class FileOut(BaseModel):
    """A file of a document."""

    id: UUID
    name: str
    size: int
    media_type: str
    sha256: str

    @classmethod
    def of(cls, attachment: Attachment) -> Self:
        """From a row that came with its file."""
        file = attachment.file
        return cls(id=file.pk, name=file.name, size=file.size, media_type=file.media_type, sha256=file.digest)


class DocumentOut(DocumentBrief):
    """A document with its relations and files."""

    signer: str
    effective_from: dt.date | None
    effective_to: dt.date | None
    url: str
    note: str
    relations: list[RelatedOut]
    files: list[FileOut]


class DocumentPage(BaseModel):
    """A page of the list."""

    items: list[DocumentBrief]
    next: str | None
    total: int


def brief(document: Document) -> dict[str, Any]:
    """The fields of a list's item."""
    plain = ("slug", "notation", "title", "date", "illustrative")
    return {
        **{name: getattr(document, name) for name in plain},
        "type": DocumentType(document.type),
        "type_name": str(DocumentType(document.type).label),
        "issuer": document.issuer.code if document.issuer else None,
        "issuer_name": document.issued_by,
        "href": document.get_absolute_url(),
    }
