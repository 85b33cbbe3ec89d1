"""What the browser's forms send, read into schemas; every problem at its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from tinhso.base.errors import Invalid, Problem
from tinhso.base.numbers import NumberError, parse_integer
from tinhso.base.web import wording
from tinhso.documents import actions
from tinhso.documents.models import Document
from tinhso.documents.schemas import IssueDraft, NewDocument, NewRelation

_DAYS = ("date", "effective_from", "effective_to")
S = TypeVar("S", bound=BaseModel)


def _message(error: Mapping[str, Any]) -> str:
    context = error.get("ctx", {})
    known = {
        "missing": _("Chưa nhập."),
        "string_too_short": _("Chưa nhập."),
        "string_too_long": _("Dài quá %(most)s chữ.") % {"most": context.get("max_length", "")},
        "string_pattern_mismatch": _("Địa chỉ bắt đầu bằng http:// hoặc https://."),
        "enum": _("Chọn một giá trị trong danh sách."),
    }
    return known.get(str(error["type"]), str(error["msg"]))


def _validated(schema: type[S], values: Mapping[str, Any], problems: list[Problem]) -> S:
    try:
        found = schema.model_validate(values)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            problems.append(Problem(one["type"], _message(one), str(one["loc"][0]) if one["loc"] else None))
    else:
        if not problems:
            return found
    order = list(schema.model_fields)
    told = sorted(problems, key=lambda one: order.index(one.field) if one.field in order else len(order))
    raise Invalid(told[0].message, field=told[0].field, problems=told)


def _day(text: str, name: str, problems: list[Problem]) -> date | None:
    try:
        return wording.read_day(text) if text.strip() else None
    except ValueError as error:
        problems.append(Problem("invalid_date", str(error).capitalize() + ".", name))
        return None


def _notation(sent: Mapping[str, str]) -> None:
    actions.canonical_notation(sent.get("notation", ""))


def _secrecy(sent: Mapping[str, str]) -> None:
    actions.refuse_secret(sent, sent.get("secrecy", ""))


def read_document(sent: Mapping[str, str]) -> NewDocument:
    """The form of a document. Raises Invalid with every problem."""
    problems: list[Problem] = []
    values: dict[str, Any] = {
        name: sent.get(name, "") for name in NewDocument.model_fields if name not in _DAYS
    }
    values["type"] = values["type"] or None
    values.update({name: _day(sent.get(name, ""), name, problems) for name in _DAYS})
    for check in (_notation, _secrecy):
        try:
            check(sent)
        except Invalid as refusal:
            problems.extend(refusal.problems)
    return _validated(NewDocument, values, problems)


def read_relation(sent: Mapping[str, str]) -> NewRelation:
    """The form of a relation. Raises Invalid with every problem."""
    return _validated(NewRelation, {name: sent.get(name, "") for name in NewRelation.model_fields}, [])


def read_issue(sent: Mapping[str, str]) -> IssueDraft:
    """The form that gives a number. Raises Invalid with every problem."""
    problems: list[Problem] = []
    names = ("issuer", "type", "title", "signer", "suffix", "note", "secrecy")
    values: dict[str, Any] = {name: sent.get(name, "") for name in names}
    values["date"] = _day(sent.get("date", ""), "date", problems)
    if values["date"] is None and not problems:
        problems.append(Problem("missing", _("Nêu ngày ban hành."), "date"))
    if typed := sent.get("number", "").strip():
        try:
            values["number"] = parse_integer(typed)
        except NumberError:
            problems.append(Problem("invalid_number", _("Số văn bản là số nguyên, ví dụ 247."), "number"))
    if not values["type"]:
        values.pop("type")
    if problems:
        values["date"] = values["date"] or "2000-01-01"
    return _validated(IssueDraft, values, problems)


def shown(document: Document) -> dict[str, Any]:
    """A document as its form shows it."""
    names = ("notation", "type", "title", "issuer_name", "date", "signer")
    more = ("effective_from", "effective_to", "url", "note")
    values = {name: getattr(document, name) for name in (*names, *more)}
    return values | {"issuer": document.issuer.code if document.issuer else ""}
