"""Names of files as people send them: bare, printable, composed."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid

LONGEST = 200


def bare_name(name: str) -> str:
    """The name in NFC. Raises Invalid for a path (`../../x`), control characters, no name or no end."""
    text = unicodedata.normalize("NFC", name).strip()
    if "/" in text or "\\" in text or text in {".", ".."}:
        raise Invalid(
            _("Tên tệp “%(name)s” chứa đường dẫn nên không được nhận.") % {"name": text[:80]},
            code="file_name",
            field="file",
            hint=_("Chỉ giữ tên tệp, ví dụ “bao-cao.pdf”, rồi gửi lại."),
        )
    if (
        not text
        or len(text) > LONGEST
        or any(unicodedata.category(letter).startswith("C") for letter in text)
    ):
        raise Invalid(
            _("Tên tệp trống, quá dài hoặc có ký tự không in được."),
            code="file_name",
            field="file",
            hint=_("Đặt tên dài không quá %(most)d ký tự rồi gửi lại.") % {"most": LONGEST},
        )
    return text


def extension(name: str) -> str:
    """`pdf` of `Báo cáo.PDF`; empty when there is none."""
    _stem, dot, last = name.rpartition(".")
    return last.lower() if dot else ""
