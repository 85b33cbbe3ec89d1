"""The line of a gate for those on duty: who was called, who waits, what is announced, and what one may do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.base.errors import Invalid, Refusal
from tinhso.base.web import forms
from tinhso.base.web.typed import Reading
from tinhso.bordergate import policies
from tinhso.bordergate.actions import admitting, leaving, noticing
from tinhso.bordergate.core.streams import Stream
from tinhso.bordergate.models import Direction, Gate, LinePlace
from tinhso.bordergate.queries import gates, lines
from tinhso.bordergate.queries.board import board
from tinhso.bordergate.schemas import Capacity, Stop
from tinhso.people.principals import Principal, principal_of

_MOST: Final = 200
"""Waiting places shown; the rest is counted."""
_DUTIES: Final = tuple(dict.fromkeys((*policies.HOLDING, *policies.BARRIER)))


@require_safe
def line(request: HttpRequest, code: str, direction: str) -> HttpResponseBase:
    """The line as it stands, for those on duty."""
    return _page(request, code, direction, forms.start({}))


def _page(request: HttpRequest, code: str, direction: str, typed: forms.Typed) -> HttpResponseBase:
    by, gate, way = principal_of(request), gates.gate_of(code), gates.direction_of(direction)
    policies.require_duty(by, _DUTIES, gate)
    run = gates.live_run()
    found = lines.lane(run, gate, way)
    waiting = list(lines.waiting(found)[:_MOST]) if found else []
    now = next(one for one in board(run).lanes if (one.gate, one.direction) == (gate, way))
    context = {
        "title": _("%(gate)s: %(way)s") % {"gate": gate.name, "way": way.label},
        "gate": gate,
        "direction": way,
        "now": now,
        "called": list(lines.called(found)) if found else [],
        "waiting": waiting,
        "more": now.waits - now.called - len(waiting),
        "typed": typed,
        "may_steer": policies.on_duty(by, policies.STEERING, gate),
        "may_admit": policies.on_duty(by, policies.BARRIER, gate),
        "may_hold": policies.on_duty(by, policies.HOLDING, gate),
        "streams": list(Stream),
    }
    return render(request, "bordergate/line.html", context, status=422 if typed.refusal else 200)


@require_POST
def act(request: HttpRequest, code: str, direction: str) -> HttpResponseBase:
    """Do what `do` says to the line or to one place."""
    by, gate, way = principal_of(request), gates.gate_of(code), gates.direction_of(direction)
    policies.require_duty(by, _DUTIES, gate)
    try:
        messages.success(request, _done(request, by, gate, way))
    except Refusal as refusal:
        return _page(request, code, direction, forms.again(request.POST, refusal))
    return redirect(reverse("gates:line", args=[gate.code, way]))


def _done(request: HttpRequest, by: Principal, gate: Gate, way: Direction) -> str:
    """Do it; what to say then."""
    sent = Reading(request.POST)
    do = sent.text("do")
    if do in {"capacity", "close", "open"}:
        return _announced(sent, by, gate, way)
    if do not in _PLACE:
        raise Invalid(_("Chưa chọn việc cần làm."), code="missing", field="do")
    place = lines.place_of(sent.text("place"), gates.live_run())
    _PLACE[do](sent, by, place)
    return _("Đã ghi nhận lượt %(place)s.") % {"place": place.code}


def _announced(sent: Reading, by: Principal, gate: Gate, way: Direction) -> str:
    run, told = gates.live_run(), {"why": sent.text("why"), "source": sent.text("source")}
    if sent.text("do") == "capacity":
        rate = sent.position("rate_per_hour")
        noticing.announce_capacity(by, run, gate, way, sent.finish(Capacity, {**told, "rate_per_hour": rate}))
        return _("Đã công bố năng lực thông quan.")
    if sent.text("do") == "close":
        noticing.close(by, run, gate, way, sent.finish(Stop, told))
        return _("Đã tạm dừng cửa khẩu.")
    noticing.reopen(by, run, gate, way, sent.finish(Stop, told))
    return _("Đã mở lại cửa khẩu.")


_PLACE: Final[Mapping[str, Callable[[Reading, Principal, LinePlace], object]]] = {
    "admit": lambda _sent, by, place: admitting.admit(by, place),
    "hold": lambda sent, by, place: leaving.hold(by, place, sent.text("why")),
    "release": lambda sent, by, place: leaving.release(by, place, sent.text("why")),
    "decide": lambda sent, by, place: leaving.decide(by, place, sent.text("reference"), sent.text("why")),
    "cancel": lambda sent, by, place: leaving.cancel(by, place, sent.text("why")),
}
