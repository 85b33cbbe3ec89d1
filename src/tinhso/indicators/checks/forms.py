"""The form of a rule: which fields each kind has, and what they send."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from tinhso.base.errors import Invalid, Problem
from tinhso.base.numbers import NumberError, parse_integer, parse_number, plain
from tinhso.base.web import wording
from tinhso.base.web.drafting import day
from tinhso.indicators.checks.actions import code_words
from tinhso.indicators.checks.items import CheckItem
from tinhso.indicators.models import Check, CheckKind

Reads = Literal["code", "codes", "number", "whole", "flag", "text"]


@dataclass(frozen=True)
class Field:
    """One field of a rule's form."""

    name: str
    label: Promise
    reads: Reads
    hint: Promise | str = ""
    required: bool = False

    @property
    def key(self) -> str:
        """Its name in the form."""
        return f"rule.{self.name}"

    @property
    def kind(self) -> str:
        """Which control draws it."""
        return {"flag": "checkbox", "codes": "textarea", "text": "textarea"}.get(self.reads, "text")


_CODE: Final = gettext_lazy("Mã chỉ số; một phần của nó viết sau dấu hai chấm, ví dụ tthc-dvctt:denominator")
_CODES: Final = gettext_lazy("Mỗi mã một dòng, hoặc cách nhau bằng dấu phẩy")
_INDICATOR: Final = Field("indicator", gettext_lazy("Chỉ số"), "code", _CODE, required=True)
_TOLERANCE: Final = Field(
    "tolerance", gettext_lazy("Chênh lệch cho phép"), "number", gettext_lazy("Để trống là không cho chênh")
)

FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    CheckKind.PAIR: (
        Field("first", gettext_lazy("Đã có chỉ số"), "code", _CODE, required=True),
        Field("others", gettext_lazy("Thì phải có"), "codes", _CODES, required=True),
    ),
    CheckKind.RANGE: (
        _INDICATOR,
        Field("least", gettext_lazy("Nhỏ nhất"), "number"),
        Field("most", gettext_lazy("Lớn nhất"), "number"),
    ),
    CheckKind.JUMP: (
        _INDICATOR,
        Field("last", gettext_lazy("So với bao nhiêu kỳ trước"), "whole", gettext_lazy("3–60, thường là 12")),
        Field("needed", gettext_lazy("Cần ít nhất bao nhiêu kỳ"), "whole", gettext_lazy("Thường là 5")),
        Field(
            "threshold",
            gettext_lazy("Ngưỡng, tính bằng số lần độ lệch thường thấy"),
            "number",
            gettext_lazy("Thường là 3,5; càng lớn càng ít nhắc"),
        ),
        Field("smallest", gettext_lazy("Bỏ qua chênh lệch nhỏ hơn"), "number"),
        Field("seasonal", gettext_lazy("So với cùng kỳ các năm trước"), "flag"),
    ),
    CheckKind.BELOW: (
        Field("lesser", gettext_lazy("Chỉ số không được lớn hơn"), "code", _CODE, required=True),
        Field("greater", gettext_lazy("Chỉ số làm giới hạn"), "code", _CODE, required=True),
    ),
    CheckKind.PARTS: (
        Field("total", gettext_lazy("Tổng"), "code", _CODE, required=True),
        Field("parts", gettext_lazy("Các phần"), "codes", _CODES, required=True),
        _TOLERANCE,
    ),
    CheckKind.CHILDREN: (_INDICATOR, _TOLERANCE),
    CheckKind.FORMULA: (
        Field(
            "formula",
            gettext_lazy("Công thức phải đúng"),
            "text",
            gettext_lazy("Ví dụ #{truc-tuyen} <= #{ho-so}.periodOffset(-1) * 3; thiếu số thì không xét"),
            required=True,
        ),
    ),
}
_DAYS: Final = ("valid_from", "valid_to")


