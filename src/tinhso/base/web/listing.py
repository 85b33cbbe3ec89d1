"""A list page from one declaration: filters, order, pages, and the twins of `?format=`.

def plans(request):
    found = listing.build(request, PLANS, queries.plans(), filters=FILTERS, apply=narrow)
    return found.respond("steering/plans.html", {"title": _("Kế hoạch")})
"""

from __future__ import annotations

import itertools
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render

from tinhso.base.errors import Invalid
from tinhso.base.numbers import Language
from tinhso.base.web import exports, filters, saved, statuses, wording
from tinhso.base.web.filters import Option
from tinhso.base.web.paging import Page, address, paginate
from tinhso.base.web.tables import Column, Row, Table


@dataclass(frozen=True)
class Head:
    """A column's head: its label and what sorting by it does."""

    column: Column[Any]
    url: str
    sorted: str


class Cell(NamedTuple):
    """A cell ready to print."""

    column: Column[Any]
    text: str
    href: str
    tone: str
    word: object


class Line(NamedTuple):
    """A row ready to print. `row` is the thing itself, for a page's own template."""

    row: Any
    cells: tuple[Cell, ...]
    href: str
    edit: str


def show(column: Column[Row], value: Any, lang: Language | None = None) -> str:
    """A value as the page prints it, in `lang`, else in the reader's language."""
    if column.kind == "text":
        return wording.NOTHING if value is None or value == "" else str(value)
    if column.kind in {"integer", "decimal"}:
        if column.most_digits is not None:
            return wording.rounded(value, column.most_digits)
        return wording.number(value, column.digits, lang)
    if column.kind == "percent":
        return wording.percent(value, column.digits, lang)
    if column.kind == "money":
        return wording.money(value)
    if column.kind == "date":
        return wording.day(value)
    if column.kind == "moment":
        return wording.moment(value)
    return wording.NOTHING if value is None or value == "" else str(value)


def cell(column: Column[Row], row: Row, lang: Language | None = None) -> Cell:
    """One cell."""
    value = column.value(row)
    tone, word = "", ""
    if column.kind == "status" and value:
        tone = str(value)
        word = str(column.word(row) if column.word else statuses.word_of(tone))
    href = column.href(row) if column.href else ""
    return Cell(column, show(column, value, lang), href, tone, word)


def lines(table: Table[Row], rows: Iterable[Row], columns: Sequence[Column[Row]] | None = None) -> list[Line]:
    """Rows ready to print, in those columns or in all that the page shows."""
    drawn = table.shown if columns is None else columns
    lang = wording.language()
    return [
        Line(
            row,
            tuple([cell(column, row, lang) for column in drawn]),
            table.href(row) if table.href else "",
            table.edit(row) if table.edit else "",
        )
        for row in rows
    ]


class Source(Sequence[Row]):
    """Rows of a list that are too many to be held: what is shown is read when it is shown.

    `len()` counts them, a slice reads a stretch, a walk reads stretch after stretch (exports).
    """

    @abstractmethod
    def ordered(self, key: str, *, descending: bool) -> Source[Row]:
        """The same in the order of that column of the table; what has no value stands last."""


