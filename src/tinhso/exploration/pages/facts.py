"""The facts behind one figure of a drawing: every observation that went in, with its source and state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
from tinhso.exploration.spec import Spec
from tinhso.indicators import display, policies, queries
from tinhso.indicators.boundaries.flowed import Flowed
from tinhso.indicators.boundaries.over_time import rhythm_of
from tinhso.indicators.derivation.answers import Question
from tinhso.indicators.models import Indicator, Observation
from tinhso.indicators.tables import indicator_name, mark_of, source_of
from tinhso.people.principals import principal_of
from tinhso.places import queries as places
from tinhso.places.models import Place

FACTS: Final[Table[Observation]] = Table(
    "so-lieu-goc",
    gettext_lazy("Số liệu gốc"),
    (
        Column("place", gettext_lazy("Địa bàn khi báo cáo"), lambda one: one.place.full_name),
        Column(
            "indicator", gettext_lazy("Chỉ số"), lambda one: indicator_name(one.indicator), essential=False
        ),
        Column(
            "figure",
            gettext_lazy("Số liệu"),
            lambda one: display.show(one).text,
            href=lambda one: reverse("figures:detail", args=[one.pk]),
        ),
        Column("period", gettext_lazy("Kỳ"), lambda one: wording.period(one.period)),
        Column("reporter", gettext_lazy("Đơn vị báo cáo"), lambda one: str(one.agency or "")),
        Column(
            "source",
            gettext_lazy("Nguồn"),
            source_of,
            href=lambda one: one.document.get_absolute_url() if one.document else "",
        ),
        Column("state", gettext_lazy("Trạng thái"), lambda one: one.get_state_display(), essential=False),
        Column("mark", gettext_lazy("Ghi chú"), mark_of, essential=False),
    ),
    href=lambda one: reverse("figures:detail", args=[one.pk]),
)


@dataclass(frozen=True)
class Wanted:
    """The figure in question."""

    indicator: Indicator
    place: Place
    period: Period
    boundaries: date
    illustrative: bool


@require_safe
def facts(request: HttpRequest) -> HttpResponseBase:
    """The observations behind a figure, each leading to its own page; `?format=json|csv|xlsx`."""
    wanted, by = _wanted(request), principal_of(request)
    policies.require_open(by, wanted.indicator)
    question = Question(
        wanted.indicator,
        wanted.boundaries,
        wanted.place,
        rhythm_of(wanted.indicator).calendar(wanted.period),
        illustrative=wanted.illustrative,
        sees=lambda one: policies.may_read_all(by, one),
    )
    flowed = [one for one in question.answer() if one.place == wanted.place]
    found = listing.build(request, FACTS, [figure for one in flowed for figure in one.figures])
    return found.respond("exploration/facts.html", _context(wanted, flowed))


def _wanted(request: HttpRequest) -> Wanted:
    """What the address names. Raises Invalid, NotFound."""
    asked = request.GET
    day = _day(asked.get("on", ""))
    illustrative = asked.get("illustrative", "1" if settings.DEMO else "0") == "1"
    try:
        period = Period.parse(asked.get("period", ""))
    except ValueError as error:
        raise Invalid(_("Không có kỳ này."), field="period") from error
    indicator = queries.by_code(asked.get("m", ""))
    place = places.by_code(asked.get("place", ""), day)
    return Wanted(indicator, place, period, day, illustrative)


def _day(text: str) -> date:
    try:
        return wording.read_day(text) if text else clock.today()
    except ValueError as error:
        raise Invalid(str(error), field="on") from error


def _context(wanted: Wanted, flowed: Sequence[Flowed]) -> dict[str, object]:
    missing = [unit.full_name for one in flowed for unit in one.missing]
    spec = Spec(
        measures=(wanted.indicator.code,),
        within=wanted.place.code,
        boundaries=None if wanted.boundaries == clock.today() else wanted.boundaries,
        kind=wanted.period.kind,
        illustrative=wanted.illustrative,
    )
    return {
        "title": indicator_name(wanted.indicator),
        "head_line": " · ".join(
            (
                wanted.place.full_name,
                wording.period(wanted.period),
                words.boundary(wanted.boundaries, clock.today()),
            )
        ),
        "number": _number(wanted, flowed),
        "unit": words.unit(wanted.indicator),
        "missing": missing,
        "over_time": address_of(spec),
        "wanted": wanted,
    }


def _number(wanted: Wanted, flowed: Sequence[Flowed]) -> str:
    """The figure itself, where the facts make one."""
    amounts = [one.reading.amount or one.reading.total for one in flowed]
    if not amounts or amounts[0] is None:
        return wording.NOTHING
    value, numerator, denominator = amounts[0].decimals()
    if numerator is None:
        return words.number(wanted.indicator, value)
    if not denominator:
        return wording.NOTHING
    return words.number(wanted.indicator, numerator * wanted.indicator.factor / denominator)
