"""The standing office's form: add an indicator, or lay one down otherwise from a day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotFound, Refusal
from tinhso.base.web import forms as typing
from tinhso.base.web import statuses, wording
from tinhso.documents import queries as documents
from tinhso.indicators import policies, queries
from tinhso.indicators.definitions import forms
from tinhso.indicators.definitions import laying as definitions
from tinhso.indicators.definitions.rows import standing
from tinhso.indicators.definitions.shapes import TONES, DefinitionDraft
from tinhso.indicators.models import (
    Adding,
    Definition,
    Direction,
    Frequency,
    Indicator,
    Kind,
    OverTime,
    PersonalData,
)
from tinhso.people import choosing
from tinhso.people import policies as people_policies
from tinhso.people.models import AgencyKind
from tinhso.people.principals import principal_of
from tinhso.places.models import Level

FACTORS: Final = ("1", "100", "1000", "10000", "100000")
MOST_DOCUMENTS: Final = 400


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new indicator."""
    _require(request)
    if request.method != "POST":
        first = {"kind": Kind.COUNT, "direction": Direction.UP, "factor": "100", "decimals": "0"}
        more = {"adding": Adding.NONE, "over_time": OverTime.NONE, "personal_data": PersonalData.NONE}
        return _page(request, typing.start({**first, **more}), None)
    return _sent(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def define(request: HttpRequest, code: str) -> HttpResponse:
    """An indicator as it stands, to lay down otherwise; `?on=` takes the definition that begins that day."""
    _require(request)
    indicator = queries.by_code(code)
    if indicator.whole:
        return redirect("indicators:define", indicator.whole.code)
    if request.method == "POST":
        return _sent(request, indicator)
    row = _chosen(indicator, request.GET.get("on", ""))
    told = forms.shown(DefinitionDraft.of(row or indicator, in_use=row.in_use if row else True))
    begins = row.valid_from if row and request.GET.get("on") else clock.today()
    document = row.document.slug if row and row.document else ""
    told |= {"valid_from": begins.isoformat() if begins else "", "document": document}
    return _page(request, typing.start(told), indicator)


def _require(request: HttpRequest) -> None:
    by = principal_of(request)
    people_policies.require_signed_in(by)
    policies.require_define(by)


def _chosen(indicator: Indicator, on: str) -> Definition | None:
    """The definition that begins on that day (`first`: since ever), else what stands today."""
    rows = definitions.versions(indicator)
    if not on:
        return standing(rows, clock.today()) or (rows[-1] if rows else None)
    try:
        day = None if on == "first" else wording.read_day(on)
    except ValueError as error:
        raise Invalid(str(error), field="on") from error
    found = next((row for row in rows if row.valid_from == day), None)
    if found is None:
        raise NotFound(_("Không có định nghĩa bắt đầu từ ngày này."), field="on")
    return found


def _sent(request: HttpRequest, indicator: Indicator | None) -> HttpResponse:
    values = forms.flat(request.POST)
    if part := request.POST.get("add", ""):
        return _page(request, typing.Typed(forms.with_row(values, part)), indicator)
    if row := request.POST.get("remove", ""):
        return _page(request, typing.Typed(forms.without_row(values, row)), indicator)
    try:
        sent = forms.read(values)
        code = indicator.code if indicator else sent.code
        if indicator is None and queries.indicators().filter(code=code).exists():
            raise Invalid(_("Mã này đã có."), code="code_taken", field="code")
        laid_down = definitions.define(
            principal_of(request), code, sent.draft, sent.valid_from, sent.why, sent.document
        )
    except Refusal as refusal:
        return _page(request, typing.Typed(values, refusal), indicator)
    messages.success(request, _("Đã ghi định nghĩa."))
    return redirect(laid_down.indicator)


def _page(request: HttpRequest, typed: typing.Typed, indicator: Indicator | None) -> HttpResponse:
    values = typed.values
    chosen = {name: set(values.get(name, "").split(",")) for name in forms.MANY}
    context: Mapping[str, Any] = {
        "title": _("Sửa định nghĩa") if indicator else _("Thêm chỉ số"),
        "indicator": indicator,
        "typed": typed,
        "kinds": Kind.choices,
        "directions": Direction.choices,
        "addings": Adding.choices,
        "over_times": OverTime.choices,
        "frequencies": Frequency.choices,
        "personal": PersonalData.choices,
        "factors": _factors(),
        "digits": [(str(number), str(number)) for number in range(7)],
        "tones": [(key, statuses.TONES[key].label) for key in TONES],
        "levels": [
            (str(level), level.label) for level in Level if level not in {Level.COUNTRY, Level.VILLAGE}
        ],
        "agency_kinds": [(kind, kind.label, kind in chosen["reporters.kinds"]) for kind in AgencyKind],
        "agencies": [
            (code, name, code in chosen["reporters.agencies"])
            for code, name in choosing.agencies(*chosen["reporters.agencies"])
        ],
        "steps": [
            (step, word, step in chosen["approvals"])
            for step, word in (("head", _("Thủ trưởng đơn vị")), ("parent", _("Đơn vị cấp trên")))
        ],
        "documents": _documents(),
        "options": _numbered(values, "options"),
        "groups": [(at, _numbered(values, f"{at}.options")) for at in _numbered(values, "disaggregations")],
        "legend": _numbered(values, "legend"),
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "indicators/define.html", context, status=status)


def _numbered(values: Mapping[str, str], part: str) -> Sequence[str]:
    return [f"{part}.{number}" for number in range(forms.count(values, part))]


def _factors() -> list[tuple[str, str]]:
    words = {
        "1": _("số lần (không nhân)"),
        "100": _("phần trăm (%)"),
        "1000": _("phần nghìn (‰)"),
        "10000": _("trên 10.000"),
        "100000": _("trên 100.000"),
    }
    return [(factor, words[factor]) for factor in FACTORS]


def _documents() -> list[tuple[str, str]]:
    rows = documents.documents().order_by("-date", "notation")[:MOST_DOCUMENTS]
    return [(row.slug, row.cited if row.notation else row.title[:90]) for row in rows]
