"""What forms send, read into drafts: every problem beside its field, in the words of forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from tinhso.base.errors import Invalid, Problem
from tinhso.base.web import api_words, wording

D = TypeVar("D", bound=BaseModel)
NOTHING: Final[Mapping[str, str]] = {}
_OF_WORDS: Final = {"too_short": "string_too_short", "too_long": "string_too_long"}


def drafted(
    schema: type[D],
    values: Mapping[str, Any],
    *,
    problems: Iterable[Problem] = (),
    said: Mapping[str, str] = NOTHING,
    whole: str | None = None,
) -> D:
    """The values as `schema`.

    `problems` were found before: a field that has one gets no other. `said` replaces words by kind of error
    (pydantic's names); `whole` is the field at which a rule over several fields is told. Raises Invalid with
    all problems, in the order of the schema's fields.
    """
    told = list(problems)
    try:
        found = schema.model_validate(values)
    except ValidationError as error:
        known = {problem.field for problem in told}
        fresh = [_problem(one, said, whole) for one in error.errors(include_url=False)]
        told += [problem for problem in fresh if problem.field is None or problem.field not in known]
    else:
        if not told:
            return found
    order = list(schema.model_fields)
    told.sort(key=lambda one: order.index(one.field) if one.field in order else len(order))
    raise Invalid(told[0].message, field=told[0].field, problems=told)


def _problem(error: Mapping[str, Any], said: Mapping[str, str], whole: str | None) -> Problem:
    kind = str(error["type"])
    words = said.get(kind) or message(error)
    return Problem(kind, words, str(error["loc"][0]) if error["loc"] else whole)


def message(error: Mapping[str, Any]) -> str:
    """One of pydantic's errors in the words of forms; what forms have no words for, as the API says it."""
    context = error.get("ctx") or {}
    kind, typed = str(error["type"]), error.get("input")
    if isinstance(typed, str):
        kind = _OF_WORDS.get(kind, kind)
    if kind == "string_pattern_mismatch" and typed == "":
        kind = "missing"
    known = {
        "missing": _("Chưa nhập."),
        "none_required": _("Chưa nhập."),
        "date_type": _("Chưa nhập ngày."),
        "string_too_short": _("Chưa nhập."),
        "too_short": _("Chọn ít nhất một."),
        "string_too_long": _("Dài quá %(most)s chữ.") % {"most": context.get("max_length", "")},
        "string_pattern_mismatch": _("Chỉ dùng chữ thường không dấu, số và dấu gạch nối."),
        "enum": _("Chọn một giá trị trong danh sách."),
        "literal_error": _("Chọn một giá trị trong danh sách."),
        "int_parsing": _("Nhập một số nguyên."),
        "int_type": _("Nhập một số nguyên."),
        "less_than_equal": _("Không lớn hơn %(most)s.") % {"most": context.get("le", "")},
        "greater_than_equal": _("Không nhỏ hơn %(least)s.") % {"least": context.get("ge", "")},
        "decimal_max_places": _("Quá nhiều chữ số thập phân."),
        "decimal_max_digits": _("Số quá dài."),
    }
    return known.get(kind) or _sentence(api_words.message(error))


def _sentence(words: str) -> str:
    """Rules of models speak without a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:].removesuffix('.')}."


def day(sent: Mapping[str, str], name: str, problems: list[Problem] | None = None) -> date | None:
    """A typed day; None where nothing was typed.

    What cannot be read becomes one of `problems`; without such a list, raises Invalid.
    """
    text = sent.get(name, "").strip()
    try:
        return wording.read_day(text) if text else None
    except ValueError as error:
        told = Problem("invalid_date", f"{str(error).capitalize()}.", name)
        if problems is None:
            raise Invalid(told.message, field=name) from error
        problems.append(told)
        return None
