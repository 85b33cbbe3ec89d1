"""The columns of a file of figures: what export writes is what import reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.text import near_matches
from tinhso.indicators.derived import plain
from tinhso.indicators.schemas import Values

FIGURES: Final = (
    *("indicator", "place", "period", "agency", "kind", "dated"),
    *Values.model_fields,
    *("unit", "text", "subject", "comparison", "is_target", "document", "locator", "evidence"),
    *("note", "over_reason", "code", "illustrative"),
)
"""What a file of figures holds, by the names of the API."""
REASON: Final = "reason"
"""A column of files that come in: why a figure in force changes."""
NEEDED: Final = ("indicator", "place", "period")

_GUARDED: Final = re.compile(r"'*[=+\-@\t\r]")
_THREE: Final = 3


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before `= + - @`."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put before it."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def exact(value: Decimal) -> str:
    """All digits, a point, and never exactly three decimals: `1.234` could be read as 1234."""
    text = format(plain(value), "f")
    return f"{text}0" if len(text.partition(".")[2]) == _THREE else text


def require_known(names: Sequence[str], known: Sequence[str], needed: Sequence[str]) -> None:
    """Raises Invalid (field = the column) for a column that is none, comes twice, or is missing."""
    if "boundaries" in names and "boundaries" not in known:
        raise Invalid(
            _("Tệp này là số liệu đọc theo địa giới khác, không phải số liệu đã báo cáo."), field="boundaries"
        )
    if {"code", "valid_from"} <= {*names} and "valid_from" not in known:
        raise Invalid(
            _("Tệp này là định nghĩa chỉ số, không phải số liệu."), field="valid_from", hint="--definitions"
        )
    for name in names:
        if name not in known:
            near = near_matches(name, known)
            hint = _("Gần giống: %(near)s.") % {"near": ", ".join(near)} if near else ", ".join(known)
            raise Invalid(_("Không có cột “%(name)s”.") % {"name": name}, field=name, hint=hint)
        if names.count(name) > 1:
            raise Invalid(_("Cột “%(name)s” có hai lần.") % {"name": name}, field=name)
    for name in needed:
        if name not in names:
            raise Invalid(_("Thiếu cột “%(name)s”.") % {"name": name}, field=name)


def known_fields(told: dict[str, Any], known: Sequence[str]) -> str | None:
    """The first name of `told` that is no column; None when all are."""
    return next((name for name in told if name not in known), None)
