"""The workbook that comes back: cells as typed, every doubt at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from tinhso.base.errors import Invalid, Problem
from tinhso.base.numbers import NumberError, parse_number
from tinhso.base.text import fold, nfc
from tinhso.base.web import wording, workbooks
from tinhso.indicators.models import Direction
from tinhso.steering.workbook.columns import DIRECTIONS, Column, Sheet

MOST_ROWS = 2_000


@dataclass
class Line:
    """One row: its fields as the draft's types, and what is wrong with which cell."""

    sheet: Sheet
    number: int
    fields: dict[str, Any] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def code(self) -> str:
        """What names the row."""
        return str(self.fields.get("code") or "")

    def where(self, column: str | None) -> str:
        """The address of a field's cell, as `Chỉ tiêu!C5`; the row's first cell where it has none."""
        return f"{self.sheet.title}!{self.letters.get(column or '', 'A')}{self.number}"

    def blame(self, problem: Problem) -> None:
        """Note what is wrong, at the cell."""
        hint = problem.hint
        self.problems.append(Problem(problem.code, problem.message, self.where(problem.field), hint))


def read(content: bytes, known: Sequence[Sheet]) -> list[Line]:
    """The rows of both sheets. Raises Invalid (field `file`) for what is no workbook of this kind."""
    book = workbooks.opened(content)
    titles = {fold(title): title for title in book.sheetnames}
    named = [(sheet, titles.get(fold(sheet.title))) for sheet in known]
    there = [(sheet, book[title]) for sheet, title in named if title]
    if not there:
        raise Invalid(
            _("Tệp không có trang “Chỉ tiêu” hoặc “Nhiệm vụ”."),
            field="file",
            hint=_("Dùng tệp mẫu tải từ đây."),
        )
    return [line for sheet, page in there for line in _lines(sheet, page)]


def _lines(sheet: Sheet, page: Any) -> Iterator[Line]:
    rows = page.iter_rows(values_only=True)
    places = _heads(sheet, next(rows, ()))
    letters = {name: get_column_letter(index + 1) for name, index in places.items()}
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise Invalid(_("Tối đa %(most)d dòng mỗi trang.") % {"most": MOST_ROWS}, field="file")
        cells = {name: row[index] if index < len(row) else None for name, index in places.items()}
        if any(cell not in (None, "") for name, cell in cells.items() if name != "version"):
            yield _line(Line(sheet, number, letters=letters), cells)


def _heads(sheet: Sheet, row: Sequence[Any]) -> dict[str, int]:
    found = {fold(str(value or "")).rstrip("* ").strip(): index for index, value in enumerate(row)}
    heads = {column.field: fold(column.head).rstrip("* ").strip() for column in sheet.columns}
    places = {name: found[head] for name, head in heads.items() if head in found}
    missing = [column.head for column in sheet.columns if column.required and column.field not in places]
    if missing:
        raise Invalid(
            _("Trang “%(sheet)s” thiếu cột: %(heads)s.")
            % {"sheet": sheet.title, "heads": ", ".join(missing)},
            field="file",
            hint=_("Giữ nguyên dòng đầu của mẫu."),
        )
    return places


def _line(line: Line, cells: Mapping[str, Any]) -> Line:
    """Read every cell of the row; columns the file does not have stay as they are stored."""
    for column in line.sheet.columns:
        if column.field not in cells:
            continue
        try:
            line.fields[column.field] = _value(column, cells[column.field])
        except ValueError as error:
            code = getattr(error, "code", "invalid")
            reason = error.reason if isinstance(error, NumberError) else str(error)
            line.blame(Problem(code, reason, column.field))
        else:
            if column.required and not line.fields[column.field]:
                message = _("Chưa ghi “%(head)s”.") % {"head": column.head}
                line.blame(Problem("missing", message, column.field))
    return line


def _value(column: Column, cell: Any) -> Any:
    """The cell in the draft's type. Raises ValueError (NumberError) with a sentence for people."""
    if column.kind == "version":
        return cell if isinstance(cell, int) else None
    if column.kind == "number":
        return _number(cell)
    if column.kind == "date":
        return _date(cell)
    text = _text(cell)
    if column.kind == "codes":
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if column.kind == "direction":
        return _direction(text)
    return text


def _direction(text: str) -> Direction | None:
    found = [direction for direction, word in DIRECTIONS.items() if fold(word) == fold(text)]
    if text and not found:
        raise ValueError(_("Chọn một trong: %(words)s.") % {"words": "; ".join(DIRECTIONS.values())})
    return found[0] if found else None


def _number(cell: Any) -> Decimal | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    text = _text(cell)
    return parse_number(text.removesuffix("%").strip(), locale="vi", expects="decimal") if text else None


def _date(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    text = _text(cell)
    return wording.read_day(text) if text else None


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else nfc(str(cell)).strip()
