"""The words of states and outcomes; the values are those of `core`."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from tinhso.conclusions.core import counting, states


class ConclusionState(models.TextChoices):
    """Where a conclusion stands (trạng thái kết luận)."""

    DRAFT = states.State.DRAFT.value, pgettext_lazy("conclusion", "Dự thảo")
    AGREED = states.State.AGREED.value, pgettext_lazy("conclusion", "Đã thống nhất")
    ISSUED = states.State.ISSUED.value, pgettext_lazy("conclusion", "Đã ban hành, chưa giao")
    CARRIED = states.State.CARRIED.value, pgettext_lazy("conclusion", "Chuyển phiên sau")
    TASK = states.State.TASK.value, pgettext_lazy("conclusion", "Đã giao nhiệm vụ")
    DROPPED = states.State.DROPPED.value, pgettext_lazy("conclusion", "Không giao nhiệm vụ")


class Step(models.TextChoices):
    """What was done with a conclusion."""

    DRAFT = "draft", pgettext_lazy("conclusion", "Dự thảo")
    EDIT = "edit", pgettext_lazy("conclusion", "Sửa")
    AGREE = states.Step.AGREE.value, pgettext_lazy("conclusion", "Thống nhất")
    RETURN = states.Step.RETURN.value, pgettext_lazy("conclusion", "Trả lại sửa")
    ISSUE = states.Step.ISSUE.value, pgettext_lazy("conclusion", "Ban hành")
    GIVE = states.Step.GIVE.value, pgettext_lazy("conclusion", "Giao nhiệm vụ")
    CARRY = states.Step.CARRY.value, pgettext_lazy("conclusion", "Chuyển phiên sau")
    DROP = states.Step.DROP.value, pgettext_lazy("conclusion", "Không giao nhiệm vụ")


class BallotState(models.TextChoices):
    """Where a ballot stands (trạng thái phiếu)."""

    OPEN = states.BallotState.OPEN.value, pgettext_lazy("ballot", "Đang lấy ý kiến")
    CLOSED = states.BallotState.CLOSED.value, pgettext_lazy("ballot", "Đã kiểm phiếu")
    DECIDED = states.BallotState.DECIDED.value, pgettext_lazy("ballot", "Đã quyết nghị")
    MOVED = states.BallotState.MOVED.value, pgettext_lazy("ballot", "Đã đưa ra phiên họp")
    CANCELLED = states.BallotState.CANCELLED.value, pgettext_lazy("ballot", "Đã huỷ")


class Outcome(models.TextChoices):
    """How a ballot ends (kết quả)."""

    PASSED = counting.Outcome.PASSED.value, pgettext_lazy("ballot", "Đủ đa số")
    NOT_PASSED = counting.Outcome.NOT_PASSED.value, pgettext_lazy("ballot", "Không đủ đa số")
    TIED = counting.Outcome.TIED.value, pgettext_lazy("ballot", "Ngang phiếu")
    NO_QUORUM = counting.Outcome.NO_QUORUM.value, pgettext_lazy("ballot", "Không đủ phiếu")


class CarryChoice(models.TextChoices):
    """Which conclusions return to the next agenda, besides those neither given nor dropped."""

    UNSETTLED = "unsettled", pgettext_lazy("carry", "Chỉ kết luận chưa giao nhiệm vụ")
    LATE = "late", pgettext_lazy("carry", "Thêm kết luận có nhiệm vụ quá hạn")
    OPEN = "open", pgettext_lazy("carry", "Thêm mọi kết luận có nhiệm vụ chưa xong")
