"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "indices.round_open": pgettext_lazy("trail", "Mở đợt đánh giá bộ chỉ số"),
    "indices.round_reschedule": pgettext_lazy("trail", "Đổi thời hạn đợt đánh giá"),
    "indices.round_assign": pgettext_lazy("trail", "Giao đơn vị chấm, thẩm định chỉ số"),
    "indices.round_publish": pgettext_lazy("trail", "Công bố kết quả đợt đánh giá"),
    "indices.round_reopen": pgettext_lazy("trail", "Mở lại đợt đánh giá đã công bố"),
    "indices.component_score": pgettext_lazy("trail", "Tự chấm chỉ số thành phần"),
    "indices.component_accept": pgettext_lazy("trail", "Chấp nhận điểm tự chấm"),
    "indices.component_adjust": pgettext_lazy("trail", "Thẩm định điểm khác"),
    "indices.component_appeal": pgettext_lazy("trail", "Kiến nghị về điểm thẩm định"),
    "indices.component_decide": pgettext_lazy("trail", "Giải quyết kiến nghị về điểm"),
    "indices.edition_import": pgettext_lazy("trail", "Nạp phiên bản bộ chỉ số từ bảng tính"),
    "indices.result": pgettext_lazy("trail", "Ghi kết quả công bố của bộ chỉ số"),
    "indices.remind": pgettext_lazy("trail", "Nhắc hạn chấm điểm bộ chỉ số"),
}
