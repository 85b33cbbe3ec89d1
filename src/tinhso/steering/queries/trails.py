"""What happened to a target or a task: the audit entries of it and of its reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from tinhso.base.audit.hashing import label
from tinhso.base.audit.models import AuditEntry

_MOST: Final = 40
_VERBS: Final[dict[str, Promise]] = {
    "report.submit": pgettext_lazy("trail", "Gửi báo cáo"),
    "report.resubmit": pgettext_lazy("trail", "Gửi lại báo cáo"),
    "report.confirm": pgettext_lazy("trail", "Xác nhận báo cáo"),
    "report.return": pgettext_lazy("trail", "Trả lại báo cáo"),
    "target.state": pgettext_lazy("trail", "Công bố trạng thái"),
    "target.withdraw": pgettext_lazy("trail", "Rút lại công bố"),
    "target.create": pgettext_lazy("trail", "Thêm chỉ tiêu"),
    "target.edit": pgettext_lazy("trail", "Sửa chỉ tiêu"),
    "target.retire": pgettext_lazy("trail", "Thôi theo dõi"),
    "target.restore": pgettext_lazy("trail", "Theo dõi lại"),
    "task.create": pgettext_lazy("trail", "Thêm nhiệm vụ"),
    "task.edit": pgettext_lazy("trail", "Sửa nhiệm vụ"),
    "task.retire": pgettext_lazy("trail", "Thôi theo dõi"),
    "task.restore": pgettext_lazy("trail", "Theo dõi lại"),
    "task.ask": pgettext_lazy("trail", "Gửi đề nghị"),
    "task.decide": pgettext_lazy("trail", "Trả lời đề nghị"),
    "task.change": pgettext_lazy("trail", "Cập nhật nhiệm vụ"),
    "pack.load": pgettext_lazy("trail", "Nạp từ gói dữ liệu"),
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
