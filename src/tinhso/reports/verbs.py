"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "reports.lay_down": pgettext_lazy("trail", "Ghi mẫu báo cáo"),
    "reports.retire": pgettext_lazy("trail", "Thôi dùng mẫu báo cáo"),
    "reports.restore": pgettext_lazy("trail", "Dùng lại mẫu báo cáo"),
    "reports.begin": pgettext_lazy("trail", "Lập báo cáo định kỳ"),
    "reports.edit": pgettext_lazy("trail", "Sửa báo cáo định kỳ"),
    "reports.assemble": pgettext_lazy("trail", "Chuyển báo cáo sang tổng hợp"),
    "reports.save": pgettext_lazy("trail", "Lưu phần góp báo cáo"),
    "reports.send": pgettext_lazy("trail", "Gửi phần góp báo cáo"),
    "reports.accept": pgettext_lazy("trail", "Tiếp nhận phần góp báo cáo"),
    "reports.return": pgettext_lazy("trail", "Trả lại phần góp báo cáo"),
    "reports.freeze": pgettext_lazy("trail", "Chốt báo cáo định kỳ"),
    "reports.thaw": pgettext_lazy("trail", "Mở lại báo cáo đã chốt"),
    "reports.issue": pgettext_lazy("trail", "Ban hành báo cáo định kỳ"),
    "reports.withdraw": pgettext_lazy("trail", "Thu hồi báo cáo định kỳ"),
    "reports.correct": pgettext_lazy("trail", "Lập báo cáo thay thế"),
}
