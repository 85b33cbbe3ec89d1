"""PDF: words with their places; pages that are pictures go to recognition. Loaded at the first PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from threading import Lock
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.text import nfc
from tinhso.papers.late import late
from tinhso.reading.sources import legacy, paragraphs, pdf_page, refusals
from tinhso.reading.sources.model import (
    MOST_CHARACTERS,
    MOST_PAGES,
    MOST_SCANNED,
    PDF,
    SCAN,
    Progress,
    Raw,
    mean_of,
)
from tinhso.reading.sources.plain import encoding_note, settled
from tinhso.reading.sources.printed import Line, Page, Recognised

_recognised: Final[Callable[..., Recognised]] = late("tinhso.reading.sources.scans", "page_of_picture")
_ONE_AT_A_TIME: Final = Lock()
"""The library is not made for several threads; recognition, which takes long, goes on without it."""
_DPI: Final = 220
_MOST_PIXELS: Final = 5_500_000
_POINTS: Final = 72
_STEP: Final = 100


def read(content: bytes, progress: Progress) -> Raw:
    """A PDF. Raises Invalid (`encrypted`, `broken`, `too_large`, `no_ocr`, `image_without_text`)."""
    with _ONE_AT_A_TIME:
        document = _opened(content)
    try:
        return _told(document, progress)
    except pypdfium2.PdfiumError as error:
        raise refusals.broken() from error
    finally:
        with _ONE_AT_A_TIME:
            document.close()


def _opened(content: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise refusals.encrypted() from error
        raise refusals.broken() from error
    if 0 < pages <= MOST_PAGES:
        return document
    document.close()
    raise refusals.too_many_pages(pages, MOST_PAGES) if pages else refusals.broken()


def _told(document: Any, progress: Progress) -> Raw:
    """All pages: those with sound text first, those that are pictures afterwards."""
    with _ONE_AT_A_TIME:
        count, created = len(document), _created(document)
    pages: list[Page | None] = []
    signs = 0
    for number in range(count):
        with _ONE_AT_A_TIME:
            found = pdf_page.read(document, number)
        signs += sum(len(line.text) for line in found.lines) if found else 0
        if signs > MOST_CHARACTERS:
            raise refusals.too_much_inside()
        pages.append(found)
        progress(_STEP * (number + 1 - pages.count(None)), _STEP * count)
    scanned = [number for number, page in enumerate(pages) if page is None]
    told, notes = _recognise(document, pages, scanned, progress) if scanned else ([], ())
    restored, encoding = _restored([page or Page(1, 1, ()) for page in pages])
    text, spans = paragraphs.joined(restored)
    return Raw(
        text,
        SCAN if len(scanned) == count else PDF,
        dated=created,
        pages=spans,
        notes=(*encoding_note(encoding), *notes),
        confidence=mean_of(sure) if (sure := [one.sure for one in told if one.page.lines]) else None,
        hidden="\n".join(one.stamps for one in told),
    )


def _restored(pages: list[Page]) -> tuple[list[Page], str]:
    """The pages in Unicode, and the encoding they were in; empty where it was none of the legacy ones."""
    every = [piece.text for page in pages for line in page.lines for piece in line.pieces]
    text, encoding = legacy.restored(nfc(settled("\n".join(every))))
    words = iter(text.split("\n"))
    return [replace(page, lines=tuple(_retold(page.lines, words))) for page in pages], encoding


def _retold(lines: Iterable[Line], words: Iterable[str]) -> Iterable[Line]:
    told = iter(words)
    for line in lines:
        yield replace(line, pieces=tuple(replace(piece, text=next(told)) for piece in line.pieces))


def _recognise(
    document: Any, pages: list[Page | None], scanned: list[int], progress: Progress
) -> tuple[list[Recognised], tuple[str, ...]]:
    """Fills in the pages that are pictures; what they gave, and what there is to say about it."""
    if len(scanned) > MOST_SCANNED:
        raise refusals.too_many_pages(len(scanned), MOST_SCANNED)
    done, every = len(pages) - len(scanned), len(pages)
    told: list[Recognised] = []
    listed = ", ".join(str(number + 1) for number in scanned)
    for number in scanned:
        with _ONE_AT_A_TIME:
            picture = _drawn(document, number)
        try:
            told.append(_recognised(picture, partial(_tell, progress, done, every)))
        except Invalid as refused:
            if refused.code == "no_ocr" and len(scanned) < len(pages):
                return [], (_("Chưa đọc trang là ảnh: %(pages)s (chưa cài OCR).") % {"pages": listed},)
            raise
        pages[number] = told[-1].page
        done += 1
        progress(_STEP * done, _STEP * every)
    note = _("Trang đọc từ ảnh bằng nhận dạng chữ: %(pages)s; hãy đối chiếu số liệu với bản gốc.")
    return told, (note % {"pages": listed},)


def _tell(progress: Progress, done: int, every: int, part: float) -> None:
    progress(int(_STEP * (done + part)), _STEP * every)


def _drawn(document: Any, number: int) -> Any:
    """A page as a picture in colours (rows of triples from 0, black, to 255)."""
    page = document[number]
    try:
        width, height = page.get_size()
        scale = min(_DPI / _POINTS, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True)
        try:
            return bitmap.to_numpy()[:, :, :3].copy()
        finally:
            bitmap.close()
    finally:
        page.close()


def _created(document: Any) -> date | None:
    """The day the file says it was made: `D:20221214…`."""
    told = document.get_metadata_value("CreationDate").removeprefix("D:")[:8]
    try:
        return date.fromisoformat(told) if len(told) == 8 else None
    except ValueError:
        return None
