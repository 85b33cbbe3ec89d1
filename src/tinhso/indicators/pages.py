"""Pages of figures and indicators."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.errors import Invalid, NotFound
from tinhso.base.web import listing, wording
from tinhso.indicators import (
    boundary_reading,
    definition_panels,
    derived,
    display,
    policies,
    queries,
    tables,
    targets_panel,
)
from tinhso.indicators.flowed_charting import flowed_chart
from tinhso.indicators.flowed_tables import FLOWED, FlowedRow
from tinhso.indicators.models import Indicator, Kind, Observation, State
from tinhso.indicators.outputs import FigureOut
from tinhso.people.principals import principal_of

_PUBLIC = frozenset({State.CONFIRMED, State.WITHDRAWN})


@require_safe
def figures(request: HttpRequest) -> HttpResponseBase:
    """All figures in force, each with its source."""
    found = listing.build(
        request,
        tables.FIGURES,
        policies.open_figures(principal_of(request), queries.in_force()),
        declared=tables.FIGURE_FILTERS,
        narrow=tables.narrow_figures,
    )
    return found.respond("indicators/figures.html", {"title": _("Số liệu"), "q": request.GET.get("q", "")})


def _visible(request: HttpRequest, figure: Observation, rows: list[Observation]) -> list[Observation]:
    """Confirmed and withdrawn versions for everybody, the others for those who work on them."""
    if policies.may_see_versions(principal_of(request), figure.agency_id):
        return rows
    return [row for row in rows if State(row.state) in _PUBLIC]


@require_safe
def figure(request: HttpRequest, figure: UUID) -> HttpResponse:
    """One figure: what it says, where it is printed, how it compares, all its versions."""
    row = queries.by_id(figure)
    policies.require_open(principal_of(request), row.indicator, row.agency_id)
    versions = _visible(request, row, queries.versions(row))
    definition_panels.as_told([row, *versions])
    if row.pk not in {version.pk for version in versions}:
        raise NotFound(_("Không có số liệu này."), field="figure")
    if request.GET.get("format") == "json":
        out = FigureOut.told(row).model_dump(mode="json")
        return JsonResponse(out, json_dumps_params={"ensure_ascii": False})
    said = queries.who_said(versions)
    compared, shown = derived.compared(row), display.show(row)
    context = {
        "title": tables.indicator_name(row.indicator),
        "figure": row,
        "shown": shown,
        "equals": f"= {shown.beside}" if shown.beside else "",
        "kind": Kind(row.kind).label,
        "source": tables.source_of(row),
        "compared": compared,
        "printed": wording.percent(compared.printed, None) if compared else "",
        "computed": wording.percent(compared.computed, None) if compared else "",
        "verdict": display.verdict(row),
        "newest": versions[0],
        "told_under": definition_panels.under(row),
        "versions": [
            {
                "row": version,
                "shown": display.show(version),
                "state": version.state if version.state != State.WITHDRAWN else "dropped",
                "word": State(version.state).label,
                "who": said.get(version.pk, ""),
            }
            for version in versions
        ],
    }
    return render(request, "indicators/figure.html", context)


@require_safe
def indicators(request: HttpRequest) -> HttpResponseBase:
    """What is measured."""
    found = listing.build(
        request,
        tables.INDICATORS,
        queries.indicators().wholes(),
        declared=tables.INDICATOR_FILTERS,
        narrow=tables.narrow_indicators,
    )
    return found.respond(
        "indicators/indicators.html",
        {
            "title": _("Chỉ số thống kê"),
            "q": request.GET.get("q", ""),
            "may_define": policies.may_define(principal_of(request)),
        },
    )


def _day(text: str) -> date | None:
    try:
        return wording.read_day(text) if text else None
    except ValueError as error:
        raise Invalid(str(error), field="on") from error


def _chart(row: Indicator, flowed: list[Any], drawn: list[Observation], day: date | None) -> Any:
    return flowed_chart(row, flowed, day) if day else boundary_reading.trend(row, drawn)


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponseBase:
    """One indicator: definition, series by place, figures in force with their sources."""
    row = queries.by_code(code)
    under = boundary_reading.control(request, row)
    by = principal_of(request)
    is_open = policies.may_read_all(by, row)
    flowed = boundary_reading.read_under(row, under.day) if under.day and is_open else []
    found: listing.Listing[Any] = (
        listing.build(request, FLOWED, FlowedRow.all(flowed))
        if under.day
        else listing.build(
            request,
            tables.OF_INDICATOR,
            policies.open_figures(by, queries.in_force().filter(indicator=row)),
        )
    )
    if request.GET.get("format"):
        return found.respond("indicators/indicator.html")
    drawn = queries.series(row) if is_open else []
    definition_panels.as_told(drawn)
    context = {
        "title": tables.indicator_name(row),
        "indicator": row,
        "unit": tables.unit_name(row),
        "kind": Kind(row.kind).label,
        "laid_down": definition_panels.of_page(row, _day(request.GET.get("on", ""))),
        "may_define": row.whole_id is None and policies.may_define(by),
        "chart": _chart(row, flowed, drawn, under.day) if is_open else None,
        "is_open": is_open,
        "under": under,
        "latest": [
            {"row": figure, "shown": display.show(figure), "source": tables.source_of(figure)}
            for figure in queries.newest(drawn)
        ],
        "listing": found,
        "aims": targets_panel.panel(row, drawn),
        "may_aim": policies.may_confirm(principal_of(request)),
    }
    return render(request, "indicators/indicator.html", context)
