"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "urging.run": pgettext_lazy("trail", "Chạy đôn đốc"),
    "urging.add_rule": pgettext_lazy("trail", "Thêm quy tắc đôn đốc"),
    "urging.edit_rule": pgettext_lazy("trail", "Sửa quy tắc đôn đốc"),
    "urging.draft_letter": pgettext_lazy("trail", "Soạn công văn đôn đốc"),
    "urging.edit_letter": pgettext_lazy("trail", "Sửa công văn đôn đốc"),
    "urging.issue_letter": pgettext_lazy("trail", "Phát hành công văn đôn đốc"),
    "urging.withdraw_letter": pgettext_lazy("trail", "Thu hồi công văn đôn đốc"),
    "urging.sign_letter": pgettext_lazy("trail", "Gắn bản ký công văn đôn đốc"),
    "urging.read_letter": pgettext_lazy("trail", "Xem công văn đôn đốc"),
    "urging.answer_letter": pgettext_lazy("trail", "Trả lời công văn đôn đốc"),
}
