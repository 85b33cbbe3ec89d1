"""What comes out of a file: its text, and what was recognised about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from tinhso.reading.core.model import Span

Progress = Callable[[int, int], None]
"""Called with how much is done, and of how much."""

TEXT, HTML, DOCX, PDF, SCAN, XLSX = "text", "html", "docx", "pdf", "scan", "xlsx"
MOST_BYTES: Final = 50 << 20
MOST_CHARACTERS: Final = 2_000_000
MOST_PAGES: Final = 300
MOST_SCANNED: Final = 60
"""How many pages of one file are read as pictures: ten minutes of work and more."""
_SURE: Final = Decimal("0.001")


@dataclass(frozen=True)
class Extracted:
    """A text that the grammar can read (văn bản đã lấy ra).

    `text` is NFC: a paragraph a line, a row of a table a line with cells parted by ` | `. `title`, `dated`
    and `place` (where, or by whom, it was issued, as printed) were recognised and may be wrong or missing;
    `pages` are the stretches of pages, or of the sheets of a workbook; `notes` say in words what was done to
    the text or left out; `confidence` is that of the recognition of pictures, from 0 to 1.
    """

    text: str
    kind: str
    title: str = ""
    dated: date | None = None
    place: str = ""
    pages: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()
    confidence: Decimal | None = None


def mean_of(sure: Sequence[Decimal]) -> Decimal:
    """How sure several pages are on the whole."""
    return (sum(sure, Decimal(0)) / max(len(sure), 1)).quantize(_SURE)


@dataclass(frozen=True)
class Raw:
    """What one kind of file gave, before anything is recognised in it.

    `title` and `dated` are those that the file states beside its text, taken where the text tells none.
    """

    text: str
    kind: str
    title: str = ""
    dated: date | None = None
    pages: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()
    confidence: Decimal | None = None
    hidden: str = ""
    """What stands in the file besides: headers, frames; looked through for marks of secrecy, never kept."""
