"""What this room tells people."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tinhso.notify.kinds import NoticeKind

BALLOT_OPENED: Final = NoticeKind(
    "conclusions.ballot",
    _("Phiếu ý kiến cần trả lời"),
    _("Phiếu ý kiến: {question}"),
    _("{committee} xin ý kiến ông/bà về: {question}. Hạn gửi phiếu: {until}."),
    "conclusions",
)
BALLOT_REMINDER: Final = NoticeKind(
    "conclusions.ballot_reminder",
    _("Nhắc gửi phiếu ý kiến"),
    _("Chưa nhận được phiếu của ông/bà: {question}"),
    _("{committee} chưa nhận được phiếu ý kiến của ông/bà về: {question}. Hạn gửi phiếu: {until}."),
    "conclusions",
)
BALLOT_COUNTED: Final = NoticeKind(
    "conclusions.ballot_result",
    _("Kết quả lấy phiếu"),
    _("Kết quả lấy phiếu: {question}"),
    _("Đã kiểm phiếu về: {question}. Kết quả: {outcome} ({back}/{asked} phiếu gửi về)."),
    "conclusions",
)
TO_AGREE: Final = NoticeKind(
    "conclusions.to_agree",
    _("Kết luận chờ thống nhất"),
    _("Dự thảo kết luận: {meeting}"),
    _("Có dự thảo kết luận của {meeting} chờ ông/bà xem và thống nhất."),
    "conclusions",
)
ISSUED: Final = NoticeKind(
    "conclusions.issued",
    _("Thông báo kết luận có việc của đơn vị"),
    _("{document}: việc của {agency}"),
    _("{document} kết luận {meeting} có nội dung giao {agency}."),
    "conclusions",
)
NOTICES: Final = (BALLOT_OPENED, BALLOT_REMINDER, BALLOT_COUNTED, TO_AGREE, ISSUED)
