"""Photographs and scanned pages: refused in words where recognition is not installed, or finds no words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from itertools import chain
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.papers.late import late
from tinhso.reading.sources import paragraphs, refusals
from tinhso.reading.sources.model import MOST_SCANNED, SCAN, Progress, Raw, mean_of
from tinhso.reading.sources.printed import Recognised

_NEEDED: Final = ("onnxruntime", "PIL", "asterocr")
_STEP: Final = 100
_page: Final[Callable[..., Recognised]] = late("tinhso.reading.sources.ocr.page", "read")
_pictures: Final[Callable[[bytes], Iterator[tuple[int, Any]]]] = late(
    "tinhso.reading.sources.ocr.pictures", "opened"
)


def is_installed() -> bool:
    """Whether pictures can be recognised on this machine; nothing is loaded to find out."""
    return all(find_spec(name) is not None for name in _NEEDED)


def page_of_picture(picture: Any, progress: Callable[[float], None]) -> Recognised:
    """What one picture says. Raises Invalid (`no_ocr`)."""
    if not is_installed():
        raise refusals.no_recogniser()
    return _page(picture, progress)


def _tell(progress: Progress, before: int, count: int, part: float) -> None:
    progress(int(_STEP * (before + part)), _STEP * count)


def read(content: bytes, progress: Progress) -> Raw:
    """A picture, or a file of several. Raises Invalid (`no_ocr`, `broken`, `image_without_text`)."""
    return read_all([content], progress)


def read_all(files: Sequence[bytes], progress: Progress) -> Raw:
    """Pictures in their order, each a page, or the pages of one file. Raises Invalid as `read` does."""
    if not is_installed():
        raise refusals.no_recogniser()
    pages: list[Recognised] = []
    for inside, picture in chain.from_iterable(map(_pictures, files)):
        count = max(inside, len(files))
        if count > MOST_SCANNED:
            raise refusals.too_many_pages(count, MOST_SCANNED)
        pages.append(page_of_picture(picture, partial(_tell, progress, len(pages), count)))
        progress(_STEP * len(pages), _STEP * count)
    sure = [one.sure for one in pages if one.page.lines]
    stamps = "\n".join(one.stamps for one in pages)
    if not sure and not stamps.strip():
        raise refusals.image_without_text()
    text, spans = paragraphs.joined([one.page for one in pages])
    note = _("Đọc từ ảnh bằng nhận dạng chữ; hãy đối chiếu số liệu với bản gốc.")
    return Raw(text, SCAN, pages=spans, notes=(note,), confidence=mean_of(sure), hidden=stamps)
