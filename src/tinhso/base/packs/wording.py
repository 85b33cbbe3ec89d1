"""What a schema expected, said in words an official reads: pydantic's verdicts in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic_core import ErrorDetails

_EXPECTED: Mapping[str, str | Promise] = {
    "missing": gettext_lazy("bắt buộc phải có"),
    "int_parsing": gettext_lazy("số nguyên"),
    "int_type": gettext_lazy("số nguyên"),
    "int_from_float": gettext_lazy("số nguyên"),
    "float_parsing": gettext_lazy("số"),
    "decimal_parsing": gettext_lazy("số, dấu chấm thập phân, không dấu chấm hàng nghìn"),
    "decimal_type": gettext_lazy("số, dấu chấm thập phân, không dấu chấm hàng nghìn"),
    "bool_parsing": gettext_lazy("true hoặc false"),
    "bool_type": gettext_lazy("true hoặc false"),
    "string_type": gettext_lazy("văn bản (đặt trong dấu nháy nếu là true, false, null)"),
    "date_parsing": gettext_lazy("ngày dạng 2024-12-31"),
    "date_type": gettext_lazy("ngày dạng 2024-12-31"),
    "date_from_datetime_parsing": gettext_lazy("ngày dạng 2024-12-31"),
    "datetime_parsing": gettext_lazy("thời điểm dạng 2024-12-31T09:00:00+07:00"),
    "datetime_from_date_parsing": gettext_lazy("thời điểm dạng 2024-12-31T09:00:00+07:00"),
    "timezone_aware": gettext_lazy("thời điểm có múi giờ, ví dụ +07:00"),
    "list_type": gettext_lazy("danh sách"),
    "tuple_type": gettext_lazy("danh sách"),
    "set_type": gettext_lazy("danh sách"),
    "dict_type": gettext_lazy("nhóm trường (khoá: giá trị)"),
    "model_type": gettext_lazy("nhóm trường (khoá: giá trị)"),
    "model_attributes_type": gettext_lazy("nhóm trường (khoá: giá trị)"),
    "literal_error": gettext_lazy("một trong các giá trị %(expected)s"),
    "enum": gettext_lazy("một trong các giá trị %(expected)s"),
    "union_tag_invalid": gettext_lazy("một trong các giá trị %(expected_tags)s"),
    "union_tag_not_found": gettext_lazy("phải ghi trường %(discriminator)s"),
    "string_pattern_mismatch": gettext_lazy("văn bản theo mẫu %(pattern)s"),
    "string_too_short": gettext_lazy("ít nhất %(min_length)s ký tự"),
    "string_too_long": gettext_lazy("nhiều nhất %(max_length)s ký tự"),
    "too_short": gettext_lazy("ít nhất %(min_length)s phần tử"),
    "too_long": gettext_lazy("nhiều nhất %(max_length)s phần tử"),
    "greater_than": gettext_lazy("lớn hơn %(gt)s"),
    "greater_than_equal": gettext_lazy("không nhỏ hơn %(ge)s"),
    "less_than": gettext_lazy("nhỏ hơn %(lt)s"),
    "less_than_equal": gettext_lazy("không lớn hơn %(le)s"),
    "finite_number": gettext_lazy("số hữu hạn"),
    "uuid_parsing": gettext_lazy("mã UUID"),
    "value_error": gettext_lazy("%(error)s"),
    "assertion_error": gettext_lazy("%(error)s"),
}


def expectation(error: ErrorDetails, known_fields: tuple[str, ...]) -> str:
    """What should have stood there."""
    if error["type"] == "extra_forbidden":
        return _("không có trường này; các trường dùng được: %(known)s") % {"known": ", ".join(known_fields)}
    template = _EXPECTED.get(error["type"])
    context = {name: str(value).replace("' or '", "', '") for name, value in error.get("ctx", {}).items()}
    return str(template) % context if template else error["msg"]


def found(error: ErrorDetails) -> str:
    """What stands there instead, shortened; nothing where nothing stands."""
    value: Any = error["input"]
    if error["type"] == "missing" or isinstance(value, dict | list):
        return ""
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
