"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "gate.draft": pgettext_lazy("trail", "Soạn tờ khai cửa khẩu"),
    "gate.revise": pgettext_lazy("trail", "Sửa tờ khai cửa khẩu"),
    "gate.submit": pgettext_lazy("trail", "Nộp tờ khai, nhận lượt"),
    "gate.dispatch": pgettext_lazy("trail", "Gọi lượt"),
    "gate.admit": pgettext_lazy("trail", "Cho xe vào cửa khẩu"),
    "gate.capacity": pgettext_lazy("trail", "Công bố năng lực thông quan"),
    "gate.close": pgettext_lazy("trail", "Tạm dừng cửa khẩu"),
    "gate.open": pgettext_lazy("trail", "Mở lại cửa khẩu"),
    "gate.defer": pgettext_lazy("trail", "Lùi giờ lượt"),
    "gate.hold": pgettext_lazy("trail", "Tạm giữ lượt"),
    "gate.release": pgettext_lazy("trail", "Thôi tạm giữ lượt"),
    "gate.reclassify": pgettext_lazy("trail", "Chuyển luồng"),
    "gate.decide": pgettext_lazy("trail", "Gọi lượt theo quyết định"),
    "gate.cancel": pgettext_lazy("trail", "Huỷ lượt"),
    "gate.receive": pgettext_lazy("trail", "Nhận sự kiện từ thiết bị tại chốt"),
    "gate.track": pgettext_lazy("trail", "Ghi kết quả phần việc của lực lượng"),
    "gate.track_refused": pgettext_lazy("trail", "Bị từ chối ghi phần việc của lực lượng khác"),
    "gate.learn": pgettext_lazy("trail", "Đánh giá dự báo hôm qua"),
    "gate.publish": pgettext_lazy("trail", "Công bố sổ thứ tự trong ngày"),
}
