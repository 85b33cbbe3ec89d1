"""Icons, badges and rows as markup made in Python: what a list draws hundreds of times."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tinhso.base.web import statuses
from tinhso.base.web.listing import Cell, Line, lines
from tinhso.base.web.tables import Row, Table

_kept_address = cache(static)


def _sprite() -> str:
    return (static if settings.DEBUG else _kept_address)("web/icons.svg")


@lru_cache(maxsize=512)
def _icon(address: str, name: str, label: str) -> SafeString:
    shown = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"></use></svg>', shown, address, name)


def icon(name: str, label: str = "") -> SafeString:
    """An icon of `web/icons.svg`. Beside words it is decoration; alone it needs a `label`."""
    return _icon(_sprite(), name, label)


@lru_cache(maxsize=1024)
def _badge(address: str, tone: str, word: str, quiet: bool) -> SafeString:
    return format_html(
        '<span class="status status--{}{}">{}<span>{}</span></span>',
        tone,
        " status--quiet" if quiet else "",
        _icon(address, f"st-{tone}", ""),
        word,
    )


def badge(state: str, word: object = "", *, quiet: bool = False) -> SafeString:
    """The badge of a state: colour, sign, word."""
    return _badge(_sprite(), statuses.tone_of(state).key, str(word or statuses.word_of(state)), quiet)


def _content(cell: Cell) -> str:
    if cell.tone:
        return badge(cell.tone, cell.word)
    text = escape(cell.text)
    return f'<a href="{escape(cell.href)}">{text}</a>' if cell.href else text


def _class(column: Any) -> str:
    names = ["num"] if column.numeric else ["is-date"] if column.kind in {"date", "moment"} else []
    if not column.essential:
        names.append("is-extra")
    return f' class="{" ".join(names)}"' if names else ""


def _heading(line: Line, cell: Cell) -> str:
    held = ' class="num"' if cell.column.numeric else ""
    if not line.href:
        return f'<th scope="row"{held}>{_content(cell)}</th>'
    return f'<th scope="row"{held}><a href="{escape(line.href)}" data-panel>{escape(cell.text)}</a></th>'


def rows(lines: Sequence[Line]) -> SafeString:
    """The body of a table. Every text is escaped here; labels and classes are made once a column."""
    if not lines:
        return SafeString()
    opened = [
        f'<td data-label="{escape(cell.column.label)}"{_class(cell.column)}>' for cell in lines[0].cells[1:]
    ]
    made = []
    for line in lines:
        href = f' data-href="{escape(line.href)}"' if line.href else ""
        edit = f' data-edit="{escape(line.edit)}"' if line.edit else ""
        cells = "".join(
            f"{start}{_content(cell)}</td>" for start, cell in zip(opened, line.cells[1:], strict=True)
        )
        made.append(f"<tr{href}{edit}>{_heading(line, line.cells[0])}{cells}</tr>")
    return mark_safe("".join(made))  # noqa: S308 - every part above is escaped


def sheet(table: Table[Row], found: Sequence[Row], nothing: object = "") -> SafeString:
    """A whole small table, such as stands below a drawing; `nothing` is said where it has no row."""
    heads = "".join(
        f'<th scope="col"{" class=num" if column.numeric else ""}>{escape(column.label)}</th>'
        for column in table.shown
    )
    said = f'<tr><td colspan="{len(table.shown)}">{escape(nothing)}</td></tr>'
    body = rows(lines(table, found)) if found else said
    caption = escape(table.caption)
    label = escape(_("Bảng: %(caption)s") % {"caption": table.caption})
    return mark_safe(  # noqa: S308 - every part above is escaped
        f'<div class="sheet-wrap" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="data data--tight"><caption class="visually-hidden">{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )
