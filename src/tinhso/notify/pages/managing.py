"""How things go out: channels, deliveries, and what the demo would have sent."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base.errors import Invalid
from tinhso.base.web import listing
from tinhso.notify import policies, queries, tables, telling
from tinhso.notify.actions import managing
from tinhso.notify.choices import OUTSIDE, DeliveryState, Route
from tinhso.people.principals import Principal, principal_of

_TROUBLED = (DeliveryState.FAILED, DeliveryState.GIVEN_UP, DeliveryState.NO_ADDRESS)


def _route(text: str) -> Route:
    if text not in Route.values:
        raise Invalid(_("Không có kênh này."), field="route")
    return Route(text)


@require_http_methods(["GET", "HEAD", "POST"])
def channels(request: HttpRequest) -> HttpResponseBase:
    """Every way: set up or not, open or closed, what waits and what fails; try one on oneself."""
    by = principal_of(request)
    policies.require_manage(by)
    if request.method == "POST":
        return _done(request, by, _route(request.POST.get("route", "")))
    counted = queries.counted()
    rows = [
        {
            **one,
            "counts": [(state, state.label, counted[one["route"]].get(state, 0)) for state in DeliveryState],
        }
        if one["route"] in counted
        else one
        for one in telling.channels()
    ]
    return render(request, "notify/channels.html", {"title": _("Kênh gửi thông báo"), "channels": rows})


def _done(request: HttpRequest, by: Principal, route: Route) -> HttpResponse:
    wanted = request.POST.get("do", "")
    if wanted in {"on", "off"}:
        managing.turn(by, route, on=wanted == "on")
    elif wanted == "try":
        failure = managing.try_channel(by, route)
        if failure:
            said = _("Chưa gửi được: %(why)s.") % {"why": telling.failure(failure)}
            messages.error(request, said)
        else:
            messages.success(request, _("Đã gửi thử cho bạn qua %(route)s.") % {"route": route.label})
    elif wanted == "retry":
        _say_retried(request, managing.retry_failed(by, route))
    return redirect("notify:channels")


def _say_retried(request: HttpRequest, count: int) -> None:
    said = ngettext("%(count)d lượt được gửi lại ngay.", "%(count)d lượt được gửi lại ngay.", count)
    messages.success(request, said % {"count": count})


@require_http_methods(["GET", "HEAD", "POST"])
def deliveries(request: HttpRequest) -> HttpResponseBase:
    """Everything that leaves the house, with its state; failures by channel."""
    by = principal_of(request)
    policies.require_manage(by)
    if request.method == "POST":
        _say_retried(request, managing.retry_failed(by, _route(request.POST.get("route", ""))))
        return redirect("notify:deliveries")
    found = listing.build(
        request,
        tables.DELIVERIES,
        queries.deliveries(),
        declared=tables.DELIVERY_FILTERS,
        narrow=tables.narrow_deliveries,
    )
    counted = queries.counted()
    here = reverse("notify:deliveries")
    context = {
        "title": _("Lượt gửi thông báo"),
        "failures": [
            (route, route.label, telling.failure(word), count) for route, word, count in queries.failures()
        ],
        "troubles": [
            (state.label, count, f"{here}?state={state}&route={route}", route.label)
            for route in OUTSIDE
            for state in _TROUBLED
            if (count := counted[route].get(state, 0))
        ],
    }
    return found.respond("notify/deliveries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One delivery: what it says, what was tried; send it now."""
    by = principal_of(request)
    row = managing.read_delivery(by, key)
    if request.method == "POST":
        _say_retried(request, managing.retry(by, [key]))
        return redirect("notify:delivery", key)
    telling.prepare_deliveries([row])
    state = DeliveryState(row.state)
    context = {
        "title": _("Lượt gửi qua %(route)s") % {"route": Route(row.route).label},
        "row": row,
        "state": telling.TONES[state],
        "state_label": state.label,
        "failure": telling.failure(row.failure) if row.failure else "",
        "kind": telling.kind_label(row.message.kind),
        "tries": [
            (
                one.recorded_at,
                DeliveryState(one.outcome).label,
                telling.failure(one.failure) if one.failure else "",
            )
            for one in queries.tries(row)
        ],
        "may_retry": state in managing.AGAIN,
    }
    return render(request, "notify/delivery.html", context)


@require_safe
def shown(request: HttpRequest) -> HttpResponseBase:
    """What the demo would have sent."""
    policies.require_manage(principal_of(request))
    found = listing.build(request, tables.SHOWN, queries.shown())
    return found.respond("notify/shown.html", {"title": _("Tin minh hoạ: lẽ ra đã gửi")})
