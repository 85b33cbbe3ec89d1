"""The API's list envelope: `{items, next, total}`; its cursor survives new and vanished rows."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid

MOST = 1000
USUAL = 100

M = TypeVar("M", bound=Model)
T = TypeVar("T")


@dataclass(frozen=True)
class Envelope(Generic[M]):
    """One page of a list. `next` is the address (path and query) of what follows, None at the end."""

    items: list[M]
    next: str | None
    total: int


def _order(rows: QuerySet[M]) -> list[str]:
    """The names the list is ordered by, the key last so that no two rows are equal."""
    named = list(rows.query.order_by or rows.model._meta.ordering or ())
    if not all(isinstance(name, str) for name in named):
        raise TypeError("A list with a cursor is ordered by names of columns without empty values.")
    plain = [str(name) for name in named]
    return plain if plain and plain[-1].lstrip("-") in {"pk", "id"} else [*plain, "pk"]


def _value(row: Model, name: str) -> Any:
    value = attrgetter(name.lstrip("-").replace("__", "."))(row)
    if value is None:
        raise TypeError(f"A list with a cursor cannot be ordered by {name}: it may be empty.")
    return value


class _Whole(DjangoJSONEncoder):
    """Moments to the microsecond: rows recorded in the same thousandth must not fall between two pages."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _written(values: Sequence[Any]) -> str:
    text = json.dumps(list(values), cls=_Whole, ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, size: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise _unreadable() from error
    if not isinstance(values, list) or len(values) != size:
        raise _unreadable()
    return values


def _unreadable() -> Invalid:
    return Invalid(
        _("Không đọc được vị trí tiếp theo của danh sách."),
        field="cursor",
        hint=_("Dùng nguyên địa chỉ “next” đã nhận, hoặc bỏ tham số cursor để đọc từ đầu."),
    )


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that stand after those values, column by column."""
    after, equal = Q(pk__in=()), Q()
    for name, value in zip(order, values, strict=True):
        column = name.lstrip("-")
        further = "lt" if name.startswith("-") else "gt"
        after |= equal & Q(**{f"{column}__{further}": value})
        equal &= Q(**{column: value})
    return after


def page(
    rows: QuerySet[M], request: HttpRequest, limit: int = USUAL, cursor: str | None = None
) -> Envelope[M]:
    """The rows after `cursor` (None: the first), at most `limit` ≤ 1,000. Raises Invalid.

    `rows` come ordered by columns that are never empty; the key is added as the last.
    """
    if not 1 <= limit <= MOST:
        raise Invalid(_("Mỗi lần từ 1 đến %(most)d mục.") % {"most": MOST}, field="limit")
    order = _order(rows)
    ordered = rows.order_by(*order)
    try:
        following = ordered.filter(_after(order, _read(cursor, len(order)))) if cursor else ordered
        found = list(following[: limit + 1])
    except (ValidationError, ValueError, TypeError) as error:
        if not cursor:
            raise
        raise _unreadable() from error
    items = found[:limit]
    more = len(found) > limit
    address = _next(request, [_value(items[-1], name) for name in order]) if more else None
    return Envelope(items, address, rows.count())


def _next(request: HttpRequest, values: Sequence[Any]) -> str:
    query = request.GET.copy()
    query["cursor"] = _written(values)
    return f"{request.path}?{query.urlencode()}"


@dataclass(frozen=True)
class Slice(Generic[T]):
    """One page of a list that was computed rather than read."""

    items: list[T]
    next: str | None
    total: int


def slice_of(
    found: Sequence[T],
    key: Callable[[T], tuple[int | str, ...]],
    request: HttpRequest,
    limit: int = USUAL,
    cursor: str | None = None,
) -> Slice[T]:
    """The things whose keys come after `cursor`, in the order of their keys. Raises Invalid."""
    ordered = sorted(found, key=key)
    if cursor and ordered:
        after = tuple(_read(cursor, len(key(ordered[0]))))
        try:
            following = [thing for thing in ordered if key(thing) > after]
        except TypeError as error:
            raise _unreadable() from error
    else:
        following = ordered
    items = following[:limit]
    address = _next(request, key(items[-1])) if len(following) > limit else None
    return Slice(items, address, len(ordered))
