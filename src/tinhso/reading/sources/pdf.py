"""PDF: words with their places; pages that are pictures go to recognition. Loaded at the first PDF."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from threading import Lock
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.text import nfc
from tinhso.papers.late import late
from tinhso.reading.sources import legacy, paragraphs, refusals
from tinhso.reading.sources.grids import Rule, Rules
from tinhso.reading.sources.model import (
    MOST_CHARACTERS,
    MOST_PAGES,
    MOST_SCANNED,
    PDF,
    SCAN,
    Progress,
    Raw,
)
from tinhso.reading.sources.plain import encoding_note, settled
from tinhso.reading.sources.printed import Page, Piece, page_of
from tinhso.reading.sources.syllables import sound_share

_recognised: Final[Callable[..., tuple[Page, Decimal]]] = late("tinhso.reading.sources.scans", "page_of_grey")
_ONE_AT_A_TIME: Final = Lock()
"""The library is not made for several threads."""
_DPI: Final = 220
_MOST_PIXELS: Final = 5_500_000
_POINTS: Final = 72
_QUARTER: Final = math.pi / 2
_SAMPLED: Final = 60
_FEWEST_SIGNS: Final = 16
_UNKNOWN: Final = 0.15
_SOUND: Final = 0.35
_THIN: Final = 3.0
_SHORTEST_RULE: Final = 8.0
_MOST_PATHS: Final = 6_000
_GAP: Final = 0.28
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
            document.close()


def _opened(content: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise refusals.encrypted() from error
        raise refusals.broken() from error
    if not pages:
        document.close()
        raise refusals.broken()
    if pages > MOST_PAGES:
        document.close()
        raise refusals.too_many_pages(pages, MOST_PAGES)
    return document


def _told(document: Any, progress: Progress) -> Raw:
    """All pages: those with sound text first, those that are pictures afterwards."""
    count = len(document)
    pages: list[Page | None] = []
    signs = 0
    for number in range(count):
        found = _page(document, number)
        signs += sum(len(line.text) for line in found.lines) if found else 0
        if signs > MOST_CHARACTERS:
            raise refusals.too_much_inside()
        pages.append(found)
        progress(_STEP * (number + 1 - pages.count(None)), _STEP * count)
    scanned = [number for number, page in enumerate(pages) if page is None]
    confidence, notes = _recognise(document, pages, scanned, progress) if scanned else (None, ())
    text, spans = paragraphs.joined([page or Page(1, 1, ()) for page in pages])
    restored, encoding = legacy.restored(nfc(settled(text)))
    if len(restored) != len(text):
        spans = ()
    kind = SCAN if len(scanned) == count else PDF
    return Raw(
        restored,
        kind,
        dated=_created(document),
        pages=spans,
        notes=(*encoding_note(encoding), *notes),
        confidence=confidence,
    )


def _recognise(
    document: Any, pages: list[Page | None], scanned: list[int], progress: Progress
) -> tuple[Decimal | None, tuple[str, ...]]:
    """Fills in the pages that are pictures; how sure that is, and what there is to say about it."""
    if len(scanned) > MOST_SCANNED:
        raise refusals.too_many_pages(len(scanned), MOST_SCANNED)
    done, every, sure = len(pages) - len(scanned), len(pages), []
    listed = ", ".join(str(number + 1) for number in scanned)
    for number in scanned:
        grey = _drawn(document, number)
        try:
            page, confidence = _recognised(
                grey, lambda part, start=done: progress(int(_STEP * (start + part)), _STEP * every)
            )
        except Invalid as refused:
            if refused.code == "no_ocr" and done:
                return None, (_("Chưa đọc trang là ảnh: %(pages)s (chưa cài OCR).") % {"pages": listed},)
            raise
        pages[number] = page
        if page.lines:
            sure.append(confidence)
        done += 1
        progress(_STEP * done, _STEP * every)
    if not sure:
        return None, ()
    note = _("Trang đọc từ ảnh bằng nhận dạng chữ: %(pages)s; hãy đối chiếu số liệu với bản gốc.")
    return sum(sure, Decimal(0)) / len(sure), (note % {"pages": listed},)


def _page(document: Any, number: int) -> Page | None:
    """The lines of a page; None where it has to be read as a picture."""
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            placed, width, height = _placing(page, _turns(text_page))
            pieces = list(_words(text_page, placed))
        finally:
            text_page.close()
        if _is_rubbish(pieces) and (pieces or _has_picture(page)):
            return None
        return page_of(pieces, _rules(page, placed), width, height)
    finally:
        page.close()


def _is_rubbish(pieces: list[Piece]) -> bool:
    """Whether a layer of text is none: too short, unknown signs, or words that no one can read."""
    text = nfc(" ".join(piece.text for piece in pieces))
    signs = text.replace(" ", "")
    if len(signs) < _FEWEST_SIGNS:
        return True
    unknown = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < " " for char in signs)
    if unknown > _UNKNOWN * len(signs):
        return True
    letters = sum(map(str.isalpha, signs))
    return letters > len(signs) / 2 and sound_share(legacy.restored(text)[0])[1] < _SOUND and letters > 200


def _turns(text_page: Any) -> int:
    """By how many quarters most letters are turned: pages are read the way their letters stand."""
    count = text_page.count_chars()
    angles = Counter(
        int(pdfium.FPDFText_GetCharAngle(text_page.raw, index) / _QUARTER + 0.5) % 4
        for index in range(0, count, max(count // _SAMPLED, 1))
    )
    return angles.most_common(1)[0][0] if angles else 0


def _placing(page: Any, turns: int) -> tuple[Callable[[float, float], tuple[float, float]], float, float]:
    """From the page's own places to those from the upper left corner as it is read; its width and height."""
    left, bottom, right, top = page.get_cropbox()
    placed = {
        0: lambda x, y: (x - left, top - y),
        1: lambda x, y: (y - bottom, x - left),
        2: lambda x, y: (right - x, y - bottom),
        3: lambda x, y: (top - y, right - x),
    }[turns]
    wide, high = right - left, top - bottom
    return placed, high if turns % 2 else wide, wide if turns % 2 else high


