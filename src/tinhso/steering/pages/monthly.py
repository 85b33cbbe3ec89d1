"""The monthly table by agency: on screen, on paper, as XLSX."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from tinhso.base import clock
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.base.errors import Invalid
from tinhso.base.web import exports, wording
from tinhso.base.web.tables import Column, Table
from tinhso.steering.queries.monthly import MonthlyRow, MonthlyTable, monthly_table
from tinhso.steering.workbook import monthly_xlsx

_COUNTS: Final = (
    ("targets", pgettext_lazy("list", "Chỉ tiêu")),
    ("targets_done", gettext_lazy("Đạt, vượt")),
    ("targets_not_met", gettext_lazy("Chưa đạt")),
    ("targets_behind", gettext_lazy("Trong đó chậm")),
    ("targets_unknown", gettext_lazy("Chưa có số liệu")),
    ("tasks", pgettext_lazy("list", "Nhiệm vụ")),
    ("tasks_done", gettext_lazy("Đã xong")),
    ("tasks_done_in_month", gettext_lazy("Xong trong tháng")),
    ("tasks_running", gettext_lazy("Đang làm")),
    ("tasks_late", gettext_lazy("Quá hạn")),
    ("reports_sent", gettext_lazy("Báo cáo đã gửi")),
    ("reports_confirmed", gettext_lazy("Đã xác nhận")),
    ("reports_owed", gettext_lazy("Còn nợ")),
)


def _count(name: str, label: object) -> Column[MonthlyRow]:
    return Column(name, label, lambda row: getattr(row, name), kind="integer")  # type: ignore[arg-type]  # a lazy text


MONTHLY: Final[Table[MonthlyRow]] = Table(
    "bieu-thang",
    gettext_lazy("Biểu theo dõi tháng"),
    (
        Column("agency", gettext_lazy("Cơ quan, đơn vị"), lambda row: row.agency.name if row.agency else ""),
        *(_count(name, label) for name, label in _COUNTS),
    ),
)


def _month(request: HttpRequest) -> Period:
    text = request.GET.get("month", "").strip()
    if not text:
        return Period.of(PeriodKind.MONTH, clock.today())
    try:
        found = Period.parse(text)
    except ValueError:
        found = None
    if found is None or found.kind is not PeriodKind.MONTH:
        raise Invalid(
            _("“%(text)s” không phải một tháng.") % {"text": text},
            field="month",
            hint=_("Viết năm-tháng, ví dụ 2026-10."),
        )
    return found


def _lines(table: MonthlyTable) -> list[tuple[str, list[int]]]:
    names = [name for name, _label in _COUNTS]
    rows = [(row.agency.name if row.agency else _("Chưa giao cơ quan chủ trì"), row) for row in table.rows]
    return [(name, [getattr(row, key) for key in names]) for name, row in rows]


def _workbook(table: MonthlyTable) -> HttpResponse:
    """The month's form as a workbook, ready to sign."""
    response = HttpResponse(monthly_xlsx(table), content_type=exports.XLSX_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="bieu-thang-{table.month.code}.xlsx"'
    return response


@require_safe
def monthly(request: HttpRequest) -> HttpResponseBase:
    """The table of `?month=2026-10` (default: this month); `?print=1` for paper."""
    month = _month(request)
    table = monthly_table(month.start, with_illustrative=request.GET.get("demo") == "1")
    wanted = request.GET.get("format", "")
    if wanted == "json":
        body = {"month": month.code, "as_of": table.as_of.isoformat(), "total": len(table.rows)}
        items = [exports.item(MONTHLY, row) for row in table.rows]
        return JsonResponse({**body, "items": items, "next": None}, json_dumps_params={"ensure_ascii": False})
    if wanted == "xlsx":
        return _workbook(table)
    if wanted:
        return exports.file(MONTHLY, [*table.rows, table.sum], wanted)
    names = [name for name, _label in _COUNTS]
    context = {
        "title": _("Biểu theo dõi %(month)s") % {"month": wording.period(month)},
        "month": month,
        "before": month.previous(),
        "after": _next(month),
        "table": table,
        "heads": [label for _name, label in _COUNTS],
        "lines": _lines(table),
        "sums": [getattr(table.sum, name) for name in names],
        "demo": table.with_illustrative,
    }
    paper = request.GET.get("print") == "1"
    return render(request, "steering/monthly_print.html" if paper else "steering/monthly.html", context)


def _next(month: Period) -> Period | None:
    """The month after, unless it has not begun."""
    first = date(month.start.year + month.start.month // 12, month.start.month % 12 + 1, 1)
    return Period.of(PeriodKind.MONTH, first) if first <= clock.today() else None
