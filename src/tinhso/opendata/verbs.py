"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "opendata.lay_down": pgettext_lazy("trail", "Lập bộ dữ liệu mở"),
    "opendata.revise": pgettext_lazy("trail", "Sửa bộ dữ liệu mở"),
    "opendata.publish": pgettext_lazy("trail", "Công bố phiên bản dữ liệu mở"),
    "opendata.retire": pgettext_lazy("trail", "Ngừng cập nhật bộ dữ liệu mở"),
    "opendata.resume": pgettext_lazy("trail", "Cập nhật lại bộ dữ liệu mở"),
}
