"""An edition's tree as XLSX or CSV: filled, to be changed and brought back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from tinhso.base.web import wording
from tinhso.base.web.exports import BOM, safe_text
from tinhso.indices import trees
from tinhso.indices.core.nodes import Node
from tinhso.indices.models import Edition
from tinhso.indices.sheets import rules
from tinhso.indices.sheets.columns import ABOUT, COLUMNS, FACTS, HELP, NO, RULES, SHEET, YES

_GREY = PatternFill("solid", fgColor="EEEEEE")


def rows(edition: Edition) -> Iterator[dict[str, Any]]:
    """The cells of every node, top down."""
    tree = trees.of_row(edition, list(edition.nodes.all()))
    around = {child.code: node.code for node, _depth in tree.walk() for child in node.children}
    for node, _depth in tree.walk():
        yield _cells(node, around.get(node.code, ""))


def _cells(node: Node, under: str) -> dict[str, Any]:
    return {
        "code": node.code,
        "under": under,
        "name": node.name,
        "name_en": node.name_en,
        "group": YES if node.group else "",
        "scored": YES if node.scored else NO,
        "points": node.points if node.scored else None,
        "components": node.components,
        **rules.cells(node.rule),
        "evidence": node.evidence,
        "owner": node.owner,
        "verifier": node.verifier,
    }


def facts(edition: Edition) -> dict[str, str]:
    """What is said of the edition itself."""
    return {
        **{name: getattr(edition, name) for name in ("name", "name_en", "basis", "basis_en", "source")},
        "issued": wording.day(edition.issued) if edition.issued else "",
        "years": "; ".join(str(year) for year in edition.years),
        "decimals": str(edition.decimals),
    }


def as_csv(edition: Edition) -> str:
    """The tree as CSV: UTF-8 with a mark, decimal commas, heads as in the workbook."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.head for column in COLUMNS])
    for row in rows(edition):
        writer.writerow([_text(row[column.name]) for column in COLUMNS])
    return BOM + out.getvalue()


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return rules.number(value)
    return safe_text(str(value)) if value is not None else ""


def as_xlsx(edition: Edition) -> bytes:
    """The tree, what is said of the edition, and how to fill it in."""
    book = Workbook()
    page: Any = book.worksheets[0]
    page.title = SHEET
    page.append([f"{column.head}{' *' if column.required else ''}" for column in COLUMNS])
    for row in rows(edition):
        page.append([None] * len(COLUMNS))
        for at, column in enumerate(COLUMNS, start=1):
            _put(page.cell(page.max_row, at), row[column.name])
    for at, column in enumerate(COLUMNS, start=1):
        head = page.cell(1, at)
        head.font, head.fill = Font(bold=True), _GREY
        head.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(at)].width = column.width
    page.freeze_panes = "D2"
    _about(book, edition)
    _help(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, value: object) -> None:
    if value in (None, ""):
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # text stays text, also when it begins with "="
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _about(book: Workbook, edition: Edition) -> None:
    page: Any = book.create_sheet(ABOUT)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 36, 80
    told = facts(edition)
    for at, fact in enumerate(FACTS, start=1):
        page.cell(at, 1).value = fact.head
        page.cell(at, 1).font = Font(bold=True)
        _put(page.cell(at, 2), told[fact.name])


def _help(book: Workbook) -> None:
    page: Any = book.create_sheet(HELP)
    page.column_dimensions["A"].width = 120
    for line in (
        _("Mỗi dòng một nhóm, chỉ số chính hoặc chỉ số thành phần; cấp trên đứng trước. Cột dấu * phải ghi."),
        _("Cả tệp là cả cây: dòng không có trong tệp thì bị bỏ khỏi phiên bản."),
        _("Điểm tối đa của các dòng bên trong cộng lại phải bằng điểm của dòng bao ngoài."),
        _("Không tính điểm: ghi “không”, để trống điểm."),
        _("Số viết 12,5; số có thể hiểu hai cách như 1.680 bị từ chối. Không gộp ô, không để ô lỗi."),
        _("Quy tắc: %(rules)s.") % {"rules": "; ".join(RULES.values())},
        _("Đầu vào cách nhau dấu ;. Tỷ lệ: tử; mẫu. Chấm tay: mức đạt; minh chứng."),
        _("Tham số của bậc thang: 4=1; 3=0,75. Của phương án: Chủ tịch=1; Phó Chủ tịch=0,5."),
        _("Tham số của tỷ lệ có ngưỡng: ngưỡng=0,9; mẫu 0=0. Của đếm có trần: đủ=12."),
        _("Cộng các phần: mỗi dòng trong ô tham số một phần, ví dụ 0,5 × có/không [dự họp]."),
        _("Lấy phương án cao nhất: mỗi dòng trong ô tham số một quy tắc, không có trọng số."),
    ):
        page.append([line])
