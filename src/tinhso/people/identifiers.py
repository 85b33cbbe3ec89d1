"""Identifiers of agencies under QĐ 20/2020/QĐ-TTg (mã định danh điện tử)."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.text import nfc

LONGEST: Final = 35
_SHAPE: Final = re.compile(r"[A-Y][0-9]{2}(\.[0-9A-Z]+)*")
"""Level 1 is a letter A–Y with two digits; below it groups of digits and capitals, joined by dots."""


def checked(text: str, field: str = "identifier") -> str:
    """The identifier without outer spaces; empty when there is none. Raises Invalid."""
    code = nfc(text).strip()
    if not code:
        return ""
    if len(code) > LONGEST:
        raise Invalid(
            _("Mã định danh dài %(length)d ký tự, tối đa %(most)d.") % {"length": len(code), "most": LONGEST},
            field=field,
        )
    if not _SHAPE.fullmatch(code):
        raise Invalid(
            _("Mã định danh “%(code)s” không đúng QĐ 20/2020/QĐ-TTg.") % {"code": code},
            field=field,
            hint=_("Một chữ A–Y và hai chữ số, rồi các nhóm chữ hoa, chữ số cách nhau bằng dấu chấm: H37.01"),
        )
    return code


def level(code: str) -> int:
    """The level of an identifier: 1 for `H37`, 2 for `H37.01`."""
    return code.count(".") + 1 if code else 0


def above(code: str) -> str:
    """The identifier one level up; empty at level 1."""
    return code.rpartition(".")[0]