def _words(text_page: Any, placed: Callable[[float, float], tuple[float, float]]) -> Iterator[Piece]:
    """Words, parted where a space stands or where there is room for one."""
    box = pdfium.FS_RECTF()
    raw = text_page.raw
    word: list[str] = []
    edges: list[tuple[float, float, float, float]] = []
    for index in range(text_page.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(raw, index))
        if (
            char.isspace()
            or char in "\0\u200b"
            or not pdfium.FPDFText_GetLooseCharBox(raw, index, ctypes.byref(box))
        ):
            if word:
                yield _piece(word, edges)
            continue
        edge = _box(placed(box.left, box.top), placed(box.right, box.bottom))
        if word and _is_away(edges[-1], edge):
            yield _piece(word, edges)
        word.append("-" if char in "\u0002\xad" else char)
        edges.append(edge)
    if word:
        yield _piece(word, edges)


def _box(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _is_away(last: tuple[float, float, float, float], edge: tuple[float, float, float, float]) -> bool:
    height = max(last[3] - last[1], 0.1)
    below = abs((edge[1] + edge[3]) - (last[1] + last[3])) > height
    return below or edge[0] - last[2] > _GAP * height or edge[2] < last[0] - height


def _piece(word: list[str], edges: list[tuple[float, float, float, float]]) -> Piece:
    """The word collected, which is then empty again."""
    piece = Piece(
        min(edge[0] for edge in edges),
        min(edge[1] for edge in edges),
        max(edge[2] for edge in edges),
        max(edge[3] for edge in edges),
        "".join(word),
    )
    word.clear()
    edges.clear()
    return piece


def _has_picture(page: Any) -> bool:
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE]
    return next(iter(page.get_objects(filter=kinds, max_depth=3)), None) is not None


def _rules(page: Any, placed: Callable[[float, float], tuple[float, float]]) -> Rules:
    """The straight lines that are drawn, and the edges of boxes."""
    across: list[Rule] = []
    down: list[Rule] = []
    for count, path in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2)):
        if count > _MOST_PATHS:
            return Rules()
        left, bottom, right, top = path.get_bounds()
        x, y, x_end, y_end = _box(placed(left, top), placed(right, bottom))
        wide, high = x_end - x, y_end - y
        if high <= _THIN < _SHORTEST_RULE <= wide:
            across.append(Rule((y + y_end) / 2, x, x_end))
        elif wide <= _THIN < _SHORTEST_RULE <= high:
            down.append(Rule((x + x_end) / 2, y, y_end))
        elif wide >= _SHORTEST_RULE and high >= _SHORTEST_RULE:
            across += [Rule(y, x, x_end), Rule(y_end, x, x_end)]
            down += [Rule(x, y, y_end), Rule(x_end, y, y_end)]
    return Rules(tuple(across), tuple(down))


def _drawn(document: Any, number: int) -> Any:
    """A page as a grey picture (rows of numbers from 0, black, to 255)."""
    page = document[number]
    try:
        width, height = page.get_size()
        scale = min(_DPI / _POINTS, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            return bitmap.to_numpy().copy()
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
