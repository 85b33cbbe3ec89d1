"""What the browser's forms send, read into schemas; every problem at its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, Problem
from tinhso.base.numbers import NumberError, parse_integer
from tinhso.base.web.drafting import day, drafted
from tinhso.documents import actions
from tinhso.documents.models import Document
from tinhso.documents.schemas import IssueDraft, NewDocument, NewRelation

_DAYS = ("date", "effective_from", "effective_to")


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
    values.update({name: day(sent, name, problems) for name in _DAYS})
    for check in (_notation, _secrecy):
        try:
            check(sent)
        except Invalid as refusal:
            problems.extend(refusal.problems)
    said = {"string_pattern_mismatch": _("Địa chỉ bắt đầu bằng http:// hoặc https://.")}
    return drafted(NewDocument, values, problems=problems, said=said)


def read_relation(sent: Mapping[str, str]) -> NewRelation:
    """The form of a relation. Raises Invalid with every problem."""
    return drafted(NewRelation, {name: sent.get(name, "") for name in NewRelation.model_fields})


def read_issue(sent: Mapping[str, str]) -> IssueDraft:
    """The form that gives a number. Raises Invalid with every problem."""
    problems: list[Problem] = []
    names = ("issuer", "type", "title", "signer", "suffix", "note", "secrecy")
    values: dict[str, Any] = {name: sent.get(name, "") for name in names}
    values["date"] = day(sent, "date", problems)
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
    return drafted(IssueDraft, values, problems=problems)


def shown(document: Document) -> dict[str, Any]:
    """A document as its form shows it."""
    names = ("notation", "type", "title", "issuer_name", "date", "signer")
    more = ("effective_from", "effective_to", "url", "note")
    values = {name: getattr(document, name) for name in (*names, *more)}
    return values | {"issuer": document.issuer.code if document.issuer else ""}
