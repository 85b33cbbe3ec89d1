"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "minutes.write": pgettext_lazy("trail", "Ghi biên bản"),
    "minutes.correct": pgettext_lazy("trail", "Sửa ghi chép biên bản"),
    "minutes.withdraw": pgettext_lazy("trail", "Rút ghi chép biên bản"),
    "ballot.open": pgettext_lazy("trail", "Lấy ý kiến bằng phiếu"),
    "ballot.return": pgettext_lazy("trail", "Gửi phiếu ý kiến"),
    "ballot.close": pgettext_lazy("trail", "Kiểm phiếu"),
    "ballot.extend": pgettext_lazy("trail", "Gia hạn lấy phiếu"),
    "ballot.move": pgettext_lazy("trail", "Đưa nội dung lấy phiếu ra phiên họp"),
    "ballot.cancel": pgettext_lazy("trail", "Huỷ lấy phiếu"),
    "ballot.remind": pgettext_lazy("trail", "Nhắc gửi phiếu"),
    "decision.record": pgettext_lazy("trail", "Ghi quyết nghị"),
    "conclusion.draft": pgettext_lazy("trail", "Dự thảo kết luận"),
    "conclusion.edit": pgettext_lazy("trail", "Sửa kết luận"),
    "conclusion.agree": pgettext_lazy("trail", "Thống nhất kết luận"),
    "conclusion.return": pgettext_lazy("trail", "Trả lại dự thảo kết luận"),
    "conclusion.drop": pgettext_lazy("trail", "Không giao nhiệm vụ từ kết luận"),
    "conclusion.issue": pgettext_lazy("trail", "Ban hành thông báo kết luận"),
    "conclusion.give": pgettext_lazy("trail", "Giao nhiệm vụ từ kết luận"),
    "conclusion.carry": pgettext_lazy("trail", "Chuyển kết luận sang phiên sau"),
}
