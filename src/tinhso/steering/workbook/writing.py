"""The workbook to download: filled with what the plan holds."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from tinhso.indicators.models import Direction
from tinhso.steering.actions import targets as target_actions
from tinhso.steering.actions import tasks as task_actions
from tinhso.steering.models import Plan, Target, TargetValue, Task
from tinhso.steering.schemas import TargetDraft, TaskDraft
from tinhso.steering.workbook.columns import DIRECTIONS, DUE, Column, Sheet, due_dates, sheets

_GREY = PatternFill("solid", fgColor="EEEEEE")
_FORMATS = {"date": "dd/mm/yyyy", "number": "General"}


def template(plan: Plan) -> bytes:
    """The XLSX of a plan's targets and tasks as they are; upload it changed, or with rows added."""
    stored = set(TargetValue.objects.filter(target__plan=plan).values_list("due_on", flat=True))
    targets, tasks = sheets(due_dates(plan, stored))
    book = Workbook()
    book.remove(book.worksheets[0])
    _write(book, targets, (_cells(targets, draft, version) for draft, version in _targets(plan)))
    _write(book, tasks, (_cells(tasks, draft, version) for draft, version in _tasks(plan)))
    _help(book, plan)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _targets(plan: Plan) -> Iterable[tuple[TargetDraft, int]]:
    around = ("goal", "pillar", "indicator", "lead", "place", "plan")
    rows = Target.objects.filter(plan=plan, retired_on=None).select_related(*around)
    for row in rows.prefetch_related("values").order_by("order", "code"):
        yield target_actions.draft_of(row), row.version


def _tasks(plan: Plan) -> Iterable[tuple[TaskDraft, int]]:
    rows = Task.objects.filter(plan=plan, retired_on=None).select_related("goal", "pillar", "lead")
    for row in rows.prefetch_related("joint", "targets").order_by("order", "code"):
        yield task_actions.draft_of(row), row.version


def _cells(sheet: Sheet, draft: TargetDraft | TaskDraft, version: int) -> list[Any]:
    return [version if column.kind == "version" else cell(column, draft) for column in sheet.columns]


def cell(column: Column, draft: TargetDraft | TaskDraft) -> str | Decimal | date | None:
    """What stands in a draft's cell."""
    if column.field.startswith(DUE):
        on = date.fromisoformat(column.field.removeprefix(DUE))
        values = draft.values if isinstance(draft, TargetDraft) else ()
        return next((_short(due.value) for due in values if due.due_on == on), None)
    value = getattr(draft, column.field)
    if column.kind == "codes":
        return "; ".join(value)
    if column.kind == "direction":
        return DIRECTIONS[Direction(value)]
    return _short(value) if isinstance(value, Decimal) else value


def _short(value: Decimal) -> Decimal:
    """Without trailing zeros, and never in exponents."""
    return Decimal(format(value.normalize(), "f"))


def _write(book: Workbook, sheet: Sheet, rows: Iterable[list[Any]]) -> None:
    page = book.create_sheet(sheet.title)
    page.append([f"{column.head}{' *' if column.required else ''}" for column in sheet.columns])
    for index, column in enumerate(sheet.columns, start=1):
        head = page.cell(1, index)
        head.font, head.fill = Font(bold=True), _GREY
        head.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(index)].width = column.width
    for number, cells in enumerate(rows, start=2):
        for index, (column, value) in enumerate(zip(sheet.columns, cells, strict=True), start=1):
            written = page.cell(number, index, value)
            if isinstance(value, str):
                written.data_type = "s"  # text stays text, also when it begins with "="
            elif column.kind in _FORMATS:
                written.number_format = _FORMATS[column.kind]
            written.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "C2"


def _help(book: Workbook, plan: Plan) -> None:
    page = book.create_sheet(_("Hướng dẫn"))
    page.column_dimensions["A"].width = 110
    for line in (
        f"{plan.short_title}: {plan.title}",
        _("Sửa các ô cần sửa, thêm dòng ở cuối, rồi nạp lại tệp này. Cột có dấu * phải ghi."),
        _("Dòng không có trong tệp được giữ nguyên; muốn thôi thực hiện, dùng nút trên trang chỉ tiêu."),
        _("Số: viết 89,5 hoặc 1680. Số có thể hiểu hai cách như 1.680 ở cột số lẻ bị từ chối."),
        _("Ngày: dd/mm/yyyy. Cột “Phiên bản” cho biết dòng có bị người khác sửa sau khi tải mẫu hay không."),
    ):
        page.append([line])
