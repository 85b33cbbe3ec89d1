"""The states of a meeting and of an invitation, and which may follow which. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingState(models.TextChoices):
    """Where a meeting stands (trạng thái phiên họp)."""

    PLANNED = "planned", _("Dự kiến")
    INVITED = "invited", _("Đã mời")
    HELD = "held", _("Đang họp")
    CLOSED = "closed", _("Đã kết thúc")
    CANCELLED = "cancelled", _("Đã hủy")


FOLLOWS: Final[Mapping[MeetingState, frozenset[MeetingState]]] = {
    MeetingState.PLANNED: frozenset({MeetingState.INVITED, MeetingState.CANCELLED}),
    MeetingState.INVITED: frozenset({MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.HELD: frozenset({MeetingState.CLOSED}),
    MeetingState.CLOSED: frozenset(),
    MeetingState.CANCELLED: frozenset(),
}

COMING: Final = (MeetingState.PLANNED, MeetingState.INVITED, MeetingState.HELD)
"""States of meetings that still have something ahead."""


class MeetingKind(models.TextChoices):
    """Kinds of meetings (loại). A `written` one has no hall: members answer on ballots (phiếu ý kiến)."""

    SESSION = "session", _("Phiên họp")
    CONFERENCE = "conference", _("Hội nghị")
    WORKING_SESSION = "working_session", _("Buổi làm việc")
    WRITTEN = "written", _("Lấy ý kiến bằng văn bản")


class ItemKind(models.TextChoices):
    """Kinds of agenda items (loại nội dung)."""

    REPORT = "report", _("Báo cáo")
    DISCUSSION = "discussion", _("Thảo luận")
    BALLOT = "ballot", _("Biểu quyết, cho ý kiến")
    CONCLUSION = "conclusion", pgettext_lazy("agenda", "Kết luận")
    CARRIED = "carried", _("Chuyển từ phiên trước")


class InviteRole(models.TextChoices):
    """As what somebody is invited (thành phần)."""

    CHAIR = "chair", _("Chủ trì")
    MEMBER = "member", _("Thành viên")
    REPORTER = "reporter", _("Báo cáo viên")
    GUEST = "guest", _("Khách mời")


class InviteState(models.TextChoices):
    """Where an invitation stands (trạng thái giấy mời)."""

    PREPARED = "prepared", _("Chưa gửi")
    SENT = "sent", _("Chưa trả lời")
    ACCEPTED = "accepted", _("Dự họp")
    DECLINED = "declined", _("Vắng")
    SUBSTITUTED = "substituted", _("Cử người dự thay")
    WITHDRAWN = "withdrawn", _("Đã rút")


ANSWERED: Final = (InviteState.ACCEPTED, InviteState.DECLINED, InviteState.SUBSTITUTED)


class Presence(models.TextChoices):
    """Whether somebody came (điểm danh)."""

    PRESENT = "present", _("Có mặt")
    LATE = "late", _("Đến muộn")
    ABSENT = "absent", pgettext_lazy("attendance", "Vắng mặt")


THERE: Final = (Presence.PRESENT, Presence.LATE)


class Way(models.TextChoices):
    """How it is known that somebody came."""

    LIST = "list", _("Theo danh sách")
    QR = "qr", _("Mã QR")


def may_follow(now: MeetingState | str, then: MeetingState) -> bool:
    """Whether a meeting in state `now` may go to `then`."""
    return then in FOLLOWS[MeetingState(now)]
