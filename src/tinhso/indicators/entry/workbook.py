"""The entry grid as XLSX: a template out, and in again with a word at every cell that cannot stand.

Row 1 holds the codes of the columns, column A those of the places: any copy of the template comes back.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from tinhso.base.errors import Invalid, Problem
from tinhso.base.text import nfc
from tinhso.base.web import wording, workbooks
from tinhso.indicators.entry.grid import Column, Grid

SHEET: Final = "Số liệu"
SEEN: Final = "seen"
"""A sheet that is not shown: what stood in each cell when the template was taken (`entry_cells.token`)."""
MOST_ROWS: Final = 2_000
MOST_CELLS: Final = 100_000
_GREY: Final = PatternFill("solid", fgColor="EEEEEE")


def _code(column: Column) -> str:
    return f"{column.indicator.code}:{column.column}"


def template(grid: Grid) -> bytes:
    """The grid to fill, with what is in it now."""
    book = Workbook()
    page: Any = book.worksheets[0]
    page.title = SHEET
    page.append(["", wording.period(grid.period), *(_code(column) for column in grid.columns)])
    page.append([_("Mã địa bàn"), _("Địa bàn"), *(_head(column) for column in grid.columns)])
    for row in grid.rows:
        page.append([row.place.code, row.place.full_name, *(None for _cell in row.cells)])
        for at, cell in enumerate(row.cells, start=3):
            _put(page.cell(page.max_row, at), cell.text)
        for at in (1, 2):
            page.cell(page.max_row, at).data_type = "s"
    for line in page.iter_rows(min_row=1, max_row=2):
        for head in line:
            head.font, head.fill = Font(bold=True), _GREY
            head.alignment = Alignment(wrap_text=True, vertical="top")
    for at in range(1, len(grid.columns) + 3):
        page.column_dimensions[get_column_letter(at)].width = 30 if at == 2 else 16
    page.freeze_panes = "C3"
    seen: Any = book.create_sheet(SEEN)
    seen.sheet_state = "veryHidden"
    for name, cell in grid.cells.items():
        seen.append([name, cell.seen])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(column: Column) -> str:
    name = str(wording.named(column.indicator))
    unit = f" ({column.indicator.unit})" if column.indicator.unit else ""
    return f"{name}{', ' if column.head else ''}{column.head}{unit}"


def _put(cell: Any, text: str) -> None:
    """A plain number as one; anything else as the text it is."""
    plain = text.replace(",", ".", 1)
    if text and "." not in text and plain.replace(".", "", 1).lstrip("-").isdigit():
        cell.value = Decimal(plain)
    elif text:
        cell.value = text
        cell.data_type = "s"


@dataclass(frozen=True)
class Taken:
    """What a workbook says: texts by the names of the grid's cells, where each stands, and what is wrong.

    `seen` are the tokens of what stood there when the template was taken; empty for a workbook without them.
    """

    typed: dict[str, str]
    where: dict[str, str]
    problems: tuple[Problem, ...]
    seen: dict[str, str]


def read(content: bytes, grid: Grid) -> Taken:
    """The cells of a filled template. Raises Invalid (field `file`) for what is none of this grid."""
    book = workbooks.opened(content, streaming=False)
    formulas = workbooks.opened(content, streaming=False, values=False)
    page = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
    written = formulas[page.title]
    if page.max_row > MOST_ROWS:
        raise Invalid(_("Tối đa %(most)d dòng mỗi trang.") % {"most": MOST_ROWS}, field="file")
    columns = {_text(page.cell(1, at).value): at for at in range(1, min(page.max_column, 200) + 1)}
    places = {_text(page.cell(at, 1).value): at for at in range(page.max_row, 2, -1)}
    if not any(_code(column) in columns for column in grid.columns):
        raise Invalid(
            _("Tệp không có cột nào của bảng này."), field="file", hint=_("Dùng tệp mẫu tải từ đây.")
        )
    merged = workbooks.merged_cells(page)
    typed: dict[str, str] = {}
    where: dict[str, str] = {}
    wrong: list[Problem] = []
    for name, row, column in _wanted(grid, places, columns):
        at = f"{page.title}!{get_column_letter(column)}{row}"
        where[name] = at
        try:
            typed[name] = _taken(page.cell(row, column), written.cell(row, column), (row, column) in merged)
        except ValueError as error:
            wrong.append(Problem("invalid_cell", str(error), at))
    wrong += _nowhere(grid, page, columns)
    return Taken(typed, where, tuple(wrong), _seen(book))


def _nowhere(grid: Grid, page: Any, columns: dict[str, int]) -> Iterator[Problem]:
    """Rows in which something is typed for a place that the grid does not have, or has had before."""
    known = {row.place.code for row in grid.rows}
    mine = [columns[code] for column in grid.columns if (code := _code(column)) in columns]
    met: dict[str, int] = {}
    for at in range(3, page.max_row + 1):
        if all(page.cell(at, column).value is None for column in mine):
            continue
        code, where = _text(page.cell(at, 1).value), f"{page.title}!A{at}"
        if code not in known:
            said = _("Dòng có số nhưng mã địa bàn “%(code)s” không có trong bảng này.") % {"code": code}
            yield Problem("invalid_cell", said, where)
        elif code in met:
            said = _("Địa bàn này đã có ở dòng %(row)d.") % {"row": met[code]}
            yield Problem("invalid_cell", said, where)
        met.setdefault(code, at)


def _seen(book: Any) -> dict[str, str]:
    if SEEN not in book.sheetnames:
        return {}
    rows = book[SEEN].iter_rows(max_row=MOST_CELLS, max_col=2, values_only=True)
    return {str(name): str(token) for name, token in rows if name and token}


def _wanted(grid: Grid, places: dict[str, int], columns: dict[str, int]) -> Iterator[tuple[str, int, int]]:
    """Name, row and column of every cell of the grid that the sheet has."""
    for row in grid.rows:
        for column, cell in zip(grid.columns, row.cells, strict=True):
            if row.place.code in places and _code(column) in columns and not cell.locked:
                yield cell.name, places[row.place.code], columns[_code(column)]


def _taken(cell: Any, written: Any, merged: bool) -> str:
    """What a person would type for the cell. Raises ValueError with a sentence for people."""
    workbooks.settled(cell, written, merged=merged)
    if isinstance(cell.value, datetime):
        return wording.day(cell.value.date())
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float | Decimal | str | None):
        raise ValueError(_("Ô này không phải là số."))
    return _text(cell.value)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float | Decimal):
        return format(Decimal(repr(value) if isinstance(value, float) else value), "f").replace(".", ",")
    return "" if value is None else nfc(str(value)).strip()