_CHUNK = 2000
"""Rows of an export that are read and prepared together."""


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """A list as one reader sees it now."""

    request: HttpRequest
    table: Table[Row]
    filters: filters.Filters
    rows: QuerySet[Any] | Sequence[Row]
    page: Page[Row]
    order: str

    @property
    def hidden(self) -> frozenset[str]:
        """Keys of the columns that the reader put away (`?hide=code,agency`); the first always stays."""
        return frozenset(self.request.GET.get("hide", "").split(",")) - {self.table.shown[0].key}

    @property
    def shown(self) -> list[Column[Row]]:
        """The columns that the page draws."""
        return [column for column in self.table.shown if column.key not in self.hidden]

    @property
    def chooser(self) -> list[Option]:
        """The columns that can be put away or brought back, with the address that does it."""
        return [self._toggle(column) for column in self.table.shown[1:]]

    def _toggle(self, column: Column[Row]) -> Option:
        keys = self.hidden ^ {column.key}
        chosen = ",".join(one.key for one in self.table.shown if one.key in keys) or None
        url = address(self.request.path, self.request.GET, page=self.request.GET.get("page"), hide=chosen)
        return Option(column.label, saved.bare(self.request, url), column.key not in self.hidden)

    @property
    def saved(self) -> saved.Saved | None:
        """The filters that the reader kept for this list; None for readers who have not signed in."""
        return saved.of(self.request)

    @property
    def heads(self) -> list[Head]:
        """The heads of the shown columns."""
        return [self._head(column) for column in self.shown]

    def _head(self, column: Column[Row]) -> Head:
        if not column.order:
            return Head(column, "", "")
        state = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.order, "")
        then = f"-{column.key}" if state == "ascending" else column.key
        return Head(column, address(self.request.path, self.request.GET, sort=then), state)

    @property
    def lines(self) -> list[Line]:
        """The rows of this page, ready to print."""
        return lines(self.table, self.page.items, self.shown)

    @property
    def export_links(self) -> list[tuple[str, str]]:
        """The twins: whole list as CSV and XLSX, this page as JSON."""
        return [
            (name.upper(), address(self.request.path, self.request.GET, format=name))
            for name in ("csv", "xlsx", "json")
        ]

    def respond(self, template: str, context: Mapping[str, Any] | None = None) -> HttpResponseBase:
        """The page, or the twin that `?format=` asks for; a bare list opens with the reader's own filter."""
        wanted = self.request.GET.get("format", "")
        if not wanted or wanted == "html":
            if opening := saved.opening(self.request):
                return redirect(opening)
            return render(self.request, template, {**(context or {}), "listing": self})
        self.filters.require()
        if wanted == "json":
            return self._json()
        rows = self.rows.iterator(chunk_size=_CHUNK) if isinstance(self.rows, QuerySet) else self.rows
        return exports.file(self.table, self._prepared(rows), wanted)

    def _prepared(self, rows: Iterable[Row]) -> Iterable[Row]:
        """The rows of an export, prepared stretch by stretch."""
        prepare = self.table.prepare
        if prepare is None:
            yield from rows
            return
        walk = iter(rows)
        while stretch := list(itertools.islice(walk, _CHUNK)):
            prepare(stretch)
            yield from stretch

    def _json(self) -> JsonResponse:
        following = self.page.next_url
        return JsonResponse(
            {
                "items": [exports.item(self.table, row) for row in self.page.items],
                "next": self.request.build_absolute_uri(following) if following else None,
                "total": self.page.total,
            },
            json_dumps_params={"ensure_ascii": False},
        )


def _ordered(
    rows: QuerySet[Any] | Sequence[Row], table: Table[Row], asked: str
) -> tuple[QuerySet[Any] | Sequence[Row], str]:
    """`rows` in the order that the address asks for, the primary key last so that pages never overlap."""
    key = asked.removeprefix("-")
    column = table.column(key)
    if column is None or not column.order:
        return rows, ""
    descending = asked.startswith("-")
    if isinstance(rows, Source):
        return rows.ordered(key, descending=descending), asked
    if isinstance(rows, QuerySet):
        fields = [f"-{name}" if descending else name for name in column.order]
        return rows.order_by(*fields, "pk"), asked
    value = column.value
    present = [row for row in rows if value(row) is not None]
    absent = [row for row in rows if value(row) is None]
    return [*sorted(present, key=value, reverse=descending), *absent], asked


def build(
    request: HttpRequest,
    table: Table[Row],
    rows: QuerySet[Any] | Sequence[Row],
    *,
    declared: Iterable[filters.Filter] = (),
    narrow: Callable[[Any, filters.Filters], Any] | None = None,
    limit: int = 50,
) -> Listing[Row]:
    """The list that the request's address describes.

    `narrow(rows, filters)` applies the typed values. Raises Invalid for an unreadable page or limit, and
    for an unknown order when a program asks; unreadable filters are shown above the list.
    """
    read = filters.read(request, declared)
    found = narrow(rows, read) if narrow else rows
    asked = request.GET.get("sort", "") or table.order
    ordered, order = _ordered(found, table, asked)
    if asked and not order and request.GET.get("format") == "json":
        raise Invalid(f"sort={asked}", field="sort", hint=", ".join(c.key for c in table.columns if c.order))
    page = paginate(ordered, request.path, request.GET, limit=limit)
    if table.prepare:
        table.prepare(page.items)
    return Listing(request, table, read, ordered, page, order)
