"""What a file is, told by its content; what must not be opened is refused here."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from tinhso.reading.sources import refusals
from tinhso.reading.sources.model import DOCX, HTML, PDF, SCAN, TEXT, XLSX

BROKEN_ARCHIVE: Final = (
    *(zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError),
    *(RuntimeError, NotImplementedError, KeyError),
)
"""What damaged archives raise."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")
_OLD_BOOK: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"GIF8")
_MARKUP: Final = re.compile(rb"\s*<(?:!doctype\s+html|[a-z][a-z0-9]*[\s/>])", re.I)
_COMMENTS: Final = re.compile(rb"(?:\s*<!--.*?-->|\s*<\?xml[^>]*>)+", re.S)
_MACROS: Final = ("vbaproject.bin", "vbadata.xml")
_MOST_UNPACKED: Final = 200 << 20
_MOST_ENTRIES: Final = 5_000
_START: Final = 1 << 10


def kind_of(content: bytes) -> str:
    """The kind (`model`). Raises Invalid for archives with macros, passwords, or far too much inside."""
    if content.startswith(b"PK\x03\x04"):
        return _of_archive(content)
    if content.startswith(_OLE):
        raise _of_old_office(content)
    if b"%PDF-" in content[:_START]:
        return PDF
    if content.startswith(_PICTURES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return SCAN
    if content.startswith(b"{\\rtf"):
        raise refusals.old_office(".docx")
    if content.startswith((b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\x7fELF", b"MZ")):
        raise refusals.unknown_kind()
    start = _COMMENTS.sub(b"", content[: 4 * _START].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe"))
    return HTML if _MARKUP.match(start) else TEXT


def _of_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            _refuse_dangerous(entries)
            types = b""
            if "[Content_Types].xml" in names:
                with archive.open("[Content_Types].xml") as part:
                    types = part.read(1 << 20).lower()
            told = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except BROKEN_ARCHIVE as error:
        raise refusals.broken() from error
    if b"macroenabled" in types:
        raise refusals.macros()
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    if b"opendocument" in told:
        raise refusals.old_office(".xlsx" if b"spreadsheet" in told else ".docx")
    if any(name.startswith(("word/", "xl/")) for name in names):
        raise refusals.broken()
    raise refusals.unknown_kind()


def _refuse_dangerous(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusals.encrypted()
    if any(entry.filename.lower().endswith(_MACROS) for entry in entries):
        raise refusals.macros()
    if sum(entry.file_size for entry in entries) > _MOST_UNPACKED or len(entries) > _MOST_ENTRIES:
        raise refusals.too_much_inside()


def _of_old_office(content: bytes) -> Exception:
    """Old documents, old workbooks, and protected new ones begin alike."""
    if _PROTECTED in content:
        return refusals.encrypted()
    return refusals.old_office(".xlsx" if any(mark in content for mark in _OLD_BOOK) else ".docx")
