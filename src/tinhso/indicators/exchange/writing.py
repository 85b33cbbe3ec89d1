"""Rows into a file of one of the formats, one by one; a file is whole or not there."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from tinhso.base.errors import Invalid
from tinhso.base.web.exports import BOM
from tinhso.indicators.exchange.columns import exact, guarded

Row = Mapping[str, Any]
"""Values by column: text, Decimal, int, date, bool; None and "" where nothing is."""

MOST_ROWS: Final = 1_048_575
"""Rows below the head of a sheet."""
_DIGITS: Final = 15
"""Digits of a number that spreadsheets keep."""


def plain_text(value: Any) -> str:
    """A value as text of a file: exact numbers, ISO days, `true`."""
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, Decimal):
        return exact(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _told(row: Row) -> dict[str, Any]:
    """A row for JSON: what holds something; whole numbers and truth as such, decimals as text."""
    return {
        name: value if isinstance(value, bool | int) else plain_text(value)
        for name, value in row.items()
        if value not in (None, "") and value is not False
    }


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM + str(writer.writerow(columns))
    for row in rows:
        values = [row.get(name) for name in columns]
        yield str(writer.writerow([guarded(v) if isinstance(v, str) else plain_text(v) for v in values]))


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _jsonl(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    del columns
    for row in rows:
        yield json.dumps(_told(row), ensure_ascii=False) + "\n"


def _json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    before = "["
    for line in _jsonl(columns, rows):
        yield f"{before}\n{line.rstrip()}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


LINES: Final[Mapping[str, Callable[[Sequence[str], Iterable[Row]], Iterator[str]]]] = {
    "csv": _csv,
    "json": _json,
    "jsonl": _jsonl,
}
FORMATS: Final = (*LINES, "xlsx")


def write(file: BinaryIO, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write all rows in the format `name`. Raises Invalid for more than a sheet holds."""
    if name == "xlsx":
        _xlsx(file, columns, rows)
        return
    for line in LINES[name](columns, rows):
        file.write(line.encode())


def _xlsx(file: BinaryIO, columns: Sequence[str], rows: Iterable[Row]) -> None:
    book = Workbook(write_only=True)
    page: Any = book.create_sheet(_("Số liệu"))
    page.freeze_panes = "A2"
    heads = [WriteOnlyCell(page, value=name) for name in columns]
    for head in heads:
        head.font = Font(bold=True)
    page.append(heads)
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            book.close()
            raise Invalid(
                _("Một trang tính chứa tối đa %(most)d dòng.") % {"most": MOST_ROWS}, hint="csv, jsonl"
            )
        page.append([_cell(page, row.get(name)) for name in columns])
    book.save(file)


def _cell(page: Any, value: Any) -> Any:
    """Numbers and days as such, unless the sheet would lose digits; text never taken for a formula."""
    if value is None or value == "" or value is False:
        return None
    if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > _DIGITS:
        value = exact(value)
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page, value=value)
    cell.data_type = "s"
    return cell


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its place when all went well."""
    making = path.with_name(f"{path.name}.part")
    try:
        with making.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)
