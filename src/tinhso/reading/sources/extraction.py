"""A file or a pasted text, as a text that the grammar can read; or a refusal in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.text import fold, nfc
from tinhso.documents import secrecy
from tinhso.papers.late import late
from tinhso.reading.sources import heads, kinds, language, plain, refusals
from tinhso.reading.sources.model import (
    DOCX,
    HTML,
    MOST_BYTES,
    MOST_CHARACTERS,
    PDF,
    SCAN,
    TEXT,
    XLSX,
    Extracted,
    Progress,
    Raw,
)

_ROOM: Final = "tinhso.reading.sources."
_READERS: Final[Mapping[str, Callable[[bytes, Progress], Raw]]] = {
    TEXT: lambda content, _progress: plain.read(content),
    HTML: late(_ROOM + "hypertext", "read"),
    DOCX: late(_ROOM + "word", "read"),
    XLSX: late(_ROOM + "sheets", "read"),
    PDF: late(_ROOM + "pdf", "read"),
    SCAN: late(_ROOM + "scans", "read"),
}
_STAMPS: Final = frozenset({"mat", "toi mat", "tuyet mat"})
_STAMP_LINES: Final = 20


def extract(content: bytes, name: str, *, progress: Progress | None = None) -> Extracted:
    """The text of a file called `name`; `progress` is told how much is done. Raises Invalid (field `file`).

    Its codes: `state_secret`, `encrypted`, `broken`, `image_without_text`, `too_large`, `macros`, `encoding`,
    `language`, `empty`, `unknown_kind`, and `no_ocr` where pictures cannot be recognised on this machine.
    """
    secrecy.refuse_secret_name(name)
    if len(content) > MOST_BYTES:
        raise refusals.too_large(MOST_BYTES)
    if not content.strip(b"\0 \t\r\n"):
        raise refusals.empty()
    kind = kinds.kind_of(content)
    return _finished(_READERS[kind](content, progress or _silent), "file")


def read_text(text: str) -> Extracted:
    """A pasted text; its places are those of its NFC form. Raises Invalid (`text`) as `extract` does."""
    if len(text) > MOST_CHARACTERS:
        raise refusals.too_much_inside()
    return _finished(plain.pasted(text), "text")


def _silent(_done: int, _of: int) -> None:
    """Nobody watches."""


def _finished(raw: Raw, field: str) -> Extracted:
    """What was read, unless it must not be; with its title, date and place."""
    if len(raw.text) > MOST_CHARACTERS:
        raise refusals.too_much_inside()
    text = nfc(raw.text)
    secrecy.refuse_secret({field: raw.hidden})
    _refuse_stamp(raw.hidden, field)
    if not any(map(str.isalnum, text)):
        raise refusals.image_without_text() if raw.kind == SCAN else refusals.empty()
    secrecy.refuse_secret({field: text})
    _refuse_stamp(text, field)
    if not language.is_vietnamese(text):
        raise refusals.language()
    title, dated, place = heads.recognised(text, raw.title)
    notes = raw.notes
    if dated is None and raw.dated:
        notes += (_("Ngày lấy từ thông tin của tệp; hãy kiểm tra lại."),)
    return Extracted(
        text=text,
        kind=raw.kind,
        title=title,
        dated=dated or raw.dated,
        place=place,
        pages=raw.pages,
        notes=notes,
        confidence=raw.confidence,
    )


def _refuse_stamp(text: str, field: str) -> None:
    """A stamp that stands alone near the top, in any letters: “Tối mật”, `TOI MAT`."""
    lines = [cell for line in text[:4_000].split("\n")[:_STAMP_LINES] for cell in line.split(" | ")]
    if any(fold(line) in _STAMPS for line in lines):
        secrecy.refuse_secret({field: "ĐỘ MẬT: MẬT"})
