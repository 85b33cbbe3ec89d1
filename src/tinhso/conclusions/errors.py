"""Refusals of this room that several actions give."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.errors import Conflict, Invalid


def require_reason(reason: str, field: str = "reason") -> str:
    """What was said, without outer spaces. Raises Invalid for nothing."""
    said = reason.strip()
    if not said:
        raise Invalid(_("Chưa nêu lý do."), code="missing", field=field)
    return said


def step_closed(state_word: str) -> Conflict:
    """What is told when a conclusion stands where the step is not open."""
    return Conflict(
        _("Kết luận đang ở trạng thái “%(state)s” nên không làm được việc này.") % {"state": state_word},
        hint=_("Tải lại trang để xem trạng thái mới nhất."),
    )
