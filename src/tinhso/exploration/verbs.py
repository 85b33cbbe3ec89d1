"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "exploration.save_view": pgettext_lazy("trail", "Lưu góc nhìn"),
    "exploration.change_view": pgettext_lazy("trail", "Sửa góc nhìn"),
    "exploration.retire_view": pgettext_lazy("trail", "Thu hồi góc nhìn"),
    "exploration.restore_view": pgettext_lazy("trail", "Khôi phục góc nhìn"),
    "exploration.create_dashboard": pgettext_lazy("trail", "Lập bảng theo dõi"),
    "exploration.change_dashboard": pgettext_lazy("trail", "Sửa bảng theo dõi"),
    "exploration.retire_dashboard": pgettext_lazy("trail", "Thu hồi bảng theo dõi"),
    "exploration.restore_dashboard": pgettext_lazy("trail", "Khôi phục bảng theo dõi"),
    "exploration.add_card": pgettext_lazy("trail", "Đưa thẻ lên bảng theo dõi"),
    "exploration.move_card": pgettext_lazy("trail", "Chuyển chỗ thẻ trên bảng theo dõi"),
    "exploration.change_card": pgettext_lazy("trail", "Sửa thẻ trên bảng theo dõi"),
    "exploration.remove_card": pgettext_lazy("trail", "Bỏ thẻ khỏi bảng theo dõi"),
    "exploration.add_watch": pgettext_lazy("trail", "Thêm mục theo dõi"),
    "exploration.change_watch": pgettext_lazy("trail", "Sửa mục theo dõi"),
    "exploration.pause_watch": pgettext_lazy("trail", "Tạm dừng theo dõi"),
    "exploration.resume_watch": pgettext_lazy("trail", "Tiếp tục theo dõi"),
    "exploration.remove_watch": pgettext_lazy("trail", "Bỏ theo dõi"),
    "exploration.restore_watch": pgettext_lazy("trail", "Khôi phục mục theo dõi"),
    "exploration.mark_seen": pgettext_lazy("trail", "Đánh dấu đã xem cảnh báo"),
    "exploration.alert": pgettext_lazy("trail", "Báo chỉ số vượt ngưỡng theo dõi"),
}
