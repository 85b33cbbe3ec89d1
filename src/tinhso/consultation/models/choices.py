"""The words of consultation: states, answers, and how clauses were recognised."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DraftState(models.TextChoices):
    """Where a draft stands (trạng thái dự thảo); `core.states` says what leads where."""

    PREPARING = "preparing", pgettext_lazy("draft", "Đang soạn")
    OPEN = "open", pgettext_lazy("draft", "Đang lấy ý kiến")
    CLOSED = "closed", pgettext_lazy("draft", "Đang tiếp thu, giải trình")
    ANSWERED = "answered", pgettext_lazy("draft", "Đã trả lời hết ý kiến")
    FINALISED = "finalised", pgettext_lazy("draft", "Đã ban hành")
    WITHDRAWN = "withdrawn", pgettext_lazy("draft", "Đã rút")


TONES = {
    DraftState.PREPARING: "unknown",
    DraftState.OPEN: "on_track",
    DraftState.CLOSED: "push",
    DraftState.ANSWERED: "met",
    DraftState.FINALISED: "exceeded",
    DraftState.WITHDRAWN: "dropped",
}
"""The state of `base.web.statuses` whose colour and mark a draft's state wears."""


class ClauseKind(models.TextChoices):
    """What a clause is in the text (loại đoạn)."""

    CHAPTER = "chapter", _("Phần, chương, mục")
    ARTICLE = "article", _("Điều")
    POINT = "point", _("Khoản")
    LETTER = "letter", _("Điểm")
    DASH = "dash", _("Gạch đầu dòng")
    PARAGRAPH = "paragraph", _("Đoạn")
    HEADING = "heading", _("Đề mục")
    TABLE = "table", _("Bảng")


class Matched(models.TextChoices):
    """How a clause was recognised in the version before (đối chiếu)."""

    FIRST = "first", pgettext_lazy("matched", "bản đầu")
    SAME = "same", pgettext_lazy("matched", "nguyên văn")
    LABEL = "label", pgettext_lazy("matched", "theo số hiệu")
    WORDS = "words", pgettext_lazy("matched", "theo câu chữ")
    NEW = "new", pgettext_lazy("matched", "đoạn mới")
    HAND = "hand", pgettext_lazy("matched", "người soạn nối")


class InviteeState(models.TextChoices):
    """What an agency or person who was asked has done (tình trạng góp ý)."""

    WAITING = "waiting", pgettext_lazy("invitee", "Chưa xem")
    VIEWED = "viewed", pgettext_lazy("invitee", "Đã xem, chưa trả lời")
    LATE = "late", pgettext_lazy("invitee", "Gửi muộn, chờ tiếp nhận")
    COMMENTED = "commented", pgettext_lazy("invitee", "Đã góp ý")
    AGREED = "agreed", pgettext_lazy("invitee", "Thống nhất, không có ý kiến")


ANSWERED_STATES = (InviteeState.COMMENTED, InviteeState.AGREED)
"""Those who have answered."""

INVITEE_TONES = {
    InviteeState.WAITING: "unknown",
    InviteeState.VIEWED: "push",
    InviteeState.LATE: "late",
    InviteeState.COMMENTED: "on_track",
    InviteeState.AGREED: "met",
}


class NoteState(models.TextChoices):
    """Where a comment being written stands (ý kiến đang soạn)."""

    WRITING = "writing", pgettext_lazy("note", "Đang soạn")
    LATE = "late", pgettext_lazy("note", "Gửi muộn, chờ tiếp nhận")
    SENT = "sent", pgettext_lazy("note", "Đã gửi")
    TAKEN_BACK = "taken_back", pgettext_lazy("note", "Đã bỏ")


class AnswerKind(models.TextChoices):
    """What the drafter does with a comment (tiếp thu, giải trình)."""

    ACCEPTED = "accepted", _("Tiếp thu")
    PARTLY = "partly", _("Tiếp thu một phần")
    EXPLAINED = "explained", _("Giải trình")
    REJECTED = "rejected", _("Không tiếp thu")


ANSWER_TONES = {
    AnswerKind.ACCEPTED: "met",
    AnswerKind.PARTLY: "on_track",
    AnswerKind.EXPLAINED: "push",
    AnswerKind.REJECTED: "dropped",
}


class Moderation(models.TextChoices):
    """What became of what somebody of the public sent (duyệt ý kiến)."""

    PENDING = "pending", pgettext_lazy("moderation", "Chờ duyệt")
    SHOWN = "shown", pgettext_lazy("moderation", "Đã đăng")
    REFUSED = "refused", pgettext_lazy("moderation", "Không đăng")
