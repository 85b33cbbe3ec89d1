"""Bytes of a text file as characters: Unicode in its forms, Windows-1258, and the legacy encodings."""

from __future__ import annotations

import codecs
import re
from typing import Final

from tinhso.base.text import nfc
from tinhso.reading.sources import legacy, refusals
from tinhso.reading.sources.syllables import marked_share

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 1 << 16
_WIDE: Final = 0.15
_SOUND: Final = 0.6
_TORN: Final = 0.01
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decoded(content: bytes) -> tuple[str, str]:
    """The characters (NFC), and the name of the encoding where it was none of Unicode's.

    Raises Invalid (`encoding`) for bytes that are Vietnamese in no encoding known.
    """
    text = _unicode(content)
    if text is not None:
        return legacy.restored(nfc(text))
    if _CONTROL.search(content[:_SAMPLE]):
        raise refusals.unknown_kind()
    return _eight_bit(content)


def _unicode(content: bytes) -> str | None:
    """What a mark at the start, pairs of bytes, or sound UTF-8 say; None for anything else."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    if wide := _wide(content[:_SAMPLE]):
        return content.decode(wide, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    beyond = sum(char > "\x7f" for char in text)
    return text if text.count("\ufffd") <= min(_TORN * len(text), beyond / 10) else None


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: every second byte is mostly zero."""
    half = len(sample) // 2
    if not half:
        return ""
    if sample[1::2].count(0) > _WIDE * half > 10 * sample[0::2].count(0):
        return "utf-16-le"
    if sample[0::2].count(0) > _WIDE * half > 10 * sample[1::2].count(0):
        return "utf-16-be"
    return ""


def windows(content: bytes) -> str:
    """Bytes as Windows-1252, those it leaves out as ISO 8859-1."""
    return content.decode("latin-1").translate(_WINDOWS)


_WINDOWS: Final = {
    one: found for one in range(0x80, 0xA0) if (found := bytes([one]).decode("cp1252", "ignore"))
}


def _eight_bit(content: bytes) -> tuple[str, str]:
    """The best of the encodings of one byte a sign. Raises Invalid (`encoding`) where none is good."""
    plain = windows(content)
    offers = [(one.restored(plain), one.name) for one in legacy.encodings()]
    offers.append((nfc(content.decode("cp1258", "replace")), "Windows-1258"))
    text, name = max(offers, key=lambda offer: marked_share(offer[0])[1])
    if marked_share(text)[1] < _SOUND:
        raise refusals.encoding()
    return text, name
