"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "notify.read": pgettext_lazy("trail", "Đánh dấu thông báo đã đọc"),
    "notify.unread": pgettext_lazy("trail", "Đánh dấu thông báo chưa đọc"),
    "notify.arrange": pgettext_lazy("trail", "Chọn cách nhận thông báo"),
    "notify.arrange_as_usual": pgettext_lazy("trail", "Trở lại cách nhận thông báo mặc định"),
    "notify.word": pgettext_lazy("trail", "Sửa mẫu thông báo"),
    "notify.word_as_shipped": pgettext_lazy("trail", "Khôi phục mẫu thông báo gốc"),
    "notify.open_channel": pgettext_lazy("trail", "Bật kênh gửi thông báo"),
    "notify.close_channel": pgettext_lazy("trail", "Tắt kênh gửi thông báo"),
    "notify.try_channel": pgettext_lazy("trail", "Gửi thử kênh thông báo"),
    "notify.deliver": pgettext_lazy("trail", "Gửi thông báo ra ngoài"),
    "notify.show": pgettext_lazy("trail", "Ghi tin minh hoạ"),
    "notify.retry": pgettext_lazy("trail", "Gửi lại thông báo"),
}
