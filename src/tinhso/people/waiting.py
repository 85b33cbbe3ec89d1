"""What waits for somebody who signed in, as rooms above know it: lines of “Việc của tôi”, and its inbox.

`TINHSO_WAITING` lists dotted paths to `Source`s. What a source counts is what it lists. `TINHSO_NEWS` names
the `News` behind the bell: notices, which are no lines of work and are not counted among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from operator import add
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db.models import IntegerField, QuerySet, Value
from django.db.models.expressions import Combinable, RawSQL
from django.utils.module_loading import import_string

from tinhso.base.offers import offered
from tinhso.people.models import Account
from tinhso.people.principals import Principal


@dataclass(frozen=True)
class Waiting:
    """One line: text and a note, where it leads; `code` names it in exports."""

    text: str
    href: str
    note: str = ""
    code: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class Source:
    """What a room knows: `lines` for the page, `counted` the same as rows, to be counted by another query."""

    lines: Callable[[Principal], Iterable[Waiting]]
    counted: Callable[[Principal], QuerySet[Any]]


@dataclass(frozen=True)
class News:
    """What the bell counts: the name of its page, and the unread rows of a reader."""

    url_name: str
    counted: Callable[[Principal], QuerySet[Any]]


def sources() -> tuple[Source, ...]:
    """Those of all rooms."""
    return offered("TINHSO_WAITING")


def lines(by: Principal) -> Iterator[Waiting]:
    """What all sources have to say, in the order of the rooms. One query tells which have anything at all."""
    known = sources()
    if by.account_id is None or not known:
        return
    counts = [_number(source.counted(by)) for source in known]
    found = Account.objects.filter(pk=by.account_id).values_list(*counts).first()
    for source, count in zip(known, found or (), strict=bool(found)):
        if count:
            yield from source.lines(by)


def number(by: Principal) -> Combinable:
    """How many lines all sources have for somebody, to be annotated to a query that is asked anyway."""
    return reduce(add, [_number(source.counted(by)) for source in sources()], Value(0))


def _number(rows: QuerySet[Any]) -> Combinable:
    """How many rows a query has, each counted once, whatever it joins: as long as the list of them.

    Said as SQL at once: to take eight queries into another as expressions costs more than to answer them.
    """
    try:
        sql, values = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Value(0)
    counted = f"SELECT count(*) FROM ({sql}) counted"  # noqa: S608 - what Django made, its values apart
    return RawSQL(counted, values, IntegerField())  # noqa: S611 - the same


@cache
def _news(path: str) -> News | None:
    found: News | None = import_string(path) if path else None
    return found


def news() -> News | None:
    """What is behind the bell; None where no room has notices."""
    return _news(getattr(settings, "TINHSO_NEWS", ""))


def unread(by: Principal) -> Combinable:
    """How many notices somebody has not read, to be annotated to a query that is asked anyway."""
    found = news()
    return _number(found.counted(by)) if found else Value(0)
