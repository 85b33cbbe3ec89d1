"""The API of the audit trail, for auditors and administrators; keys need the scope `audit`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from tinhso.base.audit import queries as trail
from tinhso.base.audit import words
from tinhso.base.audit.models import AuditEntry
from tinhso.base.web import envelope
from tinhso.base.web.moments import KnownAt, looked_at
from tinhso.people import auditing
from tinhso.people.principals import principal_of

router = Router(tags=["audit"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Words = Annotated[str, Query(max_length=200)]


class EntryOut(BaseModel):
    """One entry of the trail. `words` say the verb in the reader's language; `hash` chains it to the entry
    before it in its stream.
    """

    id: int
    at: dt.datetime
    actor: UUID | None
    actor_label: str
    verb: str
    words: str
    subject: str
    stream: str
    sequence: int
    reason: str
    request: UUID | None
    hash: str

    @classmethod
    def of(cls, row: AuditEntry) -> Self:
        """From a row."""
        same = set(cls.model_fields) - {"words"}
        return cls(words=words.of(row.verb), **{name: getattr(row, name) for name in same})


class EntryPage(BaseModel):
    """One page of the trail."""

    items: list[EntryOut]
    next: str | None
    total: int


@router.get("/audit", response=EntryPage, summary="The audit trail (nhật ký kiểm toán)")
def audit(
    request: HttpRequest,
    person: Words = "",
    stream: Annotated[str, Query(max_length=200, description="The beginning of a stream's name")] = "",
    verb: Words = "",
    subject: Words = "",
    since: Annotated[dt.date | None, Query(alias="from", description="First day, in Vietnam")] = None,
    to: Annotated[dt.date | None, Query(description="Last day, inclusive")] = None,
    known_at: KnownAt = None,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> EntryPage:
    """The newest first. `person` is found by name, tones ignored, or by user name. What the entries hold of
    figures and persons is not told here.
    """
    auditing.require_read(principal_of(request))
    moment = looked_at(to, known_at)
    found = trail.between(trail.entries(), since, to)
    if person:
        found = auditing.by_person(found, person)
    if stream:
        found = found.filter(stream__startswith=stream)
    for name, value in (("verb", verb), ("subject", subject)):
        if value:
            found = found.filter(**{name: value})
    if moment:
        found = found.filter(at__lte=moment)
    page = envelope.page(found, request, limit, cursor)
    return EntryPage(items=[EntryOut.of(row) for row in page.items], next=page.next, total=page.total)
