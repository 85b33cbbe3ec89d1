"""Filters that a reader kept under a name (bộ lọc đã lưu), shown below the chips of the same list.

`TINHSO_SAVED_FILTERS` names a function `(request) -> Saved | None`; None for readers who have not signed in.
It runs once a request, and only when a list is drawn or opened without any filter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.module_loading import import_string

ALL = "all"
"""The parameter that asks for the list as it is, past the reader's own opening."""
PASSING = frozenset({ALL, "page", "limit", "format"})
"""Parameters that say how the list is read now, not what it is narrowed to."""
_ASKED = "tinhso.saved"


@dataclass(frozen=True)
class Kept:
    """One of them: name, address, whether it is what the page shows, whether the list opens with it."""

    name: str
    url: str
    change_url: str
    current: bool = False
    opens: bool = False


@dataclass(frozen=True)
class Saved:
    """Those of one reader for one list. `query` is what could be kept now, empty when nothing is set."""

    filters: tuple[Kept, ...]
    path: str
    query: str
    save_url: str

    @property
    def opening(self) -> str:
        """The address that the list opens with; empty when the reader chose none."""
        return next((one.url for one in self.filters if one.opens), "")

    @property
    def new(self) -> bool:
        """Whether what is set now has no name yet."""
        return bool(self.query) and not any(one.current for one in self.filters)


def essence(query: QueryDict) -> str:
    """What of an address is worth keeping: filters, order, columns, sorted; no page, no format."""
    pairs = [(key, value) for key, values in query.lists() for value in values if value]
    return urlencode(sorted(pair for pair in pairs if pair[0] not in PASSING))


@cache
def _provider(path: str) -> Callable[[HttpRequest], Saved | None]:
    function: Callable[[HttpRequest], Saved | None] = import_string(path)
    return function


def of(request: HttpRequest) -> Saved | None:
    """The reader's own for this list; asked once a request."""
    known: dict[str, Any] = request.META
    if _ASKED not in known:
        path = getattr(settings, "TINHSO_SAVED_FILTERS", "")
        known[_ASKED] = _provider(path)(request) if path else None
    found: Saved | None = known[_ASKED]
    return found


def opening(request: HttpRequest) -> str:
    """Where to lead a reader who opens the list without any filter; empty: nowhere else."""
    found = None if request.GET else of(request)
    return found.opening if found else ""


def bare(request: HttpRequest, url: str) -> str:
    """`url`, made to ask for everything where the bare list would open with the reader's own filter."""
    if url != request.path:
        return url
    found = of(request)
    return f"{url}?{ALL}=1" if found and found.opening else url
