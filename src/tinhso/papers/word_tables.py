"""Tables in DOCX: a head repeated on every page, rows that are never split, merged cells."""

from __future__ import annotations

from typing import Final

from tinhso.papers.content import Placed, Table
from tinhso.papers.measures import Measures
from tinhso.papers.wordml import Element, el, par, run, twips, val

_EDGES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")
_PADDING: Final = 3.0


def table(told: Table, measures: Measures, room: int) -> list[Element]:
    """Caption, table, and a little space behind it; `room` is the width of the text in twips."""
    size = measures["table_pt"]
    parts = []
    if told.caption:
        parts.append(par([run(told.caption, size, bold=True)], align="center", keep=True, after=3, line=1))
    parts.append(_grid(told, size, _widths(told, room)))
    parts.append(par([run("", 4)], before=0, after=4, line=1))
    return parts


def _widths(told: Table, room: int) -> list[int]:
    whole = sum(column.width for column in told.columns)
    widths = [int(column.width / whole * room) for column in told.columns]
    widths[-1] += room - sum(widths)
    return widths


def _grid(told: Table, size: float, widths: list[int]) -> Element:
    border = {"val": "single", "sz": 4, "space": 0, "color": "000000"}
    margin = {"w": twips(_PADDING), "type": "dxa"}
    made = el(
        "tbl",
        None,
        el(
            "tblPr",
            None,
            el("tblW", {"w": sum(widths), "type": "dxa"}),
            el("tblBorders", None, *(el(edge, dict(border)) for edge in _EDGES)),
            el("tblLayout", {"type": "fixed"}),
            el("tblCellMar", None, el("left", dict(margin)), el("right", dict(margin))),
            val("tblCaption", told.caption) if told.caption else None,
        ),
        el("tblGrid", None, *(el("gridCol", {"w": width}) for width in widths)),
    )
    _rows(made, told, told.placed_header, size, widths, head=True)
    _rows(made, told, told.placed, size, widths, head=False)
    return made


def _rows(
    made: Element,
    told: Table,
    rows: tuple[tuple[Placed, ...], ...],
    size: float,
    widths: list[int],
    *,
    head: bool,
) -> None:
    """Append the rows; a cell that hangs down is continued in the rows below, as the format wants it."""
    hanging: dict[int, tuple[int, int]] = {}
    for row in rows:
        cells: dict[int, Element] = {}
        for column, (left, span) in list(hanging.items()):
            cells[column] = _cell(sum(widths[column : column + span]), span, "continue", [par()])
            if left > 1:
                hanging[column] = (left - 1, span)
            else:
                del hanging[column]
        for placed in row:
            span, column = placed.cell.span, placed.column
            merge = "restart" if placed.cell.rows > 1 else ""
            cells[column] = _cell(
                sum(widths[column : column + span]),
                span,
                merge,
                [_words(told, placed, size, head=head)],
                head=head,
            )
            if merge:
                hanging[column] = (placed.cell.rows - 1, span)
        manner = el("trPr", None, el("cantSplit"), el("tblHeader") if head else None)
        made.append(el("tr", None, manner, *(cells[column] for column in sorted(cells))))


def _cell(width: int, span: int, merge: str, content: list[Element], *, head: bool = False) -> Element:
    manner = el(
        "tcPr",
        None,
        el("tcW", {"w": width, "type": "dxa"}),
        val("gridSpan", span) if span > 1 else None,
        val("vMerge", merge) if merge else None,
        val("vAlign", "center") if head else None,
    )
    return el("tc", None, manner, *content)


def _words(told: Table, placed: Placed, size: float, *, head: bool) -> Element:
    cell = placed.cell
    align = cell.align or ("center" if head else told.columns[placed.column].align or "left")
    return par(
        [run(cell.text, size, bold=cell.bold or head, italic=cell.italic)],
        align=align,
        before=2,
        after=2,
        line=1,
    )
