"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "meetings.plan": pgettext_lazy("trail", "Lập phiên họp"),
    "meetings.revise": pgettext_lazy("trail", "Sửa thông tin phiên họp"),
    "meetings.reschedule": pgettext_lazy("trail", "Đổi thời gian phiên họp"),
    "meetings.cancel": pgettext_lazy("trail", "Hủy phiên họp"),
    "meetings.add_venue": pgettext_lazy("trail", "Thêm điểm cầu"),
    "meetings.remove_venue": pgettext_lazy("trail", "Bỏ điểm cầu"),
    "meetings.add_item": pgettext_lazy("trail", "Thêm nội dung họp"),
    "meetings.revise_item": pgettext_lazy("trail", "Sửa nội dung họp"),
    "meetings.move_item": pgettext_lazy("trail", "Đổi thứ tự nội dung họp"),
    "meetings.withdraw_item": pgettext_lazy("trail", "Rút nội dung họp"),
    "meetings.restore_item": pgettext_lazy("trail", "Khôi phục nội dung họp"),
    "meetings.add_paper": pgettext_lazy("trail", "Thêm tài liệu họp"),
    "meetings.withdraw_paper": pgettext_lazy("trail", "Rút tài liệu họp"),
    "meetings.restore_paper": pgettext_lazy("trail", "Khôi phục tài liệu họp"),
    "meetings.read_paper": pgettext_lazy("trail", "Đọc tài liệu họp"),
    "meetings.prepare_members": pgettext_lazy("trail", "Lập danh sách mời thành viên"),
    "meetings.add_guest": pgettext_lazy("trail", "Mời thêm khách dự họp"),
    "meetings.withdraw_invitation": pgettext_lazy("trail", "Rút giấy mời họp"),
    "meetings.invite": pgettext_lazy("trail", "Gửi giấy mời họp"),
    "meetings.answer": pgettext_lazy("trail", "Trả lời giấy mời họp"),
    "meetings.attend": pgettext_lazy("trail", "Điểm danh"),
    "meetings.check_in": pgettext_lazy("trail", "Điểm danh bằng mã QR"),
    "meetings.open": pgettext_lazy("trail", "Khai mạc phiên họp"),
    "meetings.set_current": pgettext_lazy("trail", "Chuyển nội dung đang họp"),
    "meetings.close": pgettext_lazy("trail", "Bế mạc phiên họp"),
    "meetings.new_calendar": pgettext_lazy("trail", "Lập địa chỉ lịch họp"),
    "meetings.revoke_calendar": pgettext_lazy("trail", "Thu hồi địa chỉ lịch họp"),
    "meetings.remind": pgettext_lazy("trail", "Nhắc lịch họp"),
    "meetings.issue_invitation": pgettext_lazy("trail", "Ban hành giấy mời họp"),
}
