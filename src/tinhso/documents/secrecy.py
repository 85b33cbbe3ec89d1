"""State secrets stay out (bí mật nhà nước): marks are looked for before anything is kept."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.text import nfc

MARKS: Final = frozenset({"mật", "tối mật", "tuyệt mật"})
"""The three degrees of Luật Bảo vệ bí mật nhà nước."""

_DEGREE: Final = re.compile(
    r"độ\s+mật\s*[:=]?\s*(?:tối\s+|tuyệt\s+)?mật|(?:tối|tuyệt)\s+mật\b", re.IGNORECASE
)
_STAMP: Final = re.compile(
    r"(?<!BẢO )(?<!BÍ )(?<!CƠ )(?<!ĐỘ )\bMẬT\b(?!\s+(?:KHẨU|MÃ|ĐỘ|VỤ|THIẾT|THƯ|NGỮ|HIỆU))"
)
_NAME_MARK: Final = re.compile(
    r"(?<![^\W_])(?:(?:tối|tuyệt|toi|tuyet)[\W_]*(?:mật|mat)(?![^\W_]))", re.IGNORECASE
)
_NAME_STAMP: Final = re.compile(r"[\[(]\s*(?:mật|mat)\s*[\])]", re.IGNORECASE)


def _refusal(what: str, field: str) -> Invalid:
    return Invalid(
        what,
        code="state_secret",
        field=field,
        hint=_(
            "Hệ thống này không lưu bí mật nhà nước. Quản lý văn bản mật theo quy định riêng;"
            " nếu đây không phải dấu mật, hãy viết lại cho rõ."
        ),
    )


def is_marked(text: str) -> bool:
    """Whether `text` carries a mark: MẬT, TỐI MẬT, TUYỆT MẬT as stamped; not bảo mật, bí mật, mật khẩu."""
    plain = re.sub(r"\s+", " ", nfc(text))
    return bool(_DEGREE.search(plain) or _STAMP.search(plain))


def is_marked_name(name: str) -> bool:
    """Whether a file's name carries a mark, accents or not: `TOI-MAT_bao-cao.pdf`, `Báo cáo (Mật).pdf`."""
    words = re.sub(r"[_\-.]+", " ", nfc(name))
    return bool(is_marked(words) or _NAME_MARK.search(nfc(name)) or _NAME_STAMP.search(nfc(name)))


def refuse_secret(texts: dict[str, str], marker: str = "") -> None:
    """Raise Invalid beside the field that carries a mark; `marker` is the form's own field of secrecy."""
    degree = " ".join(nfc(marker).casefold().split())
    if degree and degree not in {"thường", "không", "khong", "thuong"}:
        raise _refusal(_("Văn bản có độ mật “%(degree)s” không được nhận.") % {"degree": marker}, "secrecy")
    for field, text in texts.items():
        if is_marked(text):
            raise _refusal(_("Nội dung có dấu chỉ độ mật nên không được nhận."), field)


def refuse_secret_name(name: str) -> None:
    """Raise Invalid for a file whose name says it is secret."""
    if is_marked_name(name):
        raise _refusal(
            _("Tên tệp “%(name)s” có dấu chỉ độ mật nên không được nhận.") % {"name": name}, "file"
        )
