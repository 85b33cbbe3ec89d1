"""The figures in force of one indicator or of several, to be read under any boundaries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F

from tinhso.base.calendar.periods import Period
from tinhso.indicators import queries
from tinhso.indicators.models import CurrentFigure, Indicator
from tinhso.indicators.querysets import ObservationQuerySet


def figures_of(
    indicator: Indicator,
    period: Period | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
    *,
    illustrative: bool = False,
) -> ObservationQuerySet:
    """The results in force, in the indicator's own kind."""
    found = queries.in_force(as_of, known_at).filter(
        indicator=indicator, kind=indicator.kind, is_target=False
    )
    if period:
        found = found.filter(period=period.code)
    return found if illustrative else found.published()


def figures_in(
    indicators: Iterable[UUID],
    periods: Collection[str] | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
    *,
    illustrative: bool = False,
) -> ObservationQuerySet:
    """The results in force of several indicators, in each one's own kind; `periods` by code.

    Today's come from the current state: of two sources the later speaks there already.
    """
    narrowed: dict[str, Any] = {
        "indicator__in": list(indicators), "kind": F("indicator__kind"), "is_target": False,
    }  # fmt: skip
    if periods is not None:
        narrowed["period__in"] = periods
    if not illustrative:
        narrowed["illustrative"] = False
    if as_of or known_at:
        found = queries.figures().in_force(as_of, known_at).filter(**narrowed)
    else:
        now = CurrentFigure.objects.filter(**narrowed).values("observation")
        found = queries.figures().filter(pk__in=now)
    return found.select_related("place", "document")


def periods_of(rows: ObservationQuerySet) -> list[tuple[str, int]]:
    """Codes of the periods of those figures, the newest first, each with how many figures it has."""
    counted = rows.order_by().values("period", "period_end").annotate(count=Count("pk"))
    return [(row["period"], row["count"]) for row in counted.order_by("-period_end", "-period")]
