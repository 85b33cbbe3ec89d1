"""What the verbs share: streams, versions, states."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.errors import Conflict, Invalid
from tinhso.reports import queries
from tinhso.reports.models import PeriodicReport, State


def stream(row: PeriodicReport) -> str:
    """The audit stream of a report."""
    return f"periodic:{row.pk}"


def locked(key: UUID, states: Collection[State], version: int | None = None) -> PeriodicReport:
    """The report, locked, in one of those states and not changed since `version`. Raises Conflict."""
    row = queries.for_update(key)
    if row.state not in states:
        raise Conflict(
            _("Báo cáo đang ở trạng thái “%(state)s” nên không làm được việc này.")
            % {"state": State(row.state).label},
            field="state",
            hint=_HINTS[State(row.state)](),
        )
    require_version(row.version, version)
    return row


_HINTS = {
    State.COLLECTING: lambda: _("Chuyển sang tổng hợp trước."),
    State.ASSEMBLING: lambda: _("Chốt báo cáo trước."),
    State.FROZEN: lambda: _("Mở lại báo cáo đã chốt nếu cần sửa."),
    State.ISSUED: lambda: _("Thu hồi rồi lập báo cáo thay thế nếu cần sửa."),
    State.WITHDRAWN: lambda: _("Lập báo cáo thay thế."),
}


def require_version(stored: int, seen: int | None) -> None:
    """Raises Conflict when somebody changed it in between."""
    if seen is not None and seen != stored:
        raise Conflict(
            _("Có người vừa sửa nội dung này."),
            code="stale",
            field="version",
            hint=_("Nội dung bạn nhập còn ở dưới; xem bản mới rồi gửi lại."),
        )


def reason_given(reason: str) -> str:
    """The reason, stripped. Raises Invalid without one."""
    told = reason.strip()
    if not told:
        raise Invalid(_("Nêu lý do."), code="missing", field="reason")
    return told
