"""The API of the register: public to read; numbers are given by those who keep it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.responses import Status

from tinhso.base.errors import NotFound
from tinhso.base.web import envelope
from tinhso.base.web.moments import AsOf, looked_at
from tinhso.documents import issuing, numbering, queries
from tinhso.documents.models import Document, DocumentType, Relation
from tinhso.documents.schemas import (
    DocumentBrief,
    DocumentOut,
    DocumentPage,
    FileOut,
    IssueDraft,
    NumberBookOut,
    RelatedOut,
    brief,
)
from tinhso.people.principals import principal_of

router = Router(tags=["documents"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Words = Annotated[str, Query(max_length=200)]
Since = Annotated[date | None, Query(alias="from")]


@router.get("/documents", response=DocumentPage, summary="The register of documents (sổ văn bản)", auth=None)
def documents(
    request: HttpRequest,
    q: Words = "",
    type: DocumentType | None = None,
    issuer: Words = "",
    since: Since = None,
    to: date | None = None,
    as_of: AsOf = None,
    illustrative: bool = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> DocumentPage:
    """The newest first, undated ones last. `q` ignores tones; `issuer` is an agency's code; `as_of` leaves
    out what was issued later, and for a past day what has no date; illustrative rows only when asked for.
    """
    looked_at(as_of)
    found = queries.documents().with_issuer().searched(q).between(since, to)
    if not illustrative:
        found = found.published()
    if type:
        found = found.filter(type=type)
    if issuer:
        found = found.filter(issuer__code=issuer)
    if as_of:
        found = found.issued_by(as_of)
    ordered = found.annotate(day=Coalesce("date", date.min)).order_by("-day", "slug")
    page = envelope.page(ordered, request, limit, cursor)
    return DocumentPage(items=[DocumentBrief.of(row) for row in page.items], next=page.next, total=page.total)


@router.get(
    "/number-books/{issuer}/{kind}/{year}",
    response=NumberBookOut,
    summary="A number book (sổ đăng ký số)",
    auth=None,
)
def number_book(request: HttpRequest, issuer: str, kind: DocumentType, year: int) -> NumberBookOut:
    """The number that comes next for this issuer, type and year, what follows it, and numbers left out."""
    del request
    agency = queries.issuer(issuer)
    if agency is None:
        raise NotFound(_("Không có sổ này."), field="issuer")
    taken = numbering.taken(agency, kind, year)
    return NumberBookOut(
        issuer=agency.code,
        type=kind,
        year=year,
        next=max(taken, default=0) + 1,
        suffix=numbering.suffix_for(agency, kind),
        given=len(taken),
        left_out=numbering.gaps(taken),
    )


@router.post("/documents/issue", response={201: DocumentOut}, summary="Give a document its number (cấp số)")
def issue_document(request: HttpRequest, payload: IssueDraft) -> Status[DocumentOut]:
    """Numbers the document and enters it in the register; keys need the scope `plan`.

    Without `number` it gets the next one; for a number that is taken the answer is 409 and names its holder.
    """
    return Status(201, told(issuing.issue_document(principal_of(request), payload)))


@router.get("/documents/{slug}", response=DocumentOut, summary="One document", auth=None)
def document(request: HttpRequest, slug: str) -> DocumentOut:
    """The document of that slug, its relations both ways and its files."""
    return told(queries.by_slug(slug))


def told(document: Document) -> DocumentOut:
    """A document with what stands around it."""
    return DocumentOut(
        **brief(document),
        signer=document.signer,
        effective_from=document.effective_from,
        effective_to=document.effective_to,
        url=document.url,
        note=document.note,
        relations=[
            RelatedOut(
                kind=Relation.Kind(related.relation.kind),
                forward=related.forward,
                note=related.relation.note,
                document=DocumentBrief.of(related.other),
            )
            for related in queries.relations(document)
        ],
        files=[FileOut.of(attachment) for attachment in queries.attachments(document)],
    )
