"""Plain text: kept sign for sign, so that places in it are those of what was sent."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.text import nfc
from tinhso.reading.sources import legacy, wrapping
from tinhso.reading.sources.encodings import decoded
from tinhso.reading.sources.model import TEXT, Raw

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_CONTROL: Final = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def read(content: bytes) -> Raw:
    """A text file. Raises Invalid (`encoding`) for bytes that are Vietnamese in no encoding known."""
    text, encoding = decoded(content)
    return _raw(text, encoding)


def pasted(text: str) -> Raw:
    """A text that somebody pasted."""
    plain, encoding = legacy.restored(nfc(text))
    return _raw(plain, encoding)


def settled(text: str) -> str:
    """NFC text of the same length without control signs: they are spaces, ends of lines are one sign."""
    lines = text.replace("\r\n", " \n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _CONTROL.sub(" ", lines)


def visible(text: str) -> str:
    """The text without signs that show nothing: places where a word may be broken, joiners."""
    return _INVISIBLE.sub("", text)


def encoding_note(encoding: str) -> tuple[str, ...]:
    """The sentence that tells from which encoding a text came; none where it was Unicode."""
    return (_("Đã chuyển chữ từ bảng mã %(name)s sang Unicode.") % {"name": encoding},) if encoding else ()


def _raw(text: str, encoding: str) -> Raw:
    plain, notes = settled(text), encoding_note(encoding)
    if wrapping.is_wrapped(plain):
        plain, notes = wrapping.joined(plain), (*notes, _("Đã nối các dòng bị ngắt giữa đoạn."))
    return Raw(plain, TEXT, notes=notes)
