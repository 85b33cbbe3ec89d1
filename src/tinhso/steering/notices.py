"""What this room tells people (loại thông báo)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tinhso.notify.kinds import NoticeKind

GIVEN: Final = "steering.given"
PART_ANSWERED: Final = "steering.part_answered"
DELIVERED: Final = "steering.delivered"
JUDGED: Final = "steering.judged"
DECIDED: Final = "steering.decided"
HANDED_OVER: Final = "steering.handed_over"
MENTIONED: Final = "steering.mentioned"
COMMENTED: Final = "steering.commented"
CHANGED: Final = "steering.changed"

NOTICES: tuple[NoticeKind, ...] = (
    NoticeKind(
        GIVEN,
        _("Nhiệm vụ mới giao"),
        _("Nhiệm vụ mới: {title}"),
        _("{agency} được giao chủ trì “{title}” ({code}), hạn {deadline}."),
        "tasks",
    ),
    NoticeKind(
        PART_ANSWERED,
        _("Đơn vị phối hợp trả lời"),
        _("{agency} trả lời phần việc phối hợp"),
        _("{agency}: {answer}, nhiệm vụ “{title}” ({code}). {note}"),
        "tasks",
    ),
    NoticeKind(
        DELIVERED,
        _("Sản phẩm chờ nghiệm thu"),
        _("Sản phẩm chờ nghiệm thu: {deliverable}"),
        _("“{deliverable}” của nhiệm vụ “{title}” ({code}) đã nộp, chờ nghiệm thu."),
        "tasks",
    ),
    NoticeKind(
        JUDGED,
        _("Kết quả nghiệm thu"),
        _("{outcome}: {deliverable}"),
        _("“{deliverable}” của nhiệm vụ “{title}” ({code}): {outcome}. {note}"),
        "tasks",
    ),
    NoticeKind(
        DECIDED,
        _("Trả lời đề nghị về nhiệm vụ"),
        _("{answer}: {asked}"),
        _("Đề nghị “{asked}” của nhiệm vụ “{title}” ({code}): {answer}. {note}"),
        "tasks",
    ),
    NoticeKind(
        HANDED_OVER,
        _("Bàn giao việc giữa các đơn vị"),
        _("Nhận bàn giao {count} việc từ {predecessor}"),
        _("{successor} nhận {count} việc từ {predecessor}. {document}"),
        "tasks",
    ),
    NoticeKind(
        MENTIONED,
        _("Được nhắc tên"),
        _("{author} nhắc tới bạn"),
        _("{author} viết ở nhiệm vụ “{title}” ({code}): {text}"),
        "tasks",
    ),
    NoticeKind(
        COMMENTED,
        _("Ý kiến ở nhiệm vụ theo dõi"),
        _("Ý kiến mới: {title}"),
        _("{author} viết ở nhiệm vụ “{title}” ({code}): {text}"),
        "tasks",
    ),
    NoticeKind(
        CHANGED,
        _("Thay đổi ở nhiệm vụ theo dõi"),
        _("{state}: {title}"),
        _("Nhiệm vụ “{title}” ({code}): {state}, hạn {deadline}."),
        "tasks",
    ),
)
