"""Pages of a list, with addresses that keep every filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.web.tables import Row

MOST = 1_000


def address(path: str, query: QueryDict, **changes: str | None) -> str:
    """`path` with `query` changed: None takes a parameter away. A changed filter goes back to page 1."""
    changed = query.copy()
    if "page" not in changes:
        changed.pop("page", None)
    for key, value in changes.items():
        if value is None:
            changed.pop(key, None)
        else:
            changed[key] = value
    return f"{path}?{changed.urlencode()}" if changed else path


def whole(query: QueryDict, key: str, default: int, most: int) -> int:
    """A whole number between 1 and `most` from the address. Raises Invalid."""
    text = query.get(key, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise Invalid(
            _("“%(text)s” không phải số từ 1 đến %(most)d.") % {"text": text, "most": most}, field=key
        )
    return int(text)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list. `number` counts from 1."""

    items: Sequence[Row]
    total: int
    number: int
    limit: int
    path: str
    query: QueryDict

    @property
    def last(self) -> int:
        """The number of the last page; 1 when there is nothing."""
        return max(1, -(-self.total // self.limit))

    @property
    def first_row(self) -> int:
        """The place of this page's first row, from 1; 0 when there is none."""
        return (self.number - 1) * self.limit + 1 if self.items else 0

    @property
    def last_row(self) -> int:
        """The place of this page's last row."""
        return (self.number - 1) * self.limit + len(self.items)

    def url(self, number: int) -> str:
        """The address of that page."""
        return address(self.path, self.query, page=None if number == 1 else str(number))

    @property
    def next_url(self) -> str | None:
        """The next page's address."""
        return self.url(self.number + 1) if self.number < self.last else None

    @property
    def previous_url(self) -> str | None:
        """The page before."""
        return self.url(self.number - 1) if self.number > 1 else None

    @property
    def around(self) -> list[tuple[int | None, str]]:
        """Numbers to offer: first, last and the neighbours; None for a gap."""
        wanted = sorted({1, self.last, *range(max(1, self.number - 1), min(self.last, self.number + 1) + 1)})
        offered: list[tuple[int | None, str]] = []
        for before, number in zip([0, *wanted], wanted, strict=False):
            if number - before > 1:
                offered.append((None, ""))
            offered.append((number, self.url(number)))
        return offered


def _count(rows: QuerySet[Any] | Sequence[Row]) -> int:
    return rows.count() if isinstance(rows, QuerySet) else len(rows)


def paginate(
    rows: QuerySet[Any] | Sequence[Row], path: str, query: QueryDict, *, limit: int = 50
) -> Page[Row]:
    """The page that the address asks for (`page`, `limit` ≤ 1,000). A page past the end is the last one."""
    size = whole(query, "limit", limit, MOST)
    number = whole(query, "page", 1, 10**8)
    if number == 1:
        first = list(rows[: size + 1])
        if len(first) <= size:  # all of it: nothing to count
            return Page(first, len(first), 1, size, path, query)
        return Page(first[:size], _count(rows), 1, size, path, query)
    total = _count(rows)
    number = min(number, max(1, -(-total // size)))
    start = (number - 1) * size
    return Page(list(rows[start : start + size]), total, number, size, path, query)
