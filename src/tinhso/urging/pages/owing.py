"""Who owes: agencies with late tasks, and their tasks one by one."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tinhso.base import clock
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.web import listing
from tinhso.base.web.filters import Filters, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.people.principals import principal_of
from tinhso.steering.models import Task
from tinhso.steering.queries import urgent
from tinhso.urging import policies, tables
from tinhso.urging.core.ladder import WorkingLine
from tinhso.urging.letters import gathering


@require_safe
def owing(request: HttpRequest) -> HttpResponseBase:
    """Agencies by their late tasks: last urged, answered or not."""
    by = principal_of(request)
    held = policies.require_read(by)
    rows = gathering.owing(clock.today(), held, with_illustrative=by.illustrative)
    found = listing.build(request, tables.OWING, rows, limit=200)
    context = {
        "title": _("Đôn đốc"),
        "late": sum(row.late for row in rows),
        "agencies": sum(row.late > 0 for row in rows),
        "overdue": sum(row.overdue for row in rows),
        "most": max((row.late for row in rows), default=0),
        "rows": [row for row in rows if row.late],
        "may_urge": policies.may_urge(by),
        "reads_all": policies.reads_all(by),
    }
    return found.respond("urging/owing.html", context)


_FILTERS: Final = (TextFilter("agency", gettext_lazy("Mã đơn vị")),)


def _narrow(rows: Any, filters: Filters) -> Any:
    code = filters.get("agency")
    return rows.filter(lead__code=code) if code else rows


@require_safe
def late(request: HttpRequest) -> HttpResponseBase:
    """Late tasks one by one, of one agency or of all."""
    by = principal_of(request)
    held = policies.require_read(by)
    today = clock.today()
    rows = urgent.late_rows(today, with_illustrative=by.illustrative, agencies=held.agencies)
    found = listing.build(request, _table(today), rows, declared=_FILTERS, narrow=_narrow)
    return found.respond("urging/list.html", {"title": _("Nhiệm vụ quá hạn"), "crumb": True})


def _table(today: date) -> Table[Task]:
    calendar = current_calendar()
    lines: dict[date, WorkingLine] = {}

    def days_late(task: Task) -> int:
        due = task.deadline or today
        if due not in lines:
            lines[due] = WorkingLine(calendar, due, today)
        return lines[due].between(due, today)

    return Table(
        "nhiem-vu-qua-han",
        gettext_lazy("Nhiệm vụ quá hạn"),
        (
            Column("title", gettext_lazy("Nhiệm vụ"), lambda row: row.title, sort="title"),
            Column("code", gettext_lazy("Mã"), lambda row: row.code, sort="code"),
            Column("lead", gettext_lazy("Đơn vị chủ trì"), lambda row: str(row.lead), sort="lead__sort_key"),
            Column(
                "deadline", gettext_lazy("Thời hạn"), lambda row: row.deadline, kind="date", sort="deadline"
            ),
            Column("late", gettext_lazy("Ngày làm việc quá hạn"), days_late, kind="integer"),
        ),
        href=lambda row: row.get_absolute_url(),
    )
