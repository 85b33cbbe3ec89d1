"""The encoding of a text file: told by its mark, or UTF-8; anything else is refused, never guessed."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid

ENCODINGS: Final = ("utf-8", "utf-16", "windows-1258")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK: Final = 1 << 20
_FOREIGN: Final = ((b"PK\x03\x04", ".xlsx"), (b"\xd0\xcf\x11\xe0", ".xls"))


@dataclass(frozen=True)
class Text:
    """A text file that was read once to its end: its encoding, and how many lines it has."""

    path: Path
    encoding: str
    lines: int


def examined(path: Path, encoding: str | None = None) -> Text:
    """Read the file once, a piece at a time. Raises Invalid, naming line and character of what is no text."""
    with path.open("rb") as file:
        head = file.read(4)
    for mark, suffix in _FOREIGN:
        if head.startswith(mark):
            raise Invalid(
                _("Tệp này là bảng tính %(suffix)s, không phải văn bản.") % {"suffix": suffix},
                field=path.name,
                hint=_("Lưu lại dạng .xlsx và giữ đuôi tệp đó."),
            )
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    name = marked or encoding or "utf-8"
    return Text(path, name, _lines(path, name))


def _lines(path: Path, encoding: str) -> int:
    """How many line ends there are. Raises Invalid at the first thing that is no text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    ends, last = 0, ""
    with path.open("rb") as file:
        while True:
            piece = file.read(_CHUNK)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(encoding, errors="replace")
                raise _refused(path, ends, last + before.partition("\x00")[0], encoding) from error
            if "\x00" in text:
                raise _refused(path, ends, last + text[: text.index("\x00")], encoding)
            if not piece:
                return ends + bool(last)
            ends += text.count("\n")
            last = text.rpartition("\n")[2] if "\n" in text else (last + text)[-_CHUNK:]


def _refused(path: Path, ends: int, before: str, encoding: str) -> Invalid:
    return Invalid(
        _("Dòng %(line)d, ký tự thứ %(at)d: không phải văn bản %(encoding)s.")
        % {
            "line": ends + before.count("\n") + 1,
            "at": len(before.rpartition("\n")[2]) + 1,
            "encoding": encoding.removesuffix("-sig").upper(),
        },
        code="wrong_encoding",
        field=path.name,
        hint=_("Lưu lại dạng “CSV UTF-8”, hoặc nêu bảng mã: --encoding windows-1258."),
    )
