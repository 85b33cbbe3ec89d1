"""Field types that pack schemas share."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import BeforeValidator

_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
_COMMA = re.compile(r"[+-]?\d+(\.\d+)*,\d+")


def _unambiguous(value: object) -> object:
    """Refuse `1.680` (one thousand six hundred and eighty, or 1,68?) and decimal commas."""
    if isinstance(value, str) and (_GROUPED.fullmatch(value.strip()) or _COMMA.fullmatch(value.strip())):
        raise ValueError(
            _("số viết rõ nghĩa: không dấu chấm hàng nghìn, dấu chấm thập phân, không đúng ba chữ số lẻ")
        )
    return value


Number = Annotated[Decimal, BeforeValidator(_unambiguous)]
"""A decimal number as packs write it: `1680`, `89.5`. `1.680` and `89,5` are refused, not guessed."""
