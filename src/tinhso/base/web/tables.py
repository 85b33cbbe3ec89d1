"""One declaration of a list: the page, the CSV, the XLSX and the JSON are drawn from the same columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from django.utils.functional import Promise

from tinhso.base import clock

Row = TypeVar("Row")
Kind = Literal["text", "integer", "decimal", "percent", "money", "date", "moment", "status", "link"]
"""`percent` values are already in percent (89.5); `status` values are keys of `statuses.WORDS`;
`link` values are text whose address `href` gives."""

NUMERIC: frozenset[str] = frozenset({"integer", "decimal", "percent", "money"})

Words = str | Promise


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. `sort` is what the database orders by; `essential` columns stay on a phone's cards.

    `word` replaces the word of a status; `digits` the decimals shown on the page,
    `most_digits` the most of them, closing zeros left out (exports keep all);
    `export_only` columns are left out of the page.
    """

    key: str
    label: Words
    value: Callable[[Row], Any]
    kind: Kind = "text"
    href: Callable[[Row], str] | None = None
    sort: str | tuple[str, ...] = ()
    digits: int | None = None
    most_digits: int | None = None
    essential: bool = True
    word: Callable[[Row], object] | None = None
    export_only: bool = False

    @property
    def numeric(self) -> bool:
        """Whether the column is set on the right in equal figures."""
        return self.kind in NUMERIC

    @property
    def order(self) -> tuple[str, ...]:
        """What the database orders by, ascending; empty when the column cannot be sorted."""
        return (self.sort,) if isinstance(self.sort, str) else self.sort


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A list's declaration. `name` becomes the file's name; the first column heads the row.

    `href` gives the page of a row (click, Enter); `edit` the page that changes it (key e). `prepare` is shown
    the rows of a page, or of a stretch of an export, before they are printed.
    """

    name: str
    caption: Words
    columns: tuple[Column[Row], ...]
    href: Callable[[Row], str] | None = None
    edit: Callable[[Row], str] | None = None
    order: str = ""
    facts: Mapping[str, Words] = field(default_factory=dict)
    prepare: Callable[[Sequence[Row]], None] | None = None

    def column(self, key: str) -> Column[Row] | None:
        """The column of that key."""
        return next((column for column in self.columns if column.key == key), None)

    @property
    def shown(self) -> tuple[Column[Row], ...]:
        """The columns of the page."""
        return tuple(column for column in self.columns if not column.export_only)


def plain(value: Any) -> Any:
    """A value as JSON carries it: numbers, decimal strings unrounded, ISO dates, text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return clock.local(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Promise):
        return str(value)
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return str(value)
