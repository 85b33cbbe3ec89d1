"""A workbook row by row: merged cells, formula errors and numbers that lost something are named, not read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from tinhso.base.errors import Invalid, Problem
from tinhso.base.text import nfc
from tinhso.base.web import workbooks
from tinhso.base.web.workbooks import Area
from tinhso.indicators.exchange.columns import require_known, unguarded
from tinhso.indicators.exchange.lines import Line, Wanted
from tinhso.indicators.shapes import DAYS, NUMBERS, WHOLES

_NUMBERS: Final = frozenset({*NUMBERS, *WHOLES, "decimals", "factor", "due_days"})
_DAYS: Final = frozenset({*DAYS, "dated", "valid_from"})
_CODES: Final = frozenset({"indicator", "place", "agency", "document", "code"})
"""Columns whose numbers may have lost a nought at their head."""


@dataclass(frozen=True)
class SheetLines:
    """The first sheet of a workbook whose head is read."""

    path: Path
    values: Any
    formulas: Any
    names: dict[int, str]
    rows: int
    merged: Sequence[Area]
    letters: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path, wanted: Wanted) -> SheetLines:
        """Raises Invalid for what is no workbook, and for a head that cannot be."""
        values, formulas = (workbooks.streamed(path, values=which) for which in (True, False))
        rows = values.max_row or 0
        for page in (values, formulas):
            page.reset_dimensions()  # what a file says of its size may be wrong, and rows would be lost
        head = next(values.iter_rows(max_row=1), ())
        names = {at: nfc(str(cell.value)).strip() for at, cell in enumerate(head) if cell.value is not None}
        require_known([*names.values()], wanted.known, wanted.needed)
        letters = {name: get_column_letter(at + 1) for at, name in names.items()}
        return cls(path, values, formulas, names, rows, workbooks.merged(path, values), letters)

    @property
    def total(self) -> int:
        """The rows below the head, as the file tells them."""
        return max(self.rows - 1, 0)

    def cell(self, number: int, name: str | None) -> str:
        """`C5`; empty for what is no column."""
        letter = self.letters.get(name or "")
        return f"{letter}{number}" if letter else ""

    def __iter__(self) -> Iterator[Line]:
        """The rows that hold anything."""
        pairs = zip_longest(
            self.values.iter_rows(min_row=2), self.formulas.iter_rows(min_row=2), fillvalue=()
        )
        for number, (cells, written) in enumerate(pairs, start=2):
            line = self._line(number, cells, written)
            if line.problem or line.fields:
                yield line

    def _line(self, number: int, cells: Sequence[Any], written: Sequence[Any]) -> Line:
        told: dict[str, Any] = {}
        for at, name in self.names.items():
            try:
                if any(area.holds(number, at + 1) for area in self.merged):
                    raise ValueError(_("Ô bị gộp; không biết số này của nơi nào. Bỏ gộp ô rồi nạp lại."))
                if at < len(cells) and (value := _taken(name, cells[at], written[at])) not in (None, ""):
                    told[name] = value
            except ValueError as error:
                return Line(number, problem=Problem("invalid_cell", str(error), name))
        return Line(number, told)


def _taken(name: str, cell: Any, written: Any) -> Any:
    """What the cell says, in the column's type. Raises ValueError with a sentence for people."""
    value = workbooks.settled(cell, written, merged=False)
    if value is None:
        return None
    if isinstance(value, str):
        return unguarded(value)
    if isinstance(value, dt.datetime | dt.date):
        return _day(name, value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return _number(name, cell)
    raise ValueError(_("Không đọc được ô này."))


def _day(name: str, value: dt.date) -> dt.date:
    if name not in _DAYS:
        raise ValueError(_("Ô là một ngày. Định dạng ô là văn bản rồi ghi lại, ví dụ 2026-09."))
    return value.date() if isinstance(value, dt.datetime) else value


def _number(name: str, cell: Any) -> Decimal | int | str:
    """A number of the sheet: fifteen digits, as spreadsheets mean them."""
    value = Decimal(format(cell.value, ".15g")) if isinstance(cell.value, float) else Decimal(cell.value)
    if name in _NUMBERS:
        if "%" in (cell.number_format or ""):
            hundredths = format((value * 100).normalize(), "f")
            said = _("Ô định dạng phần trăm: %(value)s hay %(hundredths)s? Ghi số thường.")
            raise ValueError(said % {"value": value, "hundredths": hundredths})
        return int(value) if name in WHOLES and value == value.to_integral_value() else value
    if name in _CODES or name in _DAYS or value != value.to_integral_value():
        raise ValueError(_("Ô là số, có thể đã mất số 0 ở đầu. Định dạng ô là văn bản rồi ghi lại."))
    return str(int(value))


def require_workbook(path: Path) -> None:
    """Raises Invalid for what does not begin as a workbook does."""
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            raise Invalid(
                _("Không đọc được tệp này như một bảng tính XLSX."),
                field=path.name,
                hint=_("Mở bằng bảng tính rồi lưu dạng .xlsx."),
            )
