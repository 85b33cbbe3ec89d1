"""What the forms send, read into drafts: every problem beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from tinhso.base.errors import Invalid, Problem
from tinhso.base.web import wording
from tinhso.reports.schemas import FormDraft

D = TypeVar("D", bound=BaseModel)


def drafted(schema: type[D], values: Mapping[str, Any]) -> D:
    """The values as `schema`. Raises Invalid with every problem."""
    try:
        return schema.model_validate(values)
    except ValidationError as error:
        problems = [_problem(one) for one in error.errors(include_url=False)]
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems) from error


def _problem(error: Mapping[str, Any]) -> Problem:
    known = {
        "string_too_short": _("Chưa nhập."),
        "enum": _("Chọn một giá trị trong danh sách."),
        "missing": _("Chưa nhập."),
        "string_too_long": _("Dài quá %(most)s chữ.") % {"most": error.get("ctx", {}).get("max_length", "")},
        "string_pattern_mismatch": _("Chỉ dùng chữ thường không dấu, số và gạch nối."),
        "int_parsing": _("Nhập số nguyên."),
        "greater_than_equal": _("Số quá nhỏ."),
        "less_than_equal": _("Số quá lớn."),
    }
    field = str(error["loc"][0]) if error["loc"] else None
    return Problem(str(error["type"]), known.get(str(error["type"]), str(error["msg"])), field)


def day(sent: QueryDict, name: str) -> date | None:
    """A day typed in a field; None where nothing stands. Raises Invalid."""
    text = sent.get(name, "").strip()
    if not text:
        return None
    try:
        return wording.read_day(text)
    except ValueError as error:
        raise Invalid(str(error), field=name) from error


def whole(sent: QueryDict, name: str, otherwise: int | None = None) -> int | None:
    """A whole number of a field; `otherwise` where nothing readable stands."""
    text = sent.get(name, "").strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 9 else otherwise


def lines(sent: QueryDict, name: str) -> tuple[str, ...]:
    """The lines of a field that say something."""
    return tuple(line.strip() for line in sent.get(name, "").split("\n") if line.strip())


_LISTED = ("addressees", "signing", "recipients")


def form(sent: QueryDict) -> FormDraft:
    """What stands around the text, as the form sends it. Raises Invalid."""
    told = {name: sent.get(name, "") for name in FormDraft.model_fields if name not in _LISTED}
    return drafted(FormDraft, told | {name: lines(sent, name) for name in _LISTED})


def form_values(form: FormDraft) -> dict[str, str]:
    """The same as texts of fields."""
    told = form.model_dump()
    return {name: "\n".join(value) if name in _LISTED else str(value) for name, value in told.items()}
