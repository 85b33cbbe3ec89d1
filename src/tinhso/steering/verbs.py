"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "plan.create": pgettext_lazy("trail", "Lập kế hoạch"),
    "plan.edit": pgettext_lazy("trail", "Sửa kế hoạch"),
    "plan.next": pgettext_lazy("trail", "Lập kế hoạch năm sau từ năm trước"),
    "plan.workbook": pgettext_lazy("trail", "Nạp chỉ tiêu, nhiệm vụ từ XLSX"),
    "plan.reorder_goals": pgettext_lazy("trail", "Sắp xếp mục tiêu"),
    "plan.reorder_targets": pgettext_lazy("trail", "Sắp xếp chỉ tiêu"),
    "plan.reorder_tasks": pgettext_lazy("trail", "Sắp xếp nhiệm vụ"),
    "goal.create": pgettext_lazy("trail", "Thêm mục tiêu"),
    "goal.edit": pgettext_lazy("trail", "Sửa mục tiêu"),
    "target.create": pgettext_lazy("trail", "Thêm chỉ tiêu"),
    "target.edit": pgettext_lazy("trail", "Sửa chỉ tiêu"),
    "target.retire": pgettext_lazy("trail", "Thôi theo dõi"),
    "target.restore": pgettext_lazy("trail", "Theo dõi lại"),
    "target.state": pgettext_lazy("trail", "Công bố trạng thái"),
    "target.withdraw": pgettext_lazy("trail", "Rút lại công bố"),
    "task.create": pgettext_lazy("trail", "Thêm nhiệm vụ"),
    "task.edit": pgettext_lazy("trail", "Sửa nhiệm vụ"),
    "task.retire": pgettext_lazy("trail", "Thôi theo dõi"),
    "task.restore": pgettext_lazy("trail", "Theo dõi lại"),
    "task.change": pgettext_lazy("trail", "Cập nhật nhiệm vụ"),
    "task.ask": pgettext_lazy("trail", "Gửi đề nghị"),
    "task.decide": pgettext_lazy("trail", "Trả lời đề nghị"),
    "report.submit": pgettext_lazy("trail", "Gửi báo cáo"),
    "report.resubmit": pgettext_lazy("trail", "Gửi lại báo cáo"),
    "report.approve": pgettext_lazy("trail", "Duyệt báo cáo, chuyển cấp trên"),
    "report.confirm": pgettext_lazy("trail", "Xác nhận báo cáo"),
    "report.return": pgettext_lazy("trail", "Trả lại báo cáo"),
}
