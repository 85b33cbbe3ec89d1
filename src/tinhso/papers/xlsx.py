"""The tables of a paper as a workbook (phụ lục XLSX): a sheet for each table, chart and annex."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tinhso.base.numbers import parse_number
from tinhso.papers import phrases
from tinhso.papers.archives import settled
from tinhso.papers.content import (
    Block,
    Bullets,
    Chart,
    Heading,
    PageBreak,
    Paper,
    Placed,
    Table,
    chart_table,
)

_FACE: Final = "Times New Roman"
_LINE: Final = Side(style="thin", color="000000")
_BORDER: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_NUMBER: Final = re.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|-?\d+(?:,\d+)?")
_UNFIT: Final = re.compile(r"[\[\]:*?/\\']")
_NAME_LENGTH: Final = 31
_CELL_LIMIT: Final = 32_767
_COUNTERS: Final = frozenset({"STT", "TT"})
"""Columns that number the rows: a name, not a figure."""
_SHARE_WIDTH: Final = 100
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def render(paper: Paper) -> bytes:
    """The paper's tables as XLSX; the same paper gives the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, landscape, blocks in _sheets(paper):
        sheet = book.create_sheet(_free_name(book, name))
        _set_up(sheet, landscape=landscape)
        _write(sheet, name, blocks)
    moment = paper.made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    told = book.properties
    told.title, told.creator, told.lastModifiedBy = paper.title, paper.author, paper.author
    told.created = moment
    out = io.BytesIO()
    book.save(out)
    stamp = rb"\g<1>" + moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<2>"
    return settled(
        out.getvalue(), phrases.moment(paper), {"docProps/core.xml": lambda core: _MODIFIED.sub(stamp, core)}
    )


def _sheets(paper: Paper) -> Iterator[tuple[str, bool, Sequence[Block]]]:
    """Name, whether broad, and content of each sheet."""
    count = 0
    for block in paper.blocks:
        if isinstance(block, Table | Chart):
            count += 1
            title = block.title if isinstance(block, Chart) else block.caption
            yield title or f"Bảng {count}", False, (block,)
    for annex in paper.annexes:
        yield f"{phrases.annex_name(annex)}. {annex.title}", annex.landscape, annex.blocks
    if not count and not paper.annexes:
        yield paper.title or "Văn bản", False, ()


def _free_name(book: Workbook, wanted: str) -> str:
    """A name the workbook takes: short, without signs it forbids, and its only one."""
    plain = _UNFIT.sub(" ", wanted).replace("\n", " ").strip()[:_NAME_LENGTH] or "Bảng"
    taken = {name.casefold() for name in book.sheetnames}
    name, number = plain, 2
    while name.casefold() in taken:
        ending = f" ({number})"
        name, number = plain[: _NAME_LENGTH - len(ending)] + ending, number + 1
    return name


def _set_up(sheet: Worksheet, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToHeight = 0
    sheet.page_setup.fitToWidth = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write(sheet: Worksheet, title: str, blocks: Sequence[Block]) -> None:
    row = 1
    _text(sheet, row, title, bold=True)
    row += 2
    for block in blocks:
        if isinstance(block, Table):
            row = _table(sheet, row, block, heading=block.caption != title)
        elif isinstance(block, Chart):
            row = _table(sheet, row, chart_table(block), heading=block.title != title)
        elif not isinstance(block, PageBreak):
            row = _lines(sheet, row, block)


def _lines(sheet: Worksheet, row: int, block: Any) -> int:
    if isinstance(block, Heading):
        lines = [block.text]
    elif isinstance(block, Bullets):
        lines = [
            f"{f'{number}.' if block.ordered else block.mark} {item.plain}"
            for number, item in enumerate(block.items, 1)
        ]
    else:
        lines = [block.plain]
    for line in lines:
        _text(sheet, row, line, bold=isinstance(block, Heading))
        row += 1
    return row


def _text(sheet: Worksheet, row: int, words: str, *, bold: bool = False) -> None:
    _fill(sheet.cell(row, 1), words)
    sheet.cell(row, 1).font = Font(name=_FACE, size=12, bold=bold)


def _fill(cell: Any, words: str) -> None:
    """Words, never a formula."""
    cell.value = words[:_CELL_LIMIT]
    cell.data_type = "s"


def _table(sheet: Worksheet, row: int, table: Table, *, heading: bool) -> int:
    if heading and table.caption:
        _text(sheet, row, table.caption, bold=True)
        row += 1
    whole = sum(column.width for column in table.columns)
    for index, column in enumerate(table.columns, 1):
        letter = get_column_letter(index)
        width = max(6.0, column.width / whole * _SHARE_WIDTH)
        sheet.column_dimensions[letter].width = max(width, sheet.column_dimensions[letter].width or 0)
    top = row
    for line in table.placed_header:
        _row(sheet, row, line, table, head=True)
        row += 1
    if not sheet.print_title_rows:
        sheet.print_title_rows = f"{top}:{row - 1}"
    for line in table.placed:
        _row(sheet, row, line, table, head=False)
        row += 1
    return row + 1


def _row(sheet: Worksheet, row: int, line: tuple[Placed, ...], table: Table, *, head: bool) -> None:
    for placed in line:
        told, column = placed.cell, placed.column + 1
        of = table.columns[placed.column]
        align = told.align or ("center" if head else of.align) or "left"
        counts = align == "right" or (align == "center" and of.title.upper() not in _COUNTERS)
        for down in range(told.rows):
            for right in range(told.span):
                sheet.cell(row + down, column + right).border = _BORDER
        cell = sheet.cell(row, column)
        _value(cell, told.text, number=counts and not head)
        cell.font = Font(name=_FACE, size=12, bold=told.bold or head, italic=told.italic)
        cell.alignment = Alignment(horizontal=align, vertical="center" if head else "top", wrap_text=True)
        if told.span > 1 or told.rows > 1:
            sheet.merge_cells(
                start_row=row,
                start_column=column,
                end_row=row + told.rows - 1,
                end_column=column + told.span - 1,
            )


def _value(cell: SheetCell | Any, words: str, *, number: bool) -> None:
    """A figure as a number that adds up; anything else as words."""
    bare = words.replace("\u00a0", " ").strip()
    share = bare.endswith("%")
    digits = bare.removesuffix("%").strip()
    if not number or not _NUMBER.fullmatch(digits):
        _fill(cell, words)
        return
    value = parse_number(digits, locale="vi")
    places = len(digits.partition(",")[2])
    decimals = f".{'0' * places}" if places else ""
    cell.value = value / Decimal(100) if share else value
    cell.number_format = f"0{decimals}%" if share else f"#,##0{decimals}"
