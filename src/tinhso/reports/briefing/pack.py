"""The briefing pack as files: the paper as DOCX and PDF, and the papers of the agenda beside it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from tinhso.base import clock
from tinhso.base.files import content
from tinhso.base.files.models import StoredFile
from tinhso.base.text import slugify
from tinhso.documents import queries as documents
from tinhso.meetings import queries as meetings
from tinhso.meetings.models import Meeting
from tinhso.papers.content import Paper
from tinhso.reports.briefing.paper import briefing
from tinhso.reports.printing import file_of

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_LONGEST: Final = 60


def files(meeting: Meeting, paper: Paper | None = None) -> dict[str, bytes]:
    """Every file of the pack by its name; papers whose content is lost are left out."""
    told = paper or briefing(meeting, clock.now())
    name = meeting.code
    found: dict[str, bytes] = {f"{name}.docx": file_of(told, "docx"), f"{name}.pdf": file_of(told, "pdf")}
    for title, stored in _papers(meeting):
        path = content.path_of(stored.digest)
        if path.is_file():
            found[_free(title, stored, found)] = path.read_bytes()
    return found


def _papers(meeting: Meeting) -> Iterator[tuple[str, StoredFile]]:
    """The agenda's papers in order: files sent, files of documents."""
    for item in meetings.agenda(meeting):
        for paper in getattr(item, "shown", ()):
            if paper.file:
                yield f"{item.order:02}-{paper.title}", paper.file
            elif paper.document:
                for attached in documents.attachments(paper.document):
                    yield f"{item.order:02}-{paper.title}", attached.file


def _free(title: str, stored: StoredFile, taken: Mapping[str, bytes]) -> str:
    """A name in the folder that nothing else has."""
    bare = slugify(title)[:_LONGEST].rstrip("-") or "tai-lieu"
    ending = PurePosixPath(stored.name).suffix.lower()
    name, number = f"{bare}{ending}", 2
    while name in taken:
        name, number = f"{bare}-{number}{ending}", number + 1
    return name


def zipped(found: Mapping[str, bytes]) -> bytes:
    """The pack as one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, told in found.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), told, zipfile.ZIP_DEFLATED)
    return out.getvalue()
