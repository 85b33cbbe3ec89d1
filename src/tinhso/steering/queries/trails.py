"""What happened to a target or a task: the audit entries of it and of its reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.hashing import label
from tinhso.base.audit.models import AuditEntry

_MOST: Final = 40
_VERBS: Final[dict[str, Promise]] = {
    "report.submit": _("Gửi báo cáo"),
    "report.resubmit": _("Gửi lại báo cáo"),
    "report.confirm": _("Xác nhận báo cáo"),
    "report.return": _("Trả lại báo cáo"),
    "target.state": _("Công bố trạng thái"),
    "target.create": _("Thêm chỉ tiêu"),
    "target.edit": _("Sửa chỉ tiêu"),
    "target.retire": _("Thôi theo dõi"),
    "task.create": _("Thêm nhiệm vụ"),
    "task.edit": _("Sửa nhiệm vụ"),
    "task.retire": _("Thôi theo dõi"),
    "task.ask": _("Gửi đề nghị"),
    "task.decide": _("Trả lời đề nghị"),
    "task.change": _("Cập nhật nhiệm vụ"),
    "pack.load": _("Nạp từ gói dữ liệu"),
}


@dataclass(frozen=True)
class Event:
    """One entry in words."""

    entry: AuditEntry

    @property
    def words(self) -> object:
        """What was done."""
        return _VERBS.get(self.entry.verb, self.entry.verb)


def trail(things: Iterable[Model]) -> Sequence[Event]:
    """The latest entries about those things, the newest first; one query."""
    subjects = [label(thing) for thing in things]
    rows = AuditEntry.objects.filter(subject__in=subjects).order_by("-at", "-pk")[:_MOST]
    return [Event(row) for row in rows]
