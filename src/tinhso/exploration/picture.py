"""The picture of a drawing as SVG from the server: title, the drawing or its table, source and moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from tinhso.exploration.drawn import Drawn
from tinhso.exploration.sheets import Item, Sheet

WIDTH: Final = 960
_ROW: Final = 26
_FIRST: Final = 300
_MOST_ROWS: Final = 200
_FONT: Final = "Be Vietnam Pro, Segoe UI, Arial, sans-serif"
INK: Final = "#1b232d"
MUTED: Final = "#556170"
LINE: Final = "#c5ccd5"


def of(drawn: Drawn) -> SafeString:
    """The whole picture. The drawing is the form's own, else its table."""
    made = drawn.made
    if made is None:
        return framed(drawn, SafeString(), WIDTH, 0)
    if made.svg and "height" not in made.context:
        return mark_safe(made.svg)  # noqa: S308 - a whole picture, escaped by the form
    if made.svg:
        return framed(drawn, mark_safe(made.svg), WIDTH, int(made.context["height"]))  # noqa: S308 - made by the form, escaped
    sheet = made.context["sheet"]
    inner, width, height = table(sheet)
    return framed(drawn, inner, width, height)


def framed(drawn: Drawn, inner: SafeString, width: int, height: int) -> SafeString:
    """A drawing between its title and its source."""
    lead = drawn.lead or drawn.line
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img"'
        ' font-family="{2}" font-size="13" fill="{3}"><title>{4}</title><rect width="100%" height="100%"'
        ' fill="#fff"></rect><text x="16" y="30" font-size="18" font-weight="600">{4}</text>'
        '<text x="16" y="52" fill="{5}">{6}</text><g transform="translate(0 68)">{7}</g>'
        '<text x="16" y="{8}" fill="{5}" font-size="12">{9}</text></svg>',
        width, height + 108, _FONT, INK, drawn.title, MUTED, lead, inner, height + 92,
        drawn.foot,
    )  # fmt: skip


def table(sheet: Sheet) -> tuple[SafeString, int, int]:
    """A table as drawing, with its width and height; long ones end with how many rows are left out."""
    column = max(110, (WIDTH - _FIRST) // max(1, len(sheet.heads)))
    width = max(WIDTH, _FIRST + column * len(sheet.heads) + 16)
    lines = sheet.lines[:_MOST_ROWS]
    heads = [f"{head.group} {head.label}".strip() for head in sheet.heads]
    rows = [_row(0, sheet.corner, heads, column, bold=True)]
    rows += [
        _row(
            index,
            f"{line.label} {line.part}".strip(),
            [_said(item) for item in line.items],
            column,
            bold=line.total,
        )
        for index, line in enumerate(lines, start=1)
    ]
    height = _ROW * (len(lines) + 1) + 8
    return format_html_join("", "{}", ((row,) for row in rows)), width, height


def _said(item: Item) -> str:
    marks = f" ({'; '.join(item.marks)})" if item.marks else ""
    return f"{item.sign} {item.text}{marks}".strip()


def _row(index: int, label: str, texts: Sequence[str], column: int, *, bold: bool) -> SafeString:
    y = index * _ROW + 18
    weight = "600" if bold else "400"
    cells = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="end" font-weight="{}">{}</text>',
        ((_FIRST + column * (place + 1), y, weight, text) for place, text in enumerate(texts)),
    )
    return format_html(
        '<text x="16" y="{}" font-weight="{}">{}</text>{}'
        '<line x1="16" x2="{}" y1="{}" y2="{}" stroke="{}"></line>',
        y, weight, label, cells, _FIRST + column * len(texts), y + 8, y + 8, LINE,
    )  # fmt: skip
