"""The page of one figure: what it says, its source, the way it goes, its versions; and the decision on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound
from tinhso.base.web import forms, wording
from tinhso.indicators import (
    actions,
    derived,
    display,
    figure_panels,
    links,
    locks,
    policies,
    queries,
    tables,
)
from tinhso.indicators.approval import holders, standings
from tinhso.indicators.approval.approving import levels_of
from tinhso.indicators.approval.holders import Paper
from tinhso.indicators.approval.levels import Chain, Step
from tinhso.indicators.definitions import panels as definition_panels
from tinhso.indicators.models import WAITING, Kind, Observation, State
from tinhso.indicators.outputs import FigureOut
from tinhso.people import policies as people
from tinhso.people.principals import principal_of

_PUBLIC = frozenset({State.CONFIRMED, State.WITHDRAWN})


@dataclass(frozen=True)
class Choices:
    """What this reader may decide on a figure now; `paper` carries it, and decides instead."""

    approve: bool = False
    confirm: bool = False
    ahead: bool = False
    give_back: bool = False
    paper: Paper | None = None

    def __bool__(self) -> bool:
        return self.approve or self.confirm or self.give_back


def _choices(by: Actor, row: Observation, chain: Chain, last: Observation) -> Choices:
    who = policies.deciding(by)
    if not who or row.pk != last.pk or row.state not in WAITING:
        return Choices()
    paper = holders.papers([row.pk]).get(row.pk)
    if paper is not None:
        return Choices(paper=paper)
    turn = chain.turn(row.level)
    mine = turn.held_by(who)
    return Choices(
        approve=mine and turn.step is not Step.OFFICE,
        confirm=who.office and (not mine or turn.step is Step.OFFICE),
        ahead=who.office and bool(chain.ahead(row.level)),
        give_back=any(rung.held_by(who) for rung in chain.open(row.level)),
    )


@require_safe
def figure(request: HttpRequest, figure: UUID) -> HttpResponseBase:
    """One figure: what it says, where it is printed, how it compares, the way it goes, all its versions."""
    return _page(request, figure, forms.start())


def _page(request: HttpRequest, figure: UUID, typed: forms.Typed) -> HttpResponseBase:
    by, row = principal_of(request), queries.by_id(figure)
    chain = levels_of([row]).of_figure(row)
    every = queries.versions(row)
    if policies.may_see_levels(by, row.agency_id, chain):
        versions = every
    else:
        policies.require_open(by, row.indicator, row.agency_id)
        versions = [version for version in every if State(version.state) in _PUBLIC]
    definition_panels.as_told([row, *versions])
    if row.pk not in {version.pk for version in versions}:
        raise NotFound(_("Không có số liệu này."), field="figure")
    if request.GET.get("format") == "json":
        return _json(row)
    said = queries.who_said(versions)
    last = standings.last_of(versions, row)
    context = {
        **_figure(row),
        "newest": versions[0],
        "line": standings.line_of(last, versions, said) if versions == every else None,
        "closed": locks.of_period(Period.parse(row.period), [row.indicator_id]).get(row.indicator_id),
        "choices": _choices(by, row, chain, last),
        "typed": typed,
        "links": links.of(request, row.indicator, row.place),
        "panels": figure_panels.of(request, versions),
        "versions": [_version(version, said) for version in versions],
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "indicators/figure.html", context, status=status)


def _json(row: Observation) -> HttpResponse:
    standing = standings.standings([row])[row.pk]
    out = FigureOut.told(row).model_dump(mode="json")
    out |= {"state": str(standing.state), "level": standing.level, "next": standing.next or None}
    return JsonResponse(out, json_dumps_params={"ensure_ascii": False})


def _version(version: Observation, said: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "row": version,
        "shown": display.show(version),
        "state": version.state if version.state != State.WITHDRAWN else "dropped",
        "word": State(version.state).label,
        "who": said.get(version.pk, ""),
    }


def _figure(row: Observation) -> dict[str, Any]:
    compared, shown = derived.compared(row), display.show(row)
    return {
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
        "told_under": definition_panels.under(row),
    }


@require_POST
def decide(request: HttpRequest, figure: UUID) -> HttpResponseBase:
    """Approve, confirm or return this figure; its new version is shown."""
    by = principal_of(request)
    people.require_signed_in(by)
    policies.require_decide(by)
    reason = request.POST.get("reason", "").strip()
    try:
        holders.require_free([figure])
        if "return" in request.POST:
            row = actions.return_(by, figure, reason)
            messages.success(request, _("Đã trả lại số liệu kèm lý do."))
        elif "confirm" in request.POST:
            row = actions.confirm(by, figure, reason)
            messages.success(request, _("Đã xác nhận số liệu."))
        else:
            row = actions.approve(by, figure, reason)
            messages.success(request, _("Đã duyệt số liệu, chuyển cấp tiếp theo."))
    except (Invalid, Conflict, NotAllowed) as refusal:
        return _page(request, figure, forms.again(request.POST, refusal))
    return redirect(row)
