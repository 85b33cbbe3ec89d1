"""What a line says as a row of a batch: every number and day has one reading, or is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import ValidationError

from tinhso.base.errors import Problem
from tinhso.base.numbers import NumberError, parse_integer, parse_number
from tinhso.base.web import api_words, wording
from tinhso.indicators.bulk import RowDraft
from tinhso.indicators.exchange.columns import FIGURES, NEEDED, REASON
from tinhso.indicators.exchange.lines import Line, Wanted
from tinhso.indicators.shapes import DAYS, NUMBERS, WHOLES

WANTED: Final = Wanted((*FIGURES, REASON), NEEDED)
_YES: Final = frozenset({"true", "1", "có"})
_NO: Final = frozenset({"false", "0", "không"})


class _Unclear(ValueError):
    """`code` and a sentence for people."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code = code


def _number(text: str) -> Decimal:
    """A number whose separators have one reading in whatever language it was written."""
    if text.isascii() and text.isdigit():
        return Decimal(text)
    return parse_number(text, locale=None)


def _whole(text: str) -> int:
    return parse_integer(text, locale=None)


def _flag(text: str) -> bool:
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise _Unclear("bool_parsing", _("Cần đúng hoặc sai (true, false)."))
    return word in _YES


_READ: Final[Mapping[str, Callable[[str], Decimal | int | date | bool]]] = {
    **dict.fromkeys(NUMBERS, _number),
    **dict.fromkeys(WHOLES, _whole),
    **dict.fromkeys((*DAYS, "dated"), wording.read_day),
    **dict.fromkeys(("is_target", "illustrative"), _flag),
}
_NUMERIC: Final = frozenset({*NUMBERS, *WHOLES})


def drafted(line: Line, *, illustrative: bool) -> RowDraft | Problem:
    """The row, or the first thing wrong with it. `illustrative`: whether the writer's figures are only so."""
    if line.problem:
        return line.problem
    told: dict[str, Any] = dict(line.fields)
    for name in told.keys() & _READ.keys():
        if (found := _read(name, told[name])) is not None:
            if isinstance(found, Problem):
                return found
            told[name] = found
    if told.pop("illustrative", False) and not illustrative:
        said = _("Dòng này là dữ liệu minh hoạ; tài khoản này ghi số liệu thật.")
        return Problem("illustrative", said, "illustrative")
    if not isinstance(told.get("place", ""), str):
        return Problem("string_type", _("Cần một đoạn chữ."), "place")
    try:
        return RowDraft.model_validate(told)
    except ValidationError as error:
        first: Mapping[str, Any] = dict(error.errors(include_url=False)[0])
        where = first["loc"]
        return Problem(str(first["type"]), api_words.message(first), str(where[0]) if where else None)


def _read(name: str, value: object) -> Decimal | int | date | bool | Problem | None:
    """What a text says; None for what is typed already."""
    if isinstance(value, bool) and name in _NUMERIC:
        return Problem("decimal_type", _("Cần một số."), name)
    if not isinstance(value, str):
        return None
    try:
        return _READ[name](value)
    except NumberError as error:
        return Problem(error.code, _(error.message) % error.params, name)
    except _Unclear as error:
        return Problem(error.code, str(error), name)
    except ValueError as error:
        return Problem("invalid_date", str(error), name)
