"""XLSX: every visible sheet as its name and its rows, figures written as Vietnamese papers write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.numbers import format_number, plain, round_half_up
from tinhso.base.text import nfc
from tinhso.base.web import workbooks
from tinhso.reading.core.model import Span
from tinhso.reading.sources import legacy, refusals
from tinhso.reading.sources.kinds import BROKEN_ARCHIVE
from tinhso.reading.sources.model import MOST_CHARACTERS, XLSX, Progress, Raw
from tinhso.reading.sources.plain import encoding_note, settled

_NAMELESS: Final = re.compile(r"(?:Sheet|Trang tính|Bảng tính)\s*\d+", re.I)
_QUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DECIMALS: Final = re.compile(r"[0#?]\.([0#?]+)")
_DIGITS: Final = 15
_MOST_COLUMNS: Final = 200
_MOST_ROWS: Final = 100_000


def read(content: bytes, progress: Progress) -> Raw:
    """A workbook. Raises Invalid (`broken`, `too_large`)."""
    if len(content) > workbooks.MOST_BYTES:
        raise refusals.too_large(workbooks.MOST_BYTES)
    try:
        book = workbooks.opened(content)
        try:
            return _told(book, progress)
        finally:
            book.close()
    except Invalid as refused:
        raise refusals.with_code(refused) from refused
    except (*BROKEN_ARCHIVE, ParseError, TypeError, AttributeError, IndexError) as error:
        raise refusals.broken() from error  # what the reader of workbooks stumbles over in damaged ones


def _told(book: Any, progress: Progress) -> Raw:
    parts: list[str] = []
    pages: list[Span] = []
    at, encodings = 0, set()
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for number, sheet in enumerate(visible):
        words, encoding = legacy.restored("\n".join(_lines(sheet, MOST_CHARACTERS - at)))
        encodings |= {encoding} - {""}
        if words:
            pages.append(Span(at, at + len(words)))
            parts.append(words)
            at += len(words) + 1
        progress(number + 1, len(visible))
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    notes = encoding_note(", ".join(sorted(encodings)))
    if hidden:
        notes += (_("Không đọc trang tính ẩn: %(names)s.") % {"names": ", ".join(hidden)},)
    return Raw("\n".join(parts), XLSX, pages=tuple(pages), notes=notes, hidden="\n".join(hidden))


def _lines(sheet: Any, room: int) -> Iterator[str]:
    """The sheet's name, unless it has none of its own, and its rows; `room` is how much may still be told."""
    title = nfc(" ".join(sheet.title.split()))
    if not _NAMELESS.fullmatch(title):
        yield title
    for number, row in enumerate(
        sheet.iter_rows(max_col=min(sheet.max_column or _MOST_COLUMNS, _MOST_COLUMNS))
    ):
        if number > _MOST_ROWS:
            raise refusals.too_much_inside()
        cells = [_shown(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not any(cells):
            continue
        line = " | ".join(cells) if sum(map(bool, cells)) > 1 else next(filter(None, cells))
        room -= len(line)
        if room < 0:
            raise refusals.too_much_inside()
        yield line


def _shown(cell: Any) -> str:
    """What a reader of the sheet sees, on one line."""
    value = cell.value
    if value is None or value in workbooks.ERRORS:
        return ""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return nfc(" ".join(settled(str(value)).split())).replace(" | ", " / ")


def _number(value: float, manner: str) -> str:
    """A figure in its cell's manner: grouped, in percent, with as many decimals as it shows."""
    exact = Decimal(f"{value:.{_DIGITS}g}")
    shown = _QUOTED.sub("", manner.split(";", 1)[0])
    found = _DECIMALS.search(shown)
    places = len(found[1]) if found else None
    if "%" in shown:
        return format_number(_rounded(exact * 100, places or 0)) + "%"
    if places is not None or shown.strip() in {"0", "#,##0"}:
        exact = _rounded(exact, places or 0)
    exact = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() and not places else exact
    return format_number(exact) if "," in shown else plain(exact)


def _rounded(value: Decimal, places: int) -> Decimal:
    return round_half_up(value, places)
