"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "reading.take_in": pgettext_lazy("trail", "Đọc văn bản"),
    "reading.read": pgettext_lazy("trail", "Đọc xong văn bản"),
    "reading.correct": pgettext_lazy("trail", "Sửa thông tin bản đọc"),
    "reading.accept": pgettext_lazy("trail", "Nhận số liệu đọc được"),
    "reading.change": pgettext_lazy("trail", "Sửa số liệu đọc được"),
    "reading.reject": pgettext_lazy("trail", "Không nhận số liệu đọc được"),
    "reading.ask_plan": pgettext_lazy("trail", "Đề nghị lập dự thảo kế hoạch từ bản đọc"),
    "reading.plan_answered": pgettext_lazy("trail", "Dự thảo kế hoạch đã có"),
    "reading.undo": pgettext_lazy("trail", "Hoàn tác trên số liệu đọc được"),
    "reading.teach": pgettext_lazy("trail", "Ghi từ đồng nghĩa"),
}
