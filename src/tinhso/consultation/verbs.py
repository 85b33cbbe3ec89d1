"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "drafts.lay_down": pgettext_lazy("trail", "Lập dự thảo"),
    "drafts.revise": pgettext_lazy("trail", "Sửa thông tin dự thảo"),
    "drafts.add_version": pgettext_lazy("trail", "Thêm bản dự thảo"),
    "drafts.arrange": pgettext_lazy("trail", "Sắp xếp đoạn của dự thảo"),
    "drafts.connect": pgettext_lazy("trail", "Nối đoạn giữa hai bản dự thảo"),
    "drafts.withdraw": pgettext_lazy("trail", "Rút dự thảo"),
    "drafts.open_round": pgettext_lazy("trail", "Mở đợt lấy ý kiến"),
    "drafts.ask_more": pgettext_lazy("trail", "Hỏi thêm nơi góp ý"),
    "drafts.extend": pgettext_lazy("trail", "Gia hạn góp ý"),
    "drafts.close_round": pgettext_lazy("trail", "Kết thúc đợt lấy ý kiến"),
    "drafts.remind": pgettext_lazy("trail", "Nhắc góp ý"),
    "drafts.view": pgettext_lazy("trail", "Xem dự thảo được hỏi ý kiến"),
    "drafts.write": pgettext_lazy("trail", "Soạn ý kiến góp ý"),
    "drafts.change_note": pgettext_lazy("trail", "Sửa ý kiến đang soạn"),
    "drafts.turn_note": pgettext_lazy("trail", "Bỏ hoặc lấy lại ý kiến đang soạn"),
    "drafts.send": pgettext_lazy("trail", "Gửi ý kiến góp ý"),
    "drafts.wish": pgettext_lazy("trail", "Xin gia hạn góp ý"),
    "drafts.send_late": pgettext_lazy("trail", "Gửi ý kiến muộn"),
    "drafts.decide_late": pgettext_lazy("trail", "Quyết định về ý kiến muộn"),
    "drafts.answer": pgettext_lazy("trail", "Tiếp thu, giải trình ý kiến"),
    "drafts.submit": pgettext_lazy("trail", "Người dân gửi ý kiến"),
    "drafts.moderate": pgettext_lazy("trail", "Duyệt ý kiến của người dân"),
    "drafts.read_contact": pgettext_lazy("trail", "Xem người gửi ý kiến"),
    "drafts.forget_contacts": pgettext_lazy("trail", "Xoá tên, liên hệ của người gửi ý kiến"),
    "drafts.finalise": pgettext_lazy("trail", "Ban hành dự thảo"),
}
