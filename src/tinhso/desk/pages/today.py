"""The second leaders' screen: what waits for a decision, who owes, what was promised; the lists behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.base.web import listing, wording
from tinhso.base.web.filters import Filters, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.desk.today import debtors, lists
from tinhso.desk.today.parts import DASHBOARD, USUAL
from tinhso.exploration import boards
from tinhso.exploration import queries as exploration
from tinhso.exploration.models import Card
from tinhso.exploration.parts import offered
from tinhso.indicators.completeness.reminders import open_reminders
from tinhso.indicators.models import Reminder
from tinhso.people import queries as people
from tinhso.people.principals import principal_of
from tinhso.steering.queries.owed import Owed
from tinhso.urging import policies


@require_safe
def today(request: HttpRequest) -> HttpResponseBase:
    """The dashboard `dieu-hanh-hom-nay`, or its usual parts where nobody stored one."""
    by = principal_of(request)
    policies.require_read(by)
    stored = exploration.dashboards(by).filter(code=DASHBOARD).first()
    rows = exploration.cards_of(stored) if stored else _usual()
    context = {"title": _("Điều hành hôm nay"), "board": boards.fill(request, rows), "day": clock.today()}
    return render(request, "desk/today.html", context)


def _usual() -> list[Card]:
    known = offered()
    names = [name for name in USUAL if name in known]
    return [Card(position=place, part=name, width=known[name].width) for place, name in enumerate(names, 1)]


@require_safe
def waiting(request: HttpRequest, key: str) -> HttpResponseBase:
    """What waits for a decision, of one kind."""
    by = principal_of(request)
    policies.require_read_all(by)
    found = lists.BY_KEY.get(key)
    if found is None:
        raise NotFound(
            _("Không có danh sách “%(key)s”.") % {"key": key}, near=[one.href for one in lists.WAITING]
        )
    shown = listing.build(request, found.table, found.rows(by))
    return shown.respond("desk/list.html", {"title": str(found.title).capitalize()})


_FILTERS: Final = (TextFilter("agency", gettext_lazy("Mã đơn vị")),)
_OWED: Final[Table[Owed]] = Table(
    "bao-cao-con-no",
    gettext_lazy("Báo cáo tháng còn nợ"),
    (
        Column("target", gettext_lazy("Chỉ tiêu"), lambda row: row.target.title),
        Column("code", gettext_lazy("Mã"), lambda row: row.target.code, export_only=True),
        Column("agency", gettext_lazy("Đơn vị"), lambda row: str(row.agency)),
        Column("month", gettext_lazy("Kỳ"), lambda row: wording.period(row.month)),
        Column("due", gettext_lazy("Hạn"), lambda row: row.due_on, kind="date"),
    ),
    href=lambda row: row.target.get_absolute_url(),
)
_REMINDED: Final[Table[Reminder]] = Table(
    "so-lieu-con-thieu",
    gettext_lazy("Số liệu còn thiếu"),
    (
        Column("agency", gettext_lazy("Đơn vị"), lambda row: str(row.agency), sort="agency__sort_key"),
        Column("period", gettext_lazy("Kỳ"), lambda row: wording.period(row.period), sort="period"),
        Column("owed", gettext_lazy("Số liệu còn thiếu"), lambda row: row.owed, kind="integer", sort="owed"),
        Column("due", gettext_lazy("Hạn"), lambda row: row.due_on, kind="date", sort="due_on"),
    ),
    href=lambda row: row.agency.get_absolute_url(),
)


def _reports(rows: Any, filters: Filters) -> Any:
    code = filters.get("agency")
    return [row for row in rows if row.agency.code == code] if code else rows


def _reminders(rows: Any, filters: Filters) -> Any:
    code = filters.get("agency")
    return rows.filter(agency__code=code) if code else rows


@require_safe
def owed(request: HttpRequest, key: str) -> HttpResponseBase:
    """What agencies owe, one by one: monthly reports, or periods of figures whose day has passed."""
    by = principal_of(request)
    held = policies.require_read(by)
    titles: Mapping[str, str] = {"reports": _("Báo cáo tháng còn nợ"), "figures": _("Số liệu còn thiếu")}
    if key not in titles:
        raise NotFound(_("Không có danh sách “%(key)s”.") % {"key": key}, near=list(titles))
    shown: listing.Listing[Any]
    if key == "reports":
        owing = debtors.reports_owed(by, held)
        shown = listing.build(request, _OWED, owing, declared=_FILTERS, narrow=_reports)
    else:
        agencies = list(people.agencies().filter(held.rows("pk")).values_list("pk", flat=True))
        rows = open_reminders(agencies, illustrative=by.illustrative).filter(due_on__lt=clock.today())
        rows = rows.select_related("agency")
        shown = listing.build(request, _REMINDED, rows, declared=_FILTERS, narrow=_reminders)
    return shown.respond("desk/list.html", {"title": titles[key]})
