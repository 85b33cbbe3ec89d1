"""Pages of completeness: the heat table, one agency, the figures one by one, what I still owe."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from tinhso.base.calendar import Period, PeriodKind
from tinhso.base.errors import Invalid
from tinhso.base.text import fold
from tinhso.base.web import exports, listing
from tinhso.base.web.filters import ChoiceFilter, Filters
from tinhso.base.web.paging import address
from tinhso.indicators import queries
from tinhso.indicators.completeness import heat, reach, tables
from tinhso.indicators.completeness.counting import OWED, Cell, Standing, cells, completeness
from tinhso.indicators.completeness.owed import agencies_of, grouped, owed
from tinhso.indicators.models import Frequency
from tinhso.people import policies as people_policies
from tinhso.people import queries as people
from tinhso.people.principals import principal_of

STANDING = (ChoiceFilter("standing", gettext_lazy("Tình trạng"), tuple(Standing.choices)),)
_PARTS = (("agencies", gettext_lazy("Theo đơn vị")), ("indicators", pgettext_lazy("by", "Theo chỉ số")))


def _kind(request: HttpRequest) -> PeriodKind:
    """`?kind=`; months where nothing is asked. Raises Invalid."""
    code = request.GET.get("kind", "")
    if code and code not in Frequency.values:
        raise Invalid(
            _("Không có loại kỳ này."), field="kind", hint=", ".join(str(one) for one in Frequency.values)
        )
    return PeriodKind(code or PeriodKind.MONTH)


def _links(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name.upper(), address(request.path, request.GET, format=name)) for name in ("csv", "xlsx", "json")
    ]


def _twin(request: HttpRequest, table: Any, rows: list[Any]) -> HttpResponseBase | None:
    """The list as the file or the JSON that `?format=` asks for."""
    wanted = request.GET.get("format", "")
    if not wanted or wanted == "html":
        return None
    if wanted == "json":
        told = {"items": [exports.item(table, row) for row in rows], "next": None, "total": len(rows)}
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    return exports.file(table, rows, wanted)


@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """Agencies or indicators × periods, with the share that came in."""
    seen = reach.seen_by(principal_of(request))
    kind = _kind(request)
    periods = reach.read_stretch(kind, request.GET.get("until", "").strip())
    found = completeness(periods, seen, illustrative=settings.DEMO)
    part = "indicators" if request.GET.get("part") == "indicators" else "agencies"
    words = request.GET.get("q", "").strip()
    everything: tuple[Any, ...] = found.indicators if part == "indicators" else found.agencies
    things = tuple(one for one in everything if all(word in one.search_key for word in fold(words).split()))
    if twin := _twin(request, tables.COUNTS, tables.lines(found, things)):
        return twin
    context = {
        "title": _("Tình hình nộp số liệu"),
        "found": found,
        "rows": heat.rows_of(found, things),
        "sums": heat.sums_of(found),
        "q": words,
        "part": part,
        "parts": [(key, word, address(request.path, request.GET, part=key)) for key, word in _PARTS],
        "kinds": [
            (key, word, address(request.path, request.GET, kind=key, until=None), key == kind)
            for key, word in Frequency.choices
        ],
        "legend": heat.LEVELS,
        "earlier": address(request.path, request.GET, until=periods[0].previous().code),
        "later": _later(request, periods),
        "links": _links(request),
        "illustrative": settings.DEMO,
    }
    return render(request, "indicators/reporting.html", context)


def _later(request: HttpRequest, periods: list[Period]) -> str:
    """The address of the stretch after this one; empty at the newest."""
    newest = reach.read_stretch(periods[-1].kind)[-1]
    if periods[-1] >= newest:
        return ""
    following = periods[-1].shift(len(periods))
    return address(request.path, request.GET, until=following.code if following < newest else None)


@require_safe
def agency(request: HttpRequest, code: str) -> HttpResponseBase:
    """One agency: a period's figures one by one, what is missing with the way to enter it."""
    by = principal_of(request)
    row = people.agency_by_code(code)
    reach.require_see(by, row)
    asked = request.GET.get("period", "").strip()
    chosen = reach.read_period(asked) if asked else None
    kind = chosen.kind if chosen else _kind(request)
    periods = reach.read_stretch(kind)
    counts = completeness([*periods, *([chosen] if chosen else [])], [row.pk], illustrative=settings.DEMO)
    told = (one for one in reversed(periods) if counts.of(row, one).expected)
    period = chosen or next(told, periods[-1])
    found = cells([period], [row.pk], illustrative=settings.DEMO)
    declared: listing.Listing[Cell] = listing.build(
        request, tables.CELLS, found, declared=STANDING, narrow=_narrow, limit=1000
    )
    context = {
        "title": _("Số liệu của %(agency)s") % {"agency": tables.label_of(row)},
        "agency": row,
        "period": period,
        "tally": counts.of(row, period),
        "periods": [
            (
                one,
                heat.cell_of(counts.of(row, one), heat.agency_href(row, one)),
                one.code == period.nominal.code,
            )
            for one in periods
        ],
        "debts": grouped([cell for cell in found if cell.standing in OWED], by),
        "kinds": [(key, word, f"?kind={key}", key == kind) for key, word in Frequency.choices],
    }
    return declared.respond("indicators/reporting_agency.html", context)


def _narrow(rows: Any, chosen: Filters) -> list[Cell]:
    wanted = chosen.get("standing")
    return [cell for cell in rows if wanted in (None, cell.standing)]


@require_safe
def one_by_one(request: HttpRequest) -> HttpResponseBase:
    """One indicator in one period: who has sent it, who has not."""
    seen = reach.seen_by(principal_of(request))
    row = queries.by_code(request.GET.get("indicator", ""))
    asked = request.GET.get("period", "").strip()
    period = reach.read_period(asked) if asked else reach.read_stretch(_kind(request))[-1]
    found = cells([period], seen, [row.code], illustrative=settings.DEMO)
    declared: listing.Listing[Cell] = listing.build(
        request, tables.OF_INDICATOR, found, declared=STANDING, narrow=_narrow, limit=1000
    )
    context = {"title": _("Đơn vị đã nộp, chưa nộp"), "indicator": row, "period": period}
    return declared.respond("indicators/reporting_cells.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """What the reader's agencies still owe, the nearest term first."""
    by = principal_of(request)
    people_policies.require_signed_in(by)
    debts = owed(agencies_of(by), by, illustrative=settings.DEMO)
    if twin := _twin(request, tables.CELLS, [cell for debt in debts for cell in debt.cells]):
        return twin
    context = {"title": _("Số liệu còn phải nộp"), "debts": debts, "links": _links(request)}
    return render(request, "indicators/reporting_owed.html", context)
