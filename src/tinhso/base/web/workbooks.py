"""Workbooks (XLSX) that people send: opened within limits, refused in words when they are none."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from tinhso.base.errors import Invalid

MOST_BYTES: Final = 5 << 20
MOST_UNPACKED: Final = 100 << 20
ERRORS: Final = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!"})
"""What formulas that failed leave behind."""
_PIECE: Final = 1 << 20
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')


def opened(
    content: bytes, *, streaming: bool = True, values: bool = True, unpacked: int = MOST_UNPACKED
) -> Any:
    """The workbook. Raises Invalid (field `file`) for what is too large, or no workbook.

    `streaming` reads rows one by one and knows no merged cells; `values` gives what formulas came to;
    `unpacked` is how many bytes it may hold.
    """
    if len(content) > MOST_BYTES:
        raise Invalid(_("Tệp lớn hơn %(most)d MB.") % {"most": MOST_BYTES >> 20}, field="file")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > unpacked:
                raise Invalid(_("Nội dung tệp quá lớn."), field="file")
        return load_workbook(io.BytesIO(content), read_only=streaming, data_only=values)
    except (zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise Invalid(
            _("Không đọc được tệp này như một bảng tính XLSX."),
            field="file",
            hint=_("Tải mẫu, điền rồi lưu dạng .xlsx."),
        ) from error


@dataclass(frozen=True)
class Area:
    """Cells that were merged into one: rows and columns from 1, both ends included."""

    rows: tuple[int, int]
    columns: tuple[int, int]

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies in it."""
        return self.rows[0] <= row <= self.rows[1] and self.columns[0] <= column <= self.columns[1]


def streamed(path: Path, *, values: bool) -> Any:
    """The first sheet of a file of any length, to be read row by row. Raises Invalid (field: its name)."""
    try:
        return load_workbook(path, read_only=True, data_only=values).worksheets[0]
    except (
        *(zipfile.BadZipFile, zlib.error, InvalidFileException),
        *(KeyError, ValueError, OSError, IndexError),
    ) as error:
        raise Invalid(_("Không đọc được tệp này như một bảng tính XLSX."), field=path.name) from error


def merged(path: Path, sheet: Any) -> list[Area]:
    """The merged cells of a streamed sheet: they stand behind its rows, and are looked for by themselves."""
    found: list[Area] = []
    with zipfile.ZipFile(path) as packed, packed.open(sheet._worksheet_path) as part:
        kept = b""
        while piece := part.read(_PIECE):
            kept += piece
            for match in _MERGED.finditer(kept):
                low, top, right, bottom = (edge or 0 for edge in range_boundaries(match[1].decode()))
                found.append(Area((top, bottom), (low, right)))
            kept = kept[kept.rfind(b"<") :]
    return found


def merged_cells(sheet: Any) -> frozenset[tuple[int, int]]:
    """Row and column of every cell of a loaded sheet that was merged with others."""
    return frozenset(
        (row, column)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    )


def settled(cell: Any, written: Any, *, merged: bool) -> Any:
    """What a cell came to; `written` is the same cell with its formula. Raises ValueError in words:

    for a merged cell, a formula without a result, a formula's error.
    """
    if merged:
        raise ValueError(_("Ô bị gộp; không biết số này của nơi nào. Bỏ gộp ô rồi nạp lại."))
    if getattr(written, "data_type", "") == "f" and cell.value is None:
        raise ValueError(_("Ô là công thức chưa có kết quả. Dán giá trị thay cho công thức."))
    if cell.data_type == "e" or cell.value in ERRORS:
        raise ValueError(_("Ô có lỗi công thức %(error)s.") % {"error": cell.value})
    return cell.value
