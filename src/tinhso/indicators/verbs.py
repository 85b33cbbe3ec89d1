"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "indicators.submit": pgettext_lazy("trail", "Gửi số liệu"),
    "indicators.submit_by_head": pgettext_lazy("trail", "Thủ trưởng gửi số liệu, đồng thời duyệt cấp đơn vị"),
    "indicators.correct_submit_by_head": pgettext_lazy(
        "trail", "Thủ trưởng gửi lại số liệu đã sửa, đồng thời duyệt cấp đơn vị"
    ),
    "indicators.approve": pgettext_lazy("trail", "Duyệt số liệu"),
    "indicators.confirm_ahead": pgettext_lazy("trail", "Xác nhận số liệu vượt cấp"),
    "indicators.confirm": pgettext_lazy("trail", "Xác nhận số liệu"),
    "indicators.return": pgettext_lazy("trail", "Trả lại số liệu"),
    "indicators.correct_submit": pgettext_lazy("trail", "Gửi lại số liệu đã sửa"),
    "indicators.correct_confirm": pgettext_lazy("trail", "Đính chính số liệu"),
    "indicators.batch_submit": pgettext_lazy("trail", "Gửi nhiều số liệu"),
    "indicators.batch_confirm": pgettext_lazy("trail", "Ghi và xác nhận nhiều số liệu"),
    "indicators.decide_confirm": pgettext_lazy("trail", "Xác nhận nhiều số liệu"),
    "indicators.decide_pass": pgettext_lazy("trail", "Duyệt, xác nhận nhiều số liệu"),
    "indicators.decide_return": pgettext_lazy("trail", "Trả lại nhiều số liệu"),
    "indicators.lock": pgettext_lazy("trail", "Khoá kỳ số liệu"),
    "indicators.reopen": pgettext_lazy("trail", "Mở lại kỳ số liệu"),
    "indicators.define": pgettext_lazy("trail", "Định nghĩa chỉ số"),
    "indicators.take_effect": pgettext_lazy("trail", "Định nghĩa chỉ số có hiệu lực"),
    "indicators.put_check": pgettext_lazy("trail", "Đặt quy tắc kiểm tra số liệu"),
    "indicators.retire_check": pgettext_lazy("trail", "Ngừng áp dụng quy tắc kiểm tra"),
    "indicators.review": pgettext_lazy("trail", "Rà soát số liệu"),
    "indicators.accept_finding": pgettext_lazy("trail", "Chấp nhận phát hiện khi rà soát"),
    "indicators.send_back_finding": pgettext_lazy("trail", "Chuyển lại phát hiện để sửa"),
    "indicators.remind": pgettext_lazy("trail", "Nhắc nộp số liệu"),
    "indicators.withdraw": pgettext_lazy("trail", "Rút số liệu"),
}
