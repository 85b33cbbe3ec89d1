"""Pages of figures and indicators."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.errors import Invalid
from tinhso.base.web import listing, wording
from tinhso.indicators import display, links, policies, queries, tables
from tinhso.indicators.boundaries import page as boundary_reading
from tinhso.indicators.boundaries.charting import flowed_chart
from tinhso.indicators.boundaries.tables import FLOWED, FlowedRow
from tinhso.indicators.definitions import panels as definition_panels
from tinhso.indicators.models import Indicator, Kind, Observation
from tinhso.indicators.targets import panel as targets_panel
from tinhso.people.principals import principal_of


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
        "links": links.of(request, row),
    }
    return render(request, "indicators/indicator.html", context)
