"""What the text of a cell says: one reading, or a problem at its column."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from tinhso.base.errors import Problem
from tinhso.base.numbers import NumberError, parse_integer, parse_number
from tinhso.base.web import api_words, wording

Shape = TypeVar("Shape", bound=BaseModel)

Readers = Mapping[str, Callable[[str], Any]]
"""How the text of a column is read; columns that are not named are text."""

_YES: Final = frozenset({"true", "1", "có"})
_NO: Final = frozenset({"false", "0", "không"})


class _Unclear(ValueError):
    """`code` and a sentence for people."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code = code


def number(text: str) -> Decimal:
    """A number whose separators have one reading in whatever language it was written."""
    if text.isascii() and text.isdigit():
        return Decimal(text)
    return parse_number(text, locale=None)


def whole(text: str) -> int:
    """A whole number, as `number`."""
    return parse_integer(text, locale=None)


def flag(text: str) -> bool:
    """Yes or no, in a word for it."""
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise _Unclear("bool_parsing", _("Cần đúng hoặc sai (true, false)."))
    return word in _YES


def nested(text: str) -> Any:
    """JSON in a cell."""
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise _Unclear("invalid_json", _("Không đọc được như JSON.")) from error


day = wording.read_day


def read(told: dict[str, Any], readers: Readers) -> Problem | None:
    """Put what the texts say in their place; the first thing wrong with them."""
    for name in told.keys() & readers.keys():
        value, reader = told[name], readers[name]
        if isinstance(value, bool) and reader in (number, whole):
            return Problem("decimal_type", _("Cần một số."), name)
        if isinstance(value, str):
            try:
                told[name] = reader(value)
            except NumberError as error:
                return Problem(error.code, _(error.message) % error.params, name)
            except _Unclear as error:
                return Problem(error.code, str(error), name)
            except ValueError as error:
                return Problem("invalid_date", str(error), name)
    return None


def made(model: type[Shape], told: Mapping[str, Any]) -> Shape | Problem:
    """The row of that shape, or the first thing wrong with its fields."""
    try:
        return model.model_validate(told)
    except ValidationError as error:
        first: Mapping[str, Any] = dict(error.errors(include_url=False)[0])
        where = first["loc"]
        return Problem(str(first["type"]), api_words.message(first), str(where[0]) if where else None)
