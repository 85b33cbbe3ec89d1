"""Alerts that were not read, as lines of “Việc của tôi”: one a watch, not one a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Count, QuerySet

from tinhso.exploration.watching import queries, telling
from tinhso.exploration.watching.models import Watch
from tinhso.people.principals import Principal
from tinhso.people.waiting import Source, Waiting


def lines(by: Principal) -> Iterator[Waiting]:
    """The watches with alerts to read; two queries."""
    rows = list(_counted(queries.with_unread(by)))
    units = telling.units_of(rows)
    for row in rows:
        news = telling.news(getattr(row, "unread", 0))
        yield Waiting(
            text=telling.title(row),
            href=row.get_absolute_url(),
            note=f"{news} · {telling.where(row, units)}",
            code=row.indicator.code,
            illustrative=row.illustrative,
        )


def _counted(rows: QuerySet[Watch]) -> QuerySet[Watch]:
    return rows.annotate(unread=Count("alerts", filter=queries.UNREAD_OF_WATCH, distinct=True))


def counted(by: Principal) -> QuerySet[Any]:
    """The same watches, to be counted."""
    return queries.with_unread(by)


SOURCE: Final = Source(lines, counted)
