"""The monthly table by agency as XLSX, laid out to be printed and signed."""

from __future__ import annotations

import io
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from tinhso.base.web import wording
from tinhso.steering.queries.monthly import MonthlyRow, MonthlyTable

FIELDS: Final = (
    "targets",
    "targets_done",
    "targets_not_met",
    "targets_behind",
    "targets_unknown",
    "tasks",
    "tasks_done",
    "tasks_done_in_month",
    "tasks_running",
    "tasks_late",
    "reports_sent",
    "reports_confirmed",
    "reports_owed",
)
_THIN: Final = Side(style="thin", color="808080")


def heads() -> tuple[str, ...]:
    """The heads of the figures' columns, in the reader's language."""
    return (
        _("Chỉ tiêu chủ trì"),
        _("Đạt, vượt"),
        _("Chưa đạt"),
        _("trong đó chậm"),
        _("Chưa có thông tin"),
        _("Nhiệm vụ chủ trì"),
        _("Đã hoàn thành"),
        _("Hoàn thành trong tháng"),
        _("Đang thực hiện"),
        _("Quá hạn"),
        _("Báo cáo đã gửi"),
        _("Đã xác nhận"),
        _("Còn nợ"),
    )


def monthly_xlsx(table: MonthlyTable) -> bytes:
    """One landscape page wide: title, the day of the figures, one line an agency, the sum."""
    book = Workbook()
    page: Any = book.worksheets[0]
    page.title = f"{table.month.start:%m-%Y}"
    _title(page, table)
    page.append([_("STT"), _("Đơn vị"), *heads()])
    for number, row in enumerate(table.rows, start=1):
        page.append([number, _name(row), *_figures(row)])
    page.append(["", _("Tổng cộng"), *_figures(table.sum)])
    _dress(page, first=4, last=page.max_row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(page: Any, table: MonthlyTable) -> None:
    width = get_column_letter(len(FIELDS) + 2)
    page["A1"] = _("TÌNH HÌNH THỰC HIỆN CHỈ TIÊU, NHIỆM VỤ %(month)s") % {
        "month": wording.period(table.month).upper()
    }
    page["A1"].font = Font(bold=True, size=14)
    told = _("Số liệu đến ngày %(day)s") % {"day": f"{table.as_of:%d/%m/%Y}"}
    illustrative = _("có dữ liệu minh hoạ")
    page["A2"] = f"{told} · {illustrative}" if table.with_illustrative else told
    page["A2"].font = Font(italic=True)
    for number in (1, 2):
        page.merge_cells(f"A{number}:{width}{number}")
        page[f"A{number}"].alignment = Alignment(horizontal="center")
    page.append([])


def _name(row: MonthlyRow) -> str:
    return row.agency.name if row.agency else _("Chưa giao đơn vị")


def _figures(row: MonthlyRow) -> list[int]:
    return [getattr(row, name) for name in FIELDS]


def _dress(page: Any, *, first: int, last: int) -> None:
    for line in page.iter_rows(min_row=first, max_row=last):
        for cell in line:
            cell.border = Border(top=_THIN, bottom=_THIN, left=_THIN, right=_THIN)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            if cell.row in (first, last):
                cell.font = Font(bold=True)
            if isinstance(cell.value, str) and cell.column == 2:
                cell.data_type = "s"  # a name is never taken for a formula
    page.column_dimensions["A"].width = 6
    page.column_dimensions["B"].width = 44
    for index in range(3, len(FIELDS) + 3):
        page.column_dimensions[get_column_letter(index)].width = 11
    page.freeze_panes = page.cell(first + 1, 3)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{first}:{first}"
