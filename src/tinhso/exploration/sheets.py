"""The table that says what a drawing shows: printed cells with marks, and the twin for CSV, XLSX and JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tinhso.base.web.tables import Column, Kind, Table

Value = Decimal | int | str | None
MOST_SHOWN = 250
_OFTEN = 3
"""Rows from which on a mark that all carry is said once."""


@dataclass(frozen=True)
class Head:
    """A column. `group` stands above it and over its equal neighbours; `kind` decides how files keep it.

    `note`: what is said of every figure in it.
    """

    key: str
    label: str
    kind: Kind = "decimal"
    group: str = ""
    unit: str = ""
    digits: int | None = None
    note: str = ""

    @property
    def numeric(self) -> bool:
        """Whether it is set on the right."""
        return self.kind != "text"


@dataclass(frozen=True)
class Item:
    """A cell. `href` opens its facts, `marks` say what is missing, `tone` colours it and `sign` says so.

    `aside`: its text is no number but the reason why there is none.
    """

    value: Value = None
    text: str = "–"
    href: str = ""
    marks: tuple[str, ...] = ()
    tone: str = ""
    sign: str = ""
    aside: bool = False

    @property
    def said(self) -> tuple[str, ...]:
        """What files say of it besides its number."""
        return (self.text, *self.marks) if self.aside else self.marks


@dataclass(frozen=True)
class Line:
    """A row. `part` tells the third axis apart, `code` names its unit in files, `total` sets it apart."""

    label: str
    items: tuple[Item, ...]
    part: str = ""
    code: str = ""
    href: str = ""
    total: bool = False

    @property
    def note(self) -> str:
        """The marks of its cells, for files."""
        return "; ".join(dict.fromkeys(mark for item in self.items for mark in item.said))


@dataclass(frozen=True)
class Group:
    """A head above heads."""

    label: str
    span: int


@dataclass(frozen=True)
class Sheet:
    """A whole table. `corner` heads the rows, `parts` the third axis where it stands in rows."""

    name: str
    caption: str
    corner: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    parts: str = ""
    codes: str = ""
    cards: bool = False

    @property
    def groups(self) -> tuple[Group, ...]:
        """The heads above the heads; empty where there are none."""
        found: list[Group] = []
        for head in self.heads:
            if found and found[-1].label == head.group:
                found[-1] = Group(head.group, found[-1].span + 1)
            else:
                found.append(Group(head.group, 1))
        return tuple(found) if any(one.label for one in found) else ()

    def lifted(self) -> Sheet:
        """With a mark that all figures of a column carry said once, in its head."""
        heads, columns = (
            list(self.heads),
            [list(column) for column in zip(*(line.items for line in self.lines), strict=True)],
        )
        whole = [line.total for line in self.lines]
        for index, column in enumerate(columns):
            told = [
                item.marks
                for item, total in zip(column, whole, strict=True)
                if item.value is not None and not total
            ]
            marks = set(told)
            if len(marks) != 1 or len(told) < _OFTEN or not (only := next(iter(marks))):
                continue
            heads[index] = replace(heads[index], note=", ".join(only))
            columns[index] = [replace(item, marks=()) if item.marks == only else item for item in column]
        items = list(zip(*columns, strict=True))
        lines = tuple(replace(line, items=found) for line, found in zip(self.lines, items, strict=True))
        return replace(self, heads=tuple(heads), lines=lines) if items else self

    @property
    def table(self) -> Table[Line]:
        """The twin: the same columns, codes and marks beside them."""
        columns: list[Column[Line]] = [Column("label", self.corner, lambda line: line.label)]
        if self.codes:
            columns.append(Column("code", self.codes, lambda line: line.code, export_only=True))
        if self.parts:
            columns.append(Column("part", self.parts, lambda line: line.part))
        columns += [self._column(index, head) for index, head in enumerate(self.heads)]
        if any(line.note for line in self.lines):
            columns.append(Column("note", _("Ghi chú"), lambda line: line.note, export_only=True))
        return Table(self.name, self.caption, tuple(columns))

    @staticmethod
    def _column(index: int, head: Head) -> Column[Line]:
        label = f"{_named(head)} ({head.unit})" if head.unit else _named(head)
        return Column(head.key, label, _value(index), kind=head.kind, digits=head.digits)

    @property
    def shown(self) -> Sequence[Line]:
        """The rows that a page prints: of very many those with figures first; files hold all of them."""
        if len(self.lines) <= MOST_SHOWN:
            return self.lines
        told = [line for line in self.lines if any(item.value is not None for item in line.items)]
        without = [line for line in self.lines if all(item.value is None for item in line.items)]
        return [*told, *without][:MOST_SHOWN]

    @property
    def left(self) -> int:
        """How many rows a page leaves out."""
        return len(self.lines) - len(self.shown)

    @property
    def body(self) -> SafeString:
        """The rows as markup; every text is escaped here."""
        opened = [f'<td data-label="{escape(_named(head))}"' for head in self.heads]
        return mark_safe("".join(self._row(line, opened) for line in self.shown))  # noqa: S308 - escaped below

    def _row(self, line: Line, opened: Sequence[str]) -> str:
        label = escape(line.label)
        name = f'<a href="{escape(line.href)}">{label}</a>' if line.href else label
        part = f"<td>{escape(line.part)}</td>" if self.parts else ""
        cells = "".join(
            f"{start}{_class(head, item)}>{_content(item)}</td>"
            for start, head, item in zip(opened, self.heads, line.items, strict=True)
        )
        total = ' class="pivot__total"' if line.total else ""
        return f'<tr{total}><th scope="row">{name}</th>{part}{cells}</tr>'


def _named(head: Head) -> str:
    return f"{head.group} · {head.label}" if head.group else head.label


def _class(head: Head, item: Item) -> str:
    names = ["num"] if head.numeric else []
    if item.tone:
        names += ["heat", f"heat--{item.tone}"]
    return f' class="{" ".join(names)}"' if names else ""


def _content(item: Item) -> str:
    text = escape(item.text)
    told = f'<a href="{escape(item.href)}">{text}</a>' if item.href else text
    if item.aside:
        return f'<span class="pivot__aside">{told}</span>'
    sign = f'<span class="heat__sign" aria-hidden="true">{escape(item.sign)}</span> ' if item.sign else ""
    marks = "".join(f'<span class="pivot__mark">{escape(mark)}</span>' for mark in item.marks)
    return f"{sign}{told}{marks}"


def _value(index: int) -> Callable[[Line], Any]:
    return lambda line: line.items[index].value
