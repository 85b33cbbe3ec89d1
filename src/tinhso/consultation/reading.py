"""What a draft's clauses are read from: pasted text, or a DOCX read by `papers.reading`."""

from __future__ import annotations

import io
from typing import BinaryIO

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.text import nfc
from tinhso.consultation.core import pieces
from tinhso.consultation.core.pieces import Piece
from tinhso.consultation.schemas import LONGEST_TEXT
from tinhso.documents import secrecy
from tinhso.papers import reading as docx


def of_text(text: str) -> tuple[tuple[Piece, ...], bool]:
    """The clauses of typed text, and whether it is numbered. Raises Invalid for nothing, or far too much."""
    composed = nfc(text)
    if len(composed) > LONGEST_TEXT:
        raise Invalid(
            _("Nội dung dài hơn %(most)d chữ.") % {"most": LONGEST_TEXT},
            field="text",
            hint=_("Tách phụ lục thành dự thảo riêng."),
        )
    found, numbered = pieces.read(composed)
    return _some(found, "text"), numbered


def stream_of(content: bytes) -> BinaryIO:
    """The same bytes to be read again."""
    return io.BytesIO(content)


def _some(found: tuple[Piece, ...], field: str) -> tuple[Piece, ...]:
    if not found:
        raise Invalid(
            _("Dự thảo chưa có nội dung."), field=field, hint=_("Dán toàn văn dự thảo, hoặc chọn tệp DOCX.")
        )
    return found


def of_file(content: bytes, name: str) -> tuple[tuple[Piece, ...], bool]:
    """The clauses of a DOCX, and whether it is numbered. Raises Invalid as the reader does."""
    secrecy.refuse_secret_name(name)
    read = docx.read_docx(content)
    found = tuple(Piece(one.label, one.text, one.level, one.kind) for one in read.clauses)
    return _some(pieces.shortened(found), "file"), read.numbered
