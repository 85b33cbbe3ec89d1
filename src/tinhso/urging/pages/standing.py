"""How agencies and their heads stand over a period."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base import clock
from tinhso.base.calendar.periods import ND_09_2019, Period, PeriodKind
from tinhso.base.errors import Invalid, NotFound
from tinhso.base.web import listing
from tinhso.base.web.paging import address
from tinhso.people.principals import principal_of
from tinhso.urging import policies, queries, scoring, tables
from tinhso.urging.models import Scoring

_BACK = 4
"""Periods offered besides the running one."""


def chosen_period(text: str) -> Period:
    """The period of that code; the running quarter without one. Raises Invalid (`period`)."""
    if not text:
        return Period.of(PeriodKind.QUARTER, clock.today())
    try:
        return Period.parse(text, ND_09_2019)
    except ValueError as error:
        raise Invalid(
            _("Không đọc được kỳ “%(period)s”.") % {"period": text},
            field="period",
            hint="2026-Q4, 2026-11, R2026",
        ) from error


def chosen_scoring(code: str, period: Period) -> Scoring:
    """The way of scoring in force at the period's end. Raises NotFound (`scoring`)."""
    rows = queries.scorings_on(scoring.last_day(period))
    found = next((row for row in rows if not code or row.code == code), None)
    if found is None:
        raise NotFound(_("Không có cách chấm “%(code)s”.") % {"code": code}, near=[row.code for row in rows])
    return found


@require_safe
def standing(request: HttpRequest) -> HttpResponseBase:
    """Tasks by class and rate of every agency in a period."""
    by = principal_of(request)
    policies.require_read_all(by)
    period = chosen_period(request.GET.get("period", ""))
    ways = queries.scorings_on(scoring.last_day(period))
    way = chosen_scoring(request.GET.get("scoring", ""), period) if ways else None
    rows = scoring.standings(period, way, with_illustrative=by.illustrative) if way else []
    found = listing.build(request, tables.STANDINGS, rows, limit=300)
    return found.respond("urging/standing.html", _context(request, period, way, ways))


def _context(
    request: HttpRequest, period: Period, way: Scoring | None, ways: list[Scoring]
) -> dict[str, Any]:
    running = Period.of(PeriodKind.QUARTER, clock.today())
    offered = [running.shift(-number) for number in range(_BACK + 1)]
    offered += [
        Period.of(PeriodKind.YEAR, clock.today()),
        Period.of(PeriodKind.YEAR, clock.today()).previous(),
    ]
    return {
        "title": _("Chấm điểm đơn vị"),
        "reads_all": True,
        "period": period,
        "until": scoring.last_day(period),
        "scoring": way,
        "periods": [
            (one, address(request.path, request.GET, period=one.code), one.code == period.code)
            for one in offered
        ],
        "ways": [(one, address(request.path, request.GET, scoring=one.code), one == way) for one in ways],
    }
