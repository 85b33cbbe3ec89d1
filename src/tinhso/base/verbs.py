"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "pack.load": pgettext_lazy("trail", "Nạp từ gói dữ liệu"),
    "demo.clear": pgettext_lazy("trail", "Xoá dữ liệu minh hoạ"),
    "file.store": pgettext_lazy("trail", "Nhận tệp"),
    "calendar.add": pgettext_lazy("trail", "Thêm điều chỉnh lịch làm việc"),
    "calendar.activate": pgettext_lazy("trail", "Bật điều chỉnh lịch làm việc"),
    "calendar.deactivate": pgettext_lazy("trail", "Tắt điều chỉnh lịch làm việc"),
}
