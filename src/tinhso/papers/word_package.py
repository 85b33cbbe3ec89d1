"""A DOCX that somebody sent: opened within limits, or refused in words. Nothing in it is run or fetched."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any, Final

from django.utils.translation import gettext as _
from lxml import etree

from tinhso.base.errors import Invalid

MOST_BYTES: Final = 20 << 20
MOST_UNPACKED: Final = 100 << 20
MOST_PART: Final = 30 << 20
MOST_ENTRIES: Final = 5_000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")
_BODY: Final = "word/document.xml"
_MACROS: Final = ("vbaproject.bin", "vbadata.xml")


def _refuse(message: str, hint: str = "") -> Invalid:
    return Invalid(message, field="file", hint=hint or None)


def _broken() -> Invalid:
    return _refuse(
        _("Không đọc được tệp này như một văn bản DOCX: tệp hỏng hoặc không phải DOCX."),
        _("Mở tệp bằng phần mềm soạn thảo và lưu lại dạng .docx, hoặc dán nội dung vào ô văn bản."),
    )


class Package:
    """An opened DOCX. Raises Invalid (field `file`) for what is none, or dangerous, or too large."""

    def __init__(self, content: bytes) -> None:
        if len(content) > MOST_BYTES:
            raise _refuse(_("Tệp lớn hơn %(most)d MB.") % {"most": MOST_BYTES >> 20})
        if content.startswith(_OLE):
            raise _old_or_protected(content)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self._entries = {entry.filename: entry for entry in self._archive.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
            raise _broken() from error
        self._check()

    def _check(self) -> None:
        if any(entry.flag_bits & 1 for entry in self._entries.values()):
            raise _protected()
        if _BODY not in self._entries:
            raise _broken()
        whole = sum(entry.file_size for entry in self._entries.values())
        if whole > MOST_UNPACKED or len(self._archive.infolist()) > MOST_ENTRIES:
            raise _refuse(
                _("Nội dung tệp khi giải nén quá lớn."),
                _("Bỏ bớt ảnh trong tệp, hoặc tách phụ lục ra tệp riêng."),
            )
        names = [name.lower() for name in self._entries]
        types = self.read("[Content_Types].xml").lower() if "[Content_Types].xml" in self._entries else b""
        if any(name.endswith(_MACROS) for name in names) or b"macroenabled" in types:
            raise _refuse(
                _("Tệp có macro nên không được nhận."), _("Lưu lại dạng .docx (không macro) rồi gửi lại.")
            )

    def read(self, name: str) -> bytes:
        """The bytes of a part; never more than it said it holds."""
        try:
            with self._archive.open(self._entries[name]) as part:
                found = part.read(MOST_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise _broken() from error
        if len(found) > MOST_PART:
            raise _refuse(_("Nội dung tệp khi giải nén quá lớn."), _("Tách phụ lục ra tệp riêng."))
        return found

    def tree(self, name: str) -> Any:
        """A part as XML; None where the file has none of that name. Declarations of entities are refused."""
        if name not in self._entries:
            return None
        content = self.read(name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise _broken() from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise _refuse(
                _("Tệp khai báo thực thể XML nên không được nhận."),
                _("Mở tệp bằng phần mềm soạn thảo, lưu lại dạng .docx rồi gửi lại."),
            )
        return root


def _protected() -> Invalid:
    return _refuse(_("Tệp có mật khẩu nên không đọc được."), _("Bỏ mật khẩu của tệp rồi gửi lại."))


def _old_or_protected(content: bytes) -> Invalid:
    """Old word processors' files and protected ones begin alike."""
    if _PROTECTED in content:
        return _protected()
    return _refuse(
        _("Đây là tệp .doc đời cũ (hoặc đổi tên từ .doc), chưa phải DOCX."),
        _("Mở tệp, chọn Lưu dạng Word (.docx) rồi gửi lại."),
    )
