"""A spreadsheet of an edition as typed: texts by column, each with the address of its cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from tinhso.base.errors import Invalid, Problem
from tinhso.base.text import fold, nfc
from tinhso.base.web import wording, workbooks
from tinhso.indices.sheets.columns import ABOUT, COLUMNS, FACTS, SHEET

MOST_ROWS: Final = 2_000


@dataclass
class Line:
    """A row: the text of every column there is, the address of each cell, what is wrong with which."""

    number: int
    texts: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        """What stands in the column; empty where the sheet has none."""
        return self.texts.get(name, "")

    def blame(
        self, column: str, message: object, hint: object | None = None, code: str = "invalid_cell"
    ) -> None:
        """Note what is wrong, at the cell."""
        self.problems.append(Problem(code, message, self.cells.get(column) or self.cells.get("code"), hint))


@dataclass(frozen=True)
class Taken:
    """What a file says: its lines, and of the edition what its second sheet tells."""

    lines: tuple[Line, ...]
    facts: Mapping[str, str] = field(default_factory=dict)


def read(content: bytes, name: str) -> Taken:
    """The lines of an XLSX or CSV file. Raises Invalid (field `file`) for what is neither."""
    if content[:4] == b"PK\x03\x04":
        return _xlsx(content)
    if name.lower().endswith(".csv"):
        return _csv(content)
    raise Invalid(_("Gửi tệp XLSX hoặc CSV."), field="file", hint=_("Tải mẫu, điền rồi lưu dạng .xlsx."))


def _places(head: Sequence[object]) -> dict[int, str]:
    """Which column stands where. Raises Invalid for a head that is missing, or there twice."""
    known = {fold(column.head): column.name for column in COLUMNS}
    found: dict[int, str] = {}
    for at, value in enumerate(head):
        name = known.get(fold(str(value or "")).rstrip("* ").strip())
        if name is None:
            continue
        if name in found.values():
            raise Invalid(_("Cột “%(head)s” có hai lần.") % {"head": value}, field="file")
        found[at] = name
    missing = [column.head for column in COLUMNS if column.required and column.name not in found.values()]
    if missing:
        raise Invalid(
            _("Thiếu cột: %(heads)s.") % {"heads": ", ".join(missing)},
            field="file",
            hint=_("Giữ nguyên dòng đầu của mẫu."),
        )
    return found


def _csv(content: bytes) -> Taken:
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Invalid(_("Tệp không đọc được: %(why)s") % {"why": error}, field="file") from error
    places = _places(rows[0] if rows else ())
    _require_few(len(rows))
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        texts = {name: _unguarded(row[at]) if at < len(row) else "" for at, name in places.items()}
        if any(texts.values()):
            cells = {name: f"{get_column_letter(at + 1)}{number}" for at, name in places.items()}
            lines.append(Line(number, texts, cells))
    return Taken(tuple(lines))


def _unguarded(text: str) -> str:
    """Without the apostrophe that keeps a text from being taken for a formula."""
    plain = nfc(text).strip()
    return plain[1:] if plain[:1] == "'" and plain[1:2] in {"=", "+", "-", "@"} else plain


def _require_few(rows: int) -> None:
    if rows > MOST_ROWS:
        raise Invalid(_("Tối đa %(most)d dòng mỗi trang.") % {"most": MOST_ROWS}, field="file")


def _xlsx(content: bytes) -> Taken:
    book = workbooks.opened(content, streaming=False)
    formulas = workbooks.opened(content, streaming=False, values=False)
    titles = {fold(title): title for title in book.sheetnames}
    page = book[titles.get(fold(SHEET), book.sheetnames[0])]
    _require_few(page.max_row)
    places = _places([page.cell(1, at).value for at in range(1, min(page.max_column, 100) + 1)])
    lines = _lines(page, formulas[page.title], places)
    about = titles.get(fold(ABOUT))
    facts = _facts(book[about].iter_rows(max_row=50, max_col=2, values_only=True)) if about else {}
    return Taken(tuple(lines), facts)


def _lines(page: Any, written: Any, places: Mapping[int, str]) -> list[Line]:
    merged = workbooks.merged_cells(page)
    found = []
    for number in range(2, page.max_row + 1):
        line = Line(number)
        for at, name in places.items():
            line.cells[name] = f"{page.title}!{get_column_letter(at + 1)}{number}"
            cell, formula = page.cell(number, at + 1), written.cell(number, at + 1)
            try:
                value = workbooks.settled(cell, formula, merged=(number, at + 1) in merged)
                line.texts[name] = _text(value)
            except ValueError as error:
                line.blame(name, str(error))
        if line.problems or any(line.texts.values()):
            found.append(line)
    return found


def _facts(rows: Iterable[Sequence[object]]) -> dict[str, str]:
    known = {fold(fact.head): fact.name for fact in FACTS}
    told = {known.get(fold(str(row[0] or "")).strip()): _text(row[1]) for row in rows if len(row) > 1}
    return {name: text for name, text in told.items() if name}


def _text(value: Any) -> str:
    """A value as a person would type it in Vietnamese."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float):
        value = Decimal(format(value, ".15g"))
    if isinstance(value, int | Decimal):
        return format(Decimal(value).normalize(), "f").replace(".", ",")
    return wording.day(value) if hasattr(value, "year") else nfc(str(value)).strip()
