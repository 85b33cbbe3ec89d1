"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "account.create": pgettext_lazy("trail", "Cấp tài khoản"),
    "account.reset": pgettext_lazy("trail", "Đặt lại mật khẩu"),
    "account.close": pgettext_lazy("trail", "Khoá tài khoản"),
    "account.reopen": pgettext_lazy("trail", "Mở lại tài khoản"),
    "account.tie_identity": pgettext_lazy("trail", "Gắn tài khoản với nhà cung cấp định danh"),
    "account.sign_in": pgettext_lazy("trail", "Đăng nhập"),
    "account.sign_out": pgettext_lazy("trail", "Đăng xuất"),
    "account.set_password": pgettext_lazy("trail", "Đổi mật khẩu"),
    "account.enrol_second_factor": pgettext_lazy("trail", "Cài xác thực hai lớp"),
    "account.remove_second_factor": pgettext_lazy("trail", "Gỡ xác thực hai lớp"),
    "account.renew_recovery_codes": pgettext_lazy("trail", "Tạo lại mã dự phòng"),
    "person.read_contact": pgettext_lazy("trail", "Xem thông tin liên hệ đầy đủ"),
    "people.import": pgettext_lazy("trail", "Nạp cơ quan, tài khoản từ XLSX"),
    "post.end": pgettext_lazy("trail", "Thôi giữ chức vụ"),
    "post.hand_over": pgettext_lazy("trail", "Bàn giao chức vụ"),
    "post.delegate": pgettext_lazy("trail", "Ủy quyền chức vụ"),
    "post.revoke_delegation": pgettext_lazy("trail", "Thu hồi ủy quyền"),
    "token.create": pgettext_lazy("trail", "Tạo mã truy cập API"),
    "token.revoke": pgettext_lazy("trail", "Thu hồi mã truy cập API"),
    "filter.save": pgettext_lazy("trail", "Lưu bộ lọc"),
    "filter.rename": pgettext_lazy("trail", "Đổi tên bộ lọc"),
    "filter.open": pgettext_lazy("trail", "Chọn bộ lọc mở sẵn"),
    "filter.delete": pgettext_lazy("trail", "Xoá bộ lọc"),
}
