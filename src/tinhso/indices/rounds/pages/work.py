"""What waits for somebody: the components of one's agency, and the verifier's queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base import clock
from tinhso.base.web import wording
from tinhso.indices.core.moves import State, allowed
from tinhso.indices.models import Component, Round, RoundState
from tinhso.indices.rounds import policies, words
from tinhso.people import policies as people
from tinhso.people.principals import Principal, principal_of


def _rows(by: Principal, mine: Q) -> list[Component]:
    rows = Component.objects.filter(policies.visible(by), mine, round__state=RoundState.OPEN)
    around = ("node", "owner", "verifier", "round__edition__index")
    return list(rows.select_related(*around).order_by("-round__year", "round", "position"))


def _grouped(rows: Sequence[Component]) -> list[tuple[Round, list[dict[str, Any]]]]:
    """By round, the late and the early due first."""
    today = clock.today()
    found: dict[Round, list[Component]] = {}
    for one in rows:
        found.setdefault(one.round, []).append(one)
    return [
        (row, [_told(one) for one in sorted(mine, key=lambda one: (one.due is None, -one.days_late(today)))])
        for row, mine in found.items()
    ]


def _told(one: Component) -> dict[str, Any]:
    return {
        "one": one,
        "name": wording.named(one.node),
        "tone": words.tone(one, clock.today()),
        "word": words.word(one.state),
        "days": one.days_late(clock.today()),
        "moves": allowed(State(one.state)),
    }


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The components that one's own agencies score, in open rounds."""
    by = principal_of(request)
    people.require_signed_in(by)
    rows = _rows(by, Q(owner__in=policies.own_agencies(by)))
    context = {"title": _("Chỉ số của đơn vị tôi"), "rounds": _grouped(rows), "total": len(rows)}
    return render(request, "indices/my_components.html", context)


@require_safe
def verifying(request: HttpRequest) -> HttpResponse:
    """What waits for one's word as verifier: scored components, appeals, and what nobody scored in time."""
    by = principal_of(request)
    people.require_signed_in(by)
    named = Q(verifier__in=policies.own_agencies(by))
    whose = named | Q(verifier=None) if policies.may_manage(by) else named
    silent = Q(state=State.WAITING, round__score_by__lt=clock.today())
    rows = _rows(by, whose & (Q(state__in=(State.SCORED, State.APPEALED)) | silent))
    context = {"title": _("Chờ thẩm định"), "rounds": _grouped(rows), "total": len(rows)}
    return render(request, "indices/verifying.html", context)
