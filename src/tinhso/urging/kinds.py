"""What this room tells people: `TINHSO_NOTICES`."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tinhso.notify.kinds import NoticeKind

KINDS: Final = (
    NoticeKind(
        "urging.digest",
        _("Đôn đốc trong ngày"),
        _("Đôn đốc ngày {day}: {counts}"),
        _("{lines}"),
        "urging",
    ),
    NoticeKind(
        "urging.letter",
        _("Công văn đôn đốc"),
        _("Công văn {notation}: đôn đốc {count} nhiệm vụ quá hạn"),
        _("{agency} có {count} nhiệm vụ quá hạn. Đề nghị trả lời tiến độ, khó khăn, nguyên nhân, giải pháp "
          "trước ngày {answer_by}."),
        "urging",
        urgent=True,
    ),
    NoticeKind(
        "urging.answered",
        _("Đơn vị trả lời đôn đốc"),
        _("{agency} đã trả lời công văn {notation}"),
        _("{agency} đã trả lời về {count} nhiệm vụ nêu trong công văn {notation}."),
        "urging",
    ),
)  # fmt: skip
