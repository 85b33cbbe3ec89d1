"""What forms send, read into drafts: every problem beside its field, days as Vietnamese type them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from tinhso.base.errors import Invalid, Problem
from tinhso.base.web import wording
from tinhso.committees.models import Committee, Regulation

D = TypeVar("D", bound=BaseModel)


def drafted(schema: type[D], values: Mapping[str, Any], problems: Iterable[Problem] = ()) -> D:
    """The values as `schema`. Raises Invalid with these problems and all others."""
    told = list(problems)
    try:
        found = schema.model_validate(values)
    except ValidationError as error:
        told += [_problem(one) for one in error.errors(include_url=False)]
    else:
        if not told:
            return found
    order = list(schema.model_fields)
    told.sort(key=lambda one: order.index(one.field) if one.field in order else len(order))
    raise Invalid(told[0].message, field=told[0].field, problems=told)


def _problem(error: Mapping[str, Any]) -> Problem:
    context = error.get("ctx", {})
    known = {
        "missing": _("Chưa nhập."),
        "string_too_short": _("Chưa nhập."),
        "too_short": _("Chọn ít nhất một."),
        "string_too_long": _("Dài quá %(most)s chữ.") % {"most": context.get("max_length", "")},
        "string_pattern_mismatch": _("Chỉ dùng chữ thường không dấu, chữ số và gạch nối."),
        "enum": _("Chọn một giá trị trong danh sách."),
        "int_parsing": _("Nhập một số nguyên."),
        "int_type": _("Nhập một số nguyên."),
        "less_than_equal": _("Số lớn quá."),
        "greater_than_equal": _("Số nhỏ quá."),
        "value_error": _("Tử số lớn hơn mẫu số."),
    }
    field = str(error["loc"][0]) if error["loc"] else None
    return Problem(str(error["type"]), known.get(str(error["type"]), str(error["msg"])), field)


def day(sent: Mapping[str, str], name: str, problems: list[Problem]) -> date | None:
    """A typed day; None where nothing was typed. What cannot be read becomes a problem."""
    text = sent.get(name, "").strip()
    try:
        return wording.read_day(text) if text else None
    except ValueError as error:
        problems.append(Problem("invalid_date", str(error).capitalize() + ".", name))
        return None


def plain(sent: QueryDict, schema: type[BaseModel], *without: str) -> dict[str, Any]:
    """What was sent of the fields of `schema`; what was not sent keeps its default."""
    return {name: sent.get(name) for name in schema.model_fields if name in sent and name not in without}


def shown(row: Committee) -> dict[str, Any]:
    """A committee as its form shows it."""
    return {
        "code": row.code,
        "name": row.name,
        "name_en": row.name_en,
        "level": row.level,
        "place": row.place.code if row.place else "",
        "agency": row.agency.code if row.agency else "",
        "standing_agency": row.standing_agency.code if row.standing_agency else "",
        "parent": row.parent.code if row.parent else "",
        "document": row.document.slug if row.document else "",
        "note": row.note,
    }


NUMBERS = (
    "quorum_numerator",
    "quorum_denominator",
    "notice_days",
    "ballot_numerator",
    "ballot_denominator",
    "ballot_days",
    "sessions_per_year",
)
FLAGS = ("quorum_over", "ballot_over", "substitutes", "substitutes_count", "from_memory")


def regulation_shown(row: Regulation | None) -> dict[str, Any]:
    """The regulation in force as the form of the next one begins; without one, nothing is proposed."""
    if row is None:
        return {}
    return {
        **{name: getattr(row, name) for name in (*NUMBERS, "legal_reference", "note")},
        **{name: "1" if getattr(row, name) else "" for name in FLAGS},
        "document": row.document.slug if row.document else "",
    }