def shown(row: Check) -> dict[str, Any]:
    """A rule as its form shows it."""
    values: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("code", "name", "name_en", "severity", "level", "clause", "note", *_DAYS)
    }
    values |= {name: wording.day(values[name]) if values[name] else "" for name in _DAYS}
    values["document"] = row.document.slug if row.document else ""
    for field in FIELDS[row.kind]:
        values[field.key] = _shown(getattr(row.told, field.name))
    return values


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, Decimal):
        return plain(value)
    return "\n".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def read(sent: Mapping[str, str], kind: str, code: str = "") -> CheckItem:
    """The form of a rule of that kind. Raises Invalid with every problem at its field."""
    wrong: list[Problem] = []
    rule: dict[str, Any] = {"kind": kind}
    for field in FIELDS[kind]:
        text = sent.get(field.key, "").strip()
        if field.required and not text:
            wrong.append(Problem("missing", _("Chưa nhập."), field.key))
        elif text:
            rule[field.name] = _read(text, field, wrong)
    values = {
        "code": code or sent.get("code", ""),
        "name": {"vi": sent.get("name", ""), "en": sent.get("name_en", "")},
        "severity": sent.get("severity", ""),
        "rule": rule,
        "level": sent.get("level") or None,
        "document": sent.get("document", ""),
        "clause": sent.get("clause", ""),
        "note": sent.get("note", ""),
        **{name: day(sent, name, wrong) for name in _DAYS},
    }
    try:
        item = CheckItem.model_validate(values)
    except ValidationError as error:
        wrong += [
            problem for problem in _problems(error) if problem.field not in {one.field for one in wrong}
        ]
    else:
        if not wrong:
            return item
    raise Invalid(wrong[0].message, field=wrong[0].field, problems=wrong)


def _read(text: str, field: Field, wrong: list[Problem]) -> Any:
    try:
        if field.reads == "number":
            return parse_number(text, expects="decimal")
        if field.reads == "whole":
            return parse_integer(text)
    except NumberError as error:
        wrong.append(Problem(error.code, _(error.message) % error.params, field.key))
        return None
    if field.reads == "codes":
        return [code for code in re.split(r"[\s,;]+", text) if code]
    return True if field.reads == "flag" else text


def _problems(error: ValidationError) -> list[Problem]:
    said = {
        "missing": _("Chưa nhập."),
        "string_too_short": _("Chưa nhập."),
        "string_pattern_mismatch": code_words(),
        "enum": _("Chọn một giá trị trong danh sách."),
        "too_short": _("Chưa đủ mã."),
        "too_long": _("Quá nhiều mã."),
    }
    found = []
    for one in error.errors(include_url=False):
        path = [str(part) for part in one["loc"] if not isinstance(part, int)]
        if path[:1] == ["rule"]:
            del path[1:2]  # the kind, by which the rule was read
        name = {"name.vi": "name", "name.en": "name_en"}.get(".".join(path), ".".join(path))
        words = said.get(str(one["type"]))
        if str(one["type"]) == "value_error":
            words, name = _contradiction(str(one.get("ctx", {}).get("error", "")), name)
        found.append(Problem(str(one["type"]), words or _limits(one), name or None))
    return found


def _contradiction(told: str, name: str) -> tuple[str, str]:
    """What a model says of several fields together, and the field that is told so."""
    known = {
        "least, most": (_("Nhập mức nhỏ nhất, mức lớn nhất, hoặc cả hai."), "rule.least"),
        "least <= most": (_("Mức nhỏ nhất không được lớn hơn mức lớn nhất."), "rule.least"),
        "needed <= last": (_("Số kỳ cần có không được nhiều hơn số kỳ so sánh."), "rule.needed"),
        "valid_from <= valid_to": (_("Ngày cuối trước ngày đầu."), "valid_to"),
    }
    if told in known:
        return known[told]
    return _("“%(told)s”: phần của chỉ số viết chưa đúng.") % {"told": told}, name


def _limits(one: Mapping[str, Any]) -> str:
    """Bounds of a number."""
    context = one.get("ctx", {})
    for key, words in (
        ("ge", _("Từ %(limit)s trở lên.")),
        ("gt", _("Lớn hơn %(limit)s.")),
        ("le", _("Không quá %(limit)s.")),
    ):
        if key in context:
            return words % {"limit": wording.number(context[key])}
    return _("Giá trị này không dùng được.")
