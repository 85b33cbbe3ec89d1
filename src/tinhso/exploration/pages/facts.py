"""The facts behind one figure of a drawing: every observation that went in, with its source and state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tinhso.base import clock
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Invalid
from tinhso.base.web import listing, wording
from tinhso.base.web.tables import Column, Table
from tinhso.exploration import words
from tinhso.exploration.drawing import address_of
from tinhso.exploration.spec import AS_TOLD, Form, Spec
from tinhso.indicators import display, queries
from tinhso.indicators.aggregation import decimal_of
from tinhso.indicators.models import Indicator, Observation
from tinhso.indicators.tables import indicator_name, mark_of, source_of
from tinhso.people.principals import principal_of
from tinhso.places import queries as places
from tinhso.places.models import Level, Place
from tinhso.warehouse.answers import Cell
from tinhso.warehouse.asking import ask
from tinhso.warehouse.facts import Facts, Missing
from tinhso.warehouse.facts import facts as behind
from tinhso.warehouse.questions import Places, Query, Times

_MOST_MISSING: Final = 40


@dataclass(frozen=True)
class Row:
    """One observation, and how much of it went in; `share` empty where all of it did."""

    fact: Observation
    share: str = ""


FACTS: Final[Table[Row]] = Table(
    "so-lieu-goc",
    gettext_lazy("Số liệu gốc"),
    (
        Column("place", gettext_lazy("Địa bàn khi báo cáo"), lambda row: row.fact.place.full_name),
        Column("indicator", gettext_lazy("Chỉ số"), lambda row: indicator_name(row.fact.indicator)),
        Column(
            "figure",
            gettext_lazy("Số liệu"),
            lambda row: display.show(row.fact).text,
            href=lambda row: reverse("figures:detail", args=[row.fact.pk]),
        ),
        Column("period", gettext_lazy("Kỳ"), lambda row: wording.period(row.fact.period)),
        Column("share", gettext_lazy("Phần tính vào"), lambda row: row.share, essential=False),
        Column("reporter", gettext_lazy("Đơn vị báo cáo"), lambda row: str(row.fact.agency or "")),
        Column(
            "source",
            gettext_lazy("Nguồn"),
            lambda row: source_of(row.fact),
            href=lambda row: row.fact.document.get_absolute_url() if row.fact.document else "",
        ),
        Column("state", gettext_lazy("Trạng thái"), lambda row: row.fact.get_state_display()),
        Column("mark", gettext_lazy("Ghi chú"), lambda row: mark_of(row.fact), essential=False),
    ),
    href=lambda row: reverse("figures:detail", args=[row.fact.pk]),
)


@dataclass(frozen=True)
class Wanted:
    """The figure in question, and the query that it answers."""

    indicator: Indicator
    place: Place
    period: Period
    query: Query


@require_safe
def facts(request: HttpRequest) -> HttpResponseBase:
    """The observations behind a figure, each leading to its own page; `?format=json|csv|xlsx`."""
    wanted, by = _wanted(request), principal_of(request)
    found = behind(wanted.indicator, wanted.place, wanted.period, wanted.query, by)
    shown = listing.build(request, FACTS, _rows(found))
    if request.GET.get("format"):
        return shown.respond("exploration/facts.html")
    answer = ask(wanted.query, by)
    cell = answer.cell(wanted.indicator.code, wanted.place.pk, wanted.period.code)
    return shown.respond("exploration/facts.html", _context(wanted, cell, found.missing))


def _rows(found: Facts) -> list[Row]:
    """What was told; of a calculated figure what its formula read."""
    told = [Row(one.observation, _share(one.share)) for one in found.told]
    seen = {row.fact.pk for row in told}
    read = {figure.pk: figure for one in found.inputs for figure in one.figures if figure.pk not in seen}
    return [*told, *(Row(figure) for figure in read.values())]


def _share(share: Fraction | None) -> str:
    if share is None:
        return _("không biết phần")
    if share == 1:
        return ""
    return wording.percent(decimal_of(share * 100), 1)


def _wanted(request: HttpRequest) -> Wanted:
    """What the address names. Raises Invalid, NotFound."""
    asked = request.GET
    day = _day(asked.get("on", ""))
    illustrative = asked.get("illustrative", "1" if settings.DEMO else "0") == "1"
    told_at = asked.get("told_at", "")
    if told_at and told_at not in Level.values:
        raise Invalid(_("Không có cấp này."), field="told_at")
    try:
        period = Period.parse(asked.get("period", ""))
    except ValueError as error:
        raise Invalid(_("Không có kỳ này."), field="period") from error
    indicator = queries.by_code(asked.get("m", ""))
    place = places.by_code(asked.get("place", ""), day)
    kind = None if asked.get("by") == AS_TOLD else period.kind
    query = Query(
        (indicator.code,),
        Places(day, None, place.code, Level(told_at) if told_at else None),
        Times(period.nominal.end if kind else period.end, period.nominal.end, kind),
        illustrative=illustrative,
    )
    return Wanted(indicator, place, period, query)


def _day(text: str) -> date:
    try:
        return wording.read_day(text) if text else clock.today()
    except ValueError as error:
        raise Invalid(str(error), field="on") from error


def _context(wanted: Wanted, cell: Cell | None, missing: Sequence[Missing]) -> dict[str, object]:
    today, query = clock.today(), wanted.query
    day = query.places.boundaries
    spec = Spec(
        measures=(wanted.indicator.code,),
        form=Form.LINE,
        within=wanted.place.code,
        boundaries=None if day == today else day,
        kind=query.times.kind,
        illustrative=query.illustrative,
    )
    line = (wanted.place.full_name, wording.period(wanted.period), words.boundary(day, today))
    return {
        "title": indicator_name(wanted.indicator),
        "head_line": " · ".join(line),
        "number": words.with_unit(wanted.indicator, cell.number if cell else None),
        "marks": words.marks(cell) if cell else (),
        "missing": _said(missing),
        "over_time": address_of(spec),
        "indicator": wanted.indicator,
    }


def _said(missing: Sequence[Missing]) -> list[str]:
    """Who told nothing: each unit once, the first of them."""
    named = dict.fromkeys(one.place.full_name for one in missing)
    shown = list(named)[:_MOST_MISSING]
    left = len(named) - len(shown)
    return [*shown, _("và %(count)d đơn vị khác") % {"count": left}] if left else shown
