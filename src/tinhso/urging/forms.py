"""What forms of this room send, read into drafts: every problem beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from tinhso.base.errors import Invalid, Problem
from tinhso.base.web import wording
from tinhso.urging.models import LetterLine, Rule
from tinhso.urging.schemas import LineAnswer, RuleDraft

D = TypeVar("D", bound=BaseModel)


def drafted(schema: type[D], values: Mapping[str, Any]) -> D:
    """The values as `schema`. Raises Invalid with every problem."""
    try:
        return schema.model_validate(values)
    except ValidationError as error:
        problems = [_problem(one) for one in error.errors(include_url=False)]
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems) from error


def _problem(error: Mapping[str, Any]) -> Problem:
    kind, context = str(error["type"]), error.get("ctx", {})
    known = {
        "string_too_short": _("Chưa nhập."),
        "missing": _("Chưa nhập."),
        "string_pattern_mismatch": _("Chỉ dùng chữ thường không dấu, số và dấu gạch ngang."),
        "enum": _("Chọn một giá trị trong danh sách."),
        "int_parsing": _("Nhập một số nguyên."),
        "greater_than_equal": _("Nhỏ nhất là %(least)s.") % {"least": context.get("ge", "")},
        "less_than_equal": _("Lớn nhất là %(most)s.") % {"most": context.get("le", "")},
        "string_too_long": _("Dài quá %(most)s chữ.") % {"most": context.get("max_length", "")},
        "value_error": str(context.get("error", "")),
        "too_short": _("Chưa nhập."),
    }
    field = str(error["loc"][0]) if error["loc"] else _whole(kind)
    return Problem(kind, known.get(kind, str(error["msg"])), field)


def _whole(kind: str) -> str | None:
    """What is wrong with a rule as a whole is told at its name."""
    return "name" if kind == "value_error" else None


def day(sent: QueryDict, field: str) -> date | None:
    """A day as typed, None for nothing. Raises Invalid."""
    text = sent.get(field, "").strip()
    if not text:
        return None
    try:
        return wording.read_day(text)
    except ValueError as error:
        raise Invalid(_("Nhập ngày dạng 31/12/2026."), field=field) from error


def rule(sent: QueryDict) -> RuleDraft:
    """A rule as its form sends it. Raises Invalid."""
    optional = {name: sent.get(name, "").strip() or None for name in ("every", "head_after", "deputy_after")}
    texts = {
        name: sent.get(name, "") for name in ("code", "name", "name_en", "applies", "unit", "legal_reference")
    }
    before = [part for part in sent.get("before", "").replace(",", " ").split() if part]
    values: dict[str, Any] = {
        **texts,
        **optional,
        "before": before,
        "on_day": sent.get("on_day") == "1",
        "from_memory": sent.get("from_memory") == "1",
        "valid_from": day(sent, "valid_from"),
        "valid_to": day(sent, "valid_to"),
    }
    if values["valid_from"] is None:
        raise Invalid(_("Chưa nhập ngày có hiệu lực."), field="valid_from")
    return drafted(RuleDraft, values)


def rule_values(row: Rule) -> dict[str, Any]:
    """A rule as its form shows it."""
    plain = ("code", "name", "name_en", "applies", "unit", "legal_reference", "every")
    return {
        **{name: getattr(row, name) for name in (*plain, "head_after", "deputy_after", "version")},
        "before": " ".join(str(count) for count in row.before),
        "on_day": "1" if row.on_day else "",
        "from_memory": "1" if row.from_memory else "",
        "valid_from": wording.day(row.valid_from),
        "valid_to": wording.day(row.valid_to) if row.valid_to else "",
    }


def answers(sent: QueryDict, lines: list[LetterLine]) -> list[LineAnswer]:
    """What an agency answered about each line; a line without progress is left to the action to name."""
    found = []
    for line in lines:
        told = {
            name: sent.get(f"{name}-{line.order}", "")
            for name in ("progress", "difficulties", "causes", "solutions")
        }
        if told["progress"].strip():
            found.append(drafted(LineAnswer, {"code": line.code, **told}))
    return found
