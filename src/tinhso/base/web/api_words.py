"""What the API's framework finds wrong with an input, told in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args

from django.utils.translation import gettext as _
from pydantic_core.core_schema import ErrorType

_KINDS: Final = frozenset(get_args(ErrorType))
"""The framework's own kinds of error; others are ours and carry their words."""


def _plain(kind: str) -> str:
    """What was expected, for kinds of error that need no more to be said; empty for others."""
    if kind.endswith(("_parsing", "_type")) or kind in {"int_from_float", "date_from_datetime_inexact"}:
        return _type_expected(kind)
    known = {
        "missing": _("Chưa nhập."),
        "extra_forbidden": _("Trường này không có trong biểu mẫu."),
        "json_invalid": _("Nội dung gửi lên không phải JSON."),
        "string_pattern_mismatch": _("Viết chưa đúng dạng."),
        "string_unicode": _("Có ký tự không thuộc văn bản nào."),
        "finite_number": _("Cần một số."),
        "int_parsing_size": _("Số này lớn quá."),
        "datetime_object_invalid": _("Cần một thời điểm dạng ISO 8601."),
    }
    return known.get(kind, "")


def _type_expected(kind: str) -> str:
    known = {
        "int": _("Cần một số nguyên."),
        "decimal": _("Cần một số."),
        "float": _("Cần một số."),
        "bool": _("Cần đúng hoặc sai (true, false)."),
        "date": _("Cần một ngày dạng năm-tháng-ngày."),
        "datetime": _("Cần một thời điểm dạng ISO 8601."),
        "uuid": _("Cần một mã định danh."),
        "string": _("Cần một đoạn chữ."),
        "list": _("Cần một danh sách."),
        "model": _("Cần một đối tượng JSON."),
        "dict": _("Cần một đối tượng JSON."),
        "model_attributes": _("Cần một đối tượng JSON."),
    }
    return known.get(kind.partition("_from_")[0].removesuffix("_parsing").removesuffix("_type"), "")


def _bounded(kind: str, context: Mapping[str, Any]) -> str:
    """What was expected, with the bound or the choices; empty for other kinds."""
    known = {
        "greater_than": (_("Cần số lớn hơn %s."), "gt"),
        "greater_than_equal": (_("Cần số từ %s trở lên."), "ge"),
        "less_than": (_("Cần số nhỏ hơn %s."), "lt"),
        "less_than_equal": (_("Cần số không quá %s."), "le"),
        "string_too_long": (_("Dài quá %s ký tự."), "max_length"),
        "string_too_short": (_("Cần ít nhất %s ký tự."), "min_length"),
        "too_long": (_("Nhiều quá %s mục."), "max_length"),
        "too_short": (_("Cần ít nhất %s mục."), "min_length"),
        "decimal_max_digits": (_("Cần số không quá %s chữ số."), "max_digits"),
        "decimal_max_places": (_("Cần số không quá %s chữ số thập phân."), "decimal_places"),
        "decimal_whole_digits": (_("Cần số không quá %s chữ số trước dấu phẩy."), "whole_digits"),
        "enum": (_("Chọn một trong: %s."), "expected"),
        "literal_error": (_("Chọn một trong: %s."), "expected"),
    }
    words, key = known.get(kind, ("", ""))
    value = str(context.get(key, ""))
    if kind in {"enum", "literal_error"}:
        value = value.replace(" or ", ", ").replace("'", "")
    return words % value if words else ""


def message(error: Mapping[str, Any]) -> str:
    """What pydantic found. A refusal of our own keeps its words; what is unknown is told plainly."""
    kind, context = str(error.get("type", "")), error.get("ctx") or {}
    if kind in {"value_error", "assertion_error"} and context.get("error"):
        return str(context["error"])
    if kind not in _KINDS:
        return str(error.get("msg", ""))
    return _plain(kind) or _bounded(kind, context) or _("Giá trị chưa hợp lệ.")
