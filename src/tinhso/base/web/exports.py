"""A table as CSV, XLSX and JSON. The page's twin is at the same address with `?format=`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from tinhso.base import clock
from tinhso.base.errors import Invalid
from tinhso.base.web import statuses
from tinhso.base.web.tables import Column, Row, Table, plain

XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM: Final = "\ufeff"
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CELL_LIMIT: Final = 32_767
_FORMATS: Final = {
    "integer": "#,##0",
    "money": "#,##0",
    "percent": "0.0##%",
    "date": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm",
}


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a leading `= + - @` gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _words(column: Column[Row], row: Row, value: Any) -> Any:
    """The value as people read it: states as their word."""
    if column.kind != "status" or value is None:
        return value
    return str(column.word(row) if column.word else statuses.word_of(str(value)))


def _csv_value(column: Column[Row], row: Row) -> str:
    value = _words(column, row, column.value(row))
    if value is None:
        return ""
    said = str(plain(value))
    return said if column.numeric or isinstance(value, date) else safe_text(said)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(table: Table[Row], rows: Iterable[Row]) -> Iterator[str]:
    """The lines of a CSV: UTF-8 with a mark for Excel, RFC 4180, decimal point, ISO dates."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([safe_text(str(column.label)) for column in table.columns])
    for row in rows:
        yield writer.writerow([_csv_value(column, row) for column in table.columns])


def _xlsx_value(column: Column[Row], row: Row) -> Any:
    value = _words(column, row, column.value(row))
    if isinstance(value, datetime):
        return clock.local(value).replace(tzinfo=None)
    if column.kind == "percent" and isinstance(value, Decimal | int | float):
        return Decimal(str(value)) / 100
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    return _ILLEGAL.sub("", str(value))[:_CELL_LIMIT]


def _cell(sheet: Any, column: Column[Row], row: Row) -> Cell:
    value = _xlsx_value(column, row)
    cell: Cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # text stays text, also when it begins with "="
    elif value is not None and column.kind in _FORMATS:
        cell.number_format = _FORMATS[column.kind]
    return cell


def _head(sheet: Any, label: object) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value=str(label))
    cell.data_type = "s"
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _sheet_name(caption: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", caption).strip("' ")[:31] or "Bang"


def xlsx(table: Table[Row], rows: Iterable[Row]) -> bytes:
    """The workbook: real numbers and dates, a frozen bold head, text never taken for a formula."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_sheet_name(str(table.caption)))
    sheet.freeze_panes = "B2"
    for index, column in enumerate(table.columns, start=1):
        width = 44 if index == 1 or column.kind == "link" else 14 if column.numeric else 20
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.append([_head(sheet, column.label) for column in table.columns])
    for row in rows:
        sheet.append([_cell(sheet, column, row) for column in table.columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def item(table: Table[Row], row: Row) -> dict[str, Any]:
    """One row as JSON: keys of the columns, plus `href` where the row has a page."""
    found = {column.key: plain(column.value(row)) for column in table.columns}
    if table.href:
        found.setdefault("href", table.href(row))
    return found


def _named(response: HttpResponseBase, table: Table[Row], extension: str) -> HttpResponseBase:
    stamp = f"{clock.today():%Y%m%d}"
    response.headers["Content-Disposition"] = f'attachment; filename="{table.name}-{stamp}.{extension}"'
    return response


def _as_csv(table: Table[Row], rows: Iterable[Row]) -> HttpResponseBase:
    response = StreamingHttpResponse(
        (line.encode() for line in csv_lines(table, rows)), content_type="text/csv; charset=utf-8"
    )
    return _named(response, table, "csv")


def _as_xlsx(table: Table[Row], rows: Iterable[Row]) -> HttpResponseBase:
    return _named(HttpResponse(xlsx(table, rows), content_type=XLSX_TYPE), table, "xlsx")


FILES: Final[dict[str, Callable[[Table[Any], Iterable[Any]], HttpResponseBase]]] = {
    "csv": _as_csv,
    "xlsx": _as_xlsx,
}
"""The formats that are files: the whole filtered list, not one page of it."""


def file(table: Table[Row], rows: Iterable[Row], name: str) -> HttpResponseBase:
    """The whole list as a file. Raises Invalid for a format that is not offered."""
    if name not in FILES:
        raise Invalid(
            _("Không có định dạng “%(name)s”.") % {"name": name}, field="format", hint="json, csv, xlsx"
        )
    return FILES[name](table, rows)
