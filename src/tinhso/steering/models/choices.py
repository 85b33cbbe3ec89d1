"""The words a plan's things are in: status, outlook, state."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TargetStatus(models.TextChoices):
    """Official status of a target (trạng thái chỉ tiêu)."""

    EXCEEDED = "exceeded", _("Vượt")
    MET = "met", _("Đạt")
    NOT_MET = "not_met", _("Chưa đạt")
    DROPPED = "dropped", _("Không thực hiện")
    UNKNOWN = "unknown", _("Chưa có thông tin")


class Outlook(models.TextChoices):
    """Where a target is heading (triển vọng): pace made over pace needed."""

    ON_TRACK = "on_track", _("Đúng tiến độ")
    NEEDS_PUSH = "needs_push", _("Cần đẩy nhanh")
    SLOW = "slow", _("Chậm")
    BACKWARD = "backward", _("Thụt lùi")


class TaskState(models.TextChoices):
    """What a task stores (trạng thái nhiệm vụ); in time or late follows from its dates."""

    NOT_STARTED = "not_started", _("Chưa thực hiện")
    IN_PROGRESS = "in_progress", _("Đang thực hiện")
    PAUSED = "paused", _("Tạm dừng")
    DONE = "done", _("Hoàn thành")
    DROPPED = "dropped", _("Không thực hiện")
