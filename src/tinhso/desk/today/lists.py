"""Lists behind the numbers: a number is the length of its list, counted over the very same rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tinhso.base import clock
from tinhso.base.web.tables import Column, Table
from tinhso.people.principals import Principal
from tinhso.reports import queries as periodic
from tinhso.reports.models import PeriodicReport
from tinhso.reports.models import State as ReportState
from tinhso.steering.models import Report, TaskRequest
from tinhso.steering.queries import urgent
from tinhso.urging import queries as urging
from tinhso.urging.models import Letter
from tinhso.urging.tables import LETTERS

Rows = Callable[[Principal], QuerySet[Any]]


@dataclass(frozen=True)
class Waiting:
    """Things of one kind that wait for a decision. `key` stands in the address of their list."""

    key: str
    title: str | Promise
    table: Table[Any]
    rows: Rows
    icon: str = "document"

    @property
    def href(self) -> str:
        """Their list."""
        return reverse("desk:waiting", args=[self.key])


def _requests(kind: str) -> Rows:
    return lambda by: urgent.requests_open(kind, with_illustrative=by.illustrative)


def _reports(by: Principal) -> QuerySet[Report]:
    return urgent.reports_waiting(with_illustrative=by.illustrative)


def _frozen(by: Principal) -> QuerySet[PeriodicReport]:
    return periodic.reports(by).filter(state=ReportState.FROZEN)


def _overdue(by: Principal) -> QuerySet[Letter]:
    return urging.unanswered(with_illustrative=by.illustrative).filter(answer_by__lt=clock.today())


REQUESTS: Final[Table[TaskRequest]] = Table(
    "de-nghi-cho-quyet-dinh",
    gettext_lazy("Đề nghị chờ quyết định"),
    (
        Column("task", gettext_lazy("Nhiệm vụ"), lambda row: row.task.title, sort="task__title"),
        Column("code", gettext_lazy("Mã"), lambda row: row.task.code, export_only=True),
        Column(
            "agency", gettext_lazy("Đơn vị đề nghị"), lambda row: str(row.agency), sort="agency__sort_key"
        ),
        Column("deadline", gettext_lazy("Thời hạn"), lambda row: row.task.deadline, kind="date"),
        Column("until", gettext_lazy("Xin đến ngày"), lambda row: row.until, kind="date"),
        Column("grounds", gettext_lazy("Lý do"), lambda row: row.grounds, essential=False),
        Column(
            "asked", gettext_lazy("Đề nghị lúc"), lambda row: row.asked_at, kind="moment", sort="asked_at"
        ),
    ),
    href=lambda row: row.task.get_absolute_url(),
)


def _subject(row: Report) -> Any:
    return row.target or row.task


REPORTS: Final[Table[Report]] = Table(
    "bao-cao-cho-xac-nhan",
    gettext_lazy("Báo cáo chờ xác nhận"),
    (
        Column("subject", gettext_lazy("Báo cáo về"), lambda row: _subject(row).title),
        Column("code", gettext_lazy("Mã"), lambda row: _subject(row).code, export_only=True),
        Column(
            "agency", gettext_lazy("Đơn vị báo cáo"), lambda row: str(row.agency), sort="agency__sort_key"
        ),
        Column(
            "sent", gettext_lazy("Gửi lúc"), lambda row: row.submitted_at, kind="moment", sort="submitted_at"
        ),
        Column("by", gettext_lazy("Người gửi"), lambda row: row.submitted_label, essential=False),
    ),
    href=lambda row: _subject(row).get_absolute_url(),
)
PERIODIC: Final[Table[PeriodicReport]] = Table(
    "bao-cao-cho-ban-hanh",
    gettext_lazy("Báo cáo đã chốt, chờ ban hành"),
    (
        Column("title", gettext_lazy("Báo cáo"), str),
        Column("period", gettext_lazy("Kỳ"), lambda row: row.period),
    ),
    href=lambda row: row.get_absolute_url(),
)
WAITING: Final[tuple[Waiting, ...]] = (
    Waiting(
        "extensions",
        gettext_lazy("đề nghị gia hạn"),
        REQUESTS,
        _requests(TaskRequest.Kind.EXTENSION),
        "clock",
    ),
    Waiting(
        "returns",
        gettext_lazy("đề nghị trả lại nhiệm vụ"),
        REQUESTS,
        _requests(TaskRequest.Kind.RETURN),
        "tasks",
    ),
    Waiting("reports", gettext_lazy("báo cáo chờ xác nhận"), REPORTS, _reports, "inbox"),
    Waiting("letters", gettext_lazy("công văn quá hạn trả lời"), LETTERS, _overdue, "bell"),
    Waiting("issue", gettext_lazy("báo cáo đã chốt, chờ ban hành"), PERIODIC, _frozen, "document"),
)
BY_KEY: Final[Mapping[str, Waiting]] = {one.key: one for one in WAITING}


def _alone(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same rows without what their lists add to each."""
    found: QuerySet[Any] = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
    return found.order_by()


def counted(by: Principal) -> list[tuple[Waiting, int]]:
    """How many of each wait, in one query."""
    parts = [
        _alone(one.rows(by))
        .annotate(which=Value(place))
        .values("which")
        .annotate(n=Count("pk"))
        .values_list("which", "n")
        for place, one in enumerate(WAITING)
    ]
    found = dict(parts[0].union(*parts[1:], all=True))
    return [(one, found.get(place, 0)) for place, one in enumerate(WAITING)]
