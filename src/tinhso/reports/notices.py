"""What this room tells people."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tinhso.notify.kinds import NoticeKind

NOTICES: Final = (
    NoticeKind(
        "reports.asked",
        _("Được đề nghị gửi phần báo cáo"),
        _("Đề nghị gửi nội dung: {title}"),
        _("{office} đề nghị gửi nội dung cho {title}, hạn {due}."),
        "reports",
    ),
    NoticeKind(
        "reports.returned",
        _("Phần báo cáo bị trả lại"),
        _("Cần bổ sung: {title}"),
        _("Phần “{part}” của {title} được trả lại để bổ sung: {reason}"),
        "reports",
        urgent=True,
    ),
    NoticeKind(
        "reports.issued",
        _("Báo cáo được ban hành"),
        _("Đã ban hành: {title}"),
        _("{title} đã được ban hành, số {notation}."),
        "reports",
    ),
)
