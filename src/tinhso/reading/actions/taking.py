"""Taking a document in: read at once where it can be, in the background where it takes long."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.errors import Invalid
from tinhso.base.files import limits, names
from tinhso.documents import queries as documents
from tinhso.documents.secrecy import refuse_secret, refuse_secret_name
from tinhso.people.principals import Principal
from tinhso.reading import policies
from tinhso.reading.actions import filling, finishing
from tinhso.reading.jobs import read_file
from tinhso.reading.models import Reading, ReadingState, Received
from tinhso.reading.schemas import NewReading
from tinhso.reading.sources import Extracted, extract, read_text

PATIENCE: Final = 2.0
"""Seconds after which reading goes on in the background."""


@dataclass(frozen=True)
class Upload:
    """A file that was sent."""

    name: str
    content: bytes


class _TakesLong(Exception):
    """It would take longer than somebody waits for a page."""


def take_in(by: Principal, told: NewReading, upload: Upload | None = None) -> Reading:
    """Have a document read (đọc văn bản): pasted text, or a file.

    The same text again is the reading there is. A file that takes long is read in the background: its
    reading's state is `reading` until then. Raises NotSignedIn, NotAllowed; Invalid for what cannot be read,
    saying why and what to do; of a document marked as a state secret nothing is kept.
    """
    agency = policies.agency_of(by, told.agency)
    assert by.account_id is not None, "whoever may read has signed in"
    refuse_secret({"title": told.title})
    if upload is not None:
        refuse_secret_name(names.bare_name(upload.name))
        limits.require_room(by)
    elif not told.text.strip():
        raise Invalid(_("Dán nội dung văn bản hoặc chọn một tệp."), code="missing", field="text")
    document = documents.by_slug(told.document) if told.document else None
    found = _at_once(told, upload)
    with acting(by, "reading.take_in") as act:
        row = Reading(
            account=by.account_id,
            account_label=by.actor_label,
            agency_id=agency,
            document=document,
            title=told.title or (document.title[:500] if document else ""),
            file_name=names.bare_name(upload.name) if upload else "",
            dated=told.dated or (document.date if document else None),
            place_text=told.place,
            state=ReadingState.READING,
            created_at=act.now,
            illustrative=by.illustrative,
        )
        if upload is not None and found is None:
            return _wait(act, row, upload)
        if found is not None:
            filling.describe(row, found)
        if (there := finishing.same(row)) is not None:
            return there
        if upload is not None:
            row.file = finishing.kept(by, upload.name, upload.content, illustrative=row.illustrative)
        finishing.finish(act, row)
    return row


def _at_once(told: NewReading, upload: Upload | None) -> Extracted | None:
    """What the document holds; None where finding out takes long."""
    if upload is None:
        return read_text(told.text)
    until = time.monotonic() + PATIENCE

    def impatient(_done: int, _of: int) -> None:
        if time.monotonic() > until:
            raise _TakesLong

    try:
        return extract(upload.content, upload.name, progress=impatient)
    except _TakesLong:
        return None


def _wait(act: Act, row: Reading, upload: Upload) -> Reading:
    row.save(force_insert=True)
    Received.objects.create(reading=row, name=upload.name, content=upload.content)
    act.record(f"reading:{row.pk}", subject=row, data={"waits": True, "bytes": len(upload.content)})
    read_file.enqueue(row.pk)
    return row
