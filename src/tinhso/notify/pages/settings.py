"""How one wants to be told (tùy chọn nhận thông báo)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from tinhso.base.errors import Invalid, Problem, Refusal
from tinhso.base.web import forms
from tinhso.notify import policies, queries, tables
from tinhso.notify.actions import arranging
from tinhso.notify.channels import service
from tinhso.notify.choices import OUTSIDE, Rhythm, Route
from tinhso.notify.kinds import GROUPS, kinds
from tinhso.notify.planning import Wishes
from tinhso.notify.schemas import Choices
from tinhso.people.principals import principal_of


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponseBase:
    """Ways by group, digests, quiet hours, language of what leaves the house."""
    by = principal_of(request)
    account = policies.require_arrange(by)
    if request.method != "POST":
        wishes = queries.wishes_of(account)
        return _page(request, forms.start(_values(wishes)), _chosen(wishes), kept=queries.preference(account))
    if request.POST.get("do") == "usual":
        arranging.arrange_as_usual(by)
        messages.success(request, _("Đã trở lại cách nhận mặc định."))
        return redirect("notify:settings")
    try:
        arranging.arrange(by, _sent(request.POST))
    except Refusal as refusal:
        typed = forms.again(request.POST, refusal)
        return _page(request, typed, set(request.POST.getlist("way")))
    messages.success(request, _("Đã lưu. Lựa chọn áp dụng cho thông báo từ bây giờ."))
    return redirect("notify:settings")


def _values(wishes: Wishes) -> dict[str, Any]:
    return {
        "rhythm": wishes.rhythm.value,
        "digest_at": wishes.digest_at.strftime("%H:%M"),
        "weekday": wishes.weekday,
        "quiet_from": wishes.quiet.start.strftime("%H:%M"),
        "quiet_to": wishes.quiet.end.strftime("%H:%M"),
        "urgent_passes": "1" if wishes.urgent_passes else "",
        "language": wishes.language,
    }


def _usual_routes() -> dict[str, set[str]]:
    """Where the kinds of each group go by themselves."""
    found: dict[str, set[str]] = {}
    for kind in kinds().values():
        found.setdefault(kind.group, set()).update(set(kind.channels) & set(OUTSIDE))
    return found


def _chosen(wishes: Wishes) -> set[str]:
    """Ways as the boxes of the form say them: `group:route`."""
    usual = _usual_routes()
    return {
        f"{group}:{route}"
        for group, ways in usual.items()
        for route in (map(str, wishes.routes[group]) if group in wishes.routes else ways)
    }


def _sent(sent: QueryDict) -> Choices:
    """What the form says. Raises Invalid with every problem at its field."""
    routes: dict[str, list[str]] = {group: [] for group in _usual_routes()}
    for way in sent.getlist("way"):
        group, _colon, route = way.partition(":")
        routes.setdefault(group, []).append(route)
    values: dict[str, Any] = {
        name: sent.get(name, "").strip() or None
        for name in ("rhythm", "digest_at", "weekday", "quiet_from", "quiet_to", "language")
    }
    values = {name: value for name, value in values.items() if value is not None}
    values |= {"routes": routes, "urgent_passes": sent.get("urgent_passes") == "1"}
    try:
        return Choices.model_validate(values)
    except ValidationError as error:
        problems = [_problem(one["loc"]) for one in error.errors(include_url=False)]
        first = problems[0]
        raise Invalid(first.message, field=first.field, problems=problems) from error


def _problem(where: tuple[int | str, ...]) -> Problem:
    field = str(where[0]) if where else "quiet_from"
    said = {
        "digest_at": _("Nhập giờ dạng 08:00."),
        "quiet_from": _("Nhập cả giờ bắt đầu và giờ kết thúc, dạng 21:00."),
        "quiet_to": _("Nhập giờ dạng 06:30."),
    }
    return Problem("invalid", said.get(field, _("Chọn một giá trị trong danh sách.")), field)


def _page(
    request: HttpRequest, typed: forms.Typed, chosen: set[str], *, kept: object = None
) -> HttpResponseBase:
    open_now = service.open_routes()
    usual = _usual_routes()
    context = {
        "title": _("Tùy chọn nhận thông báo"),
        "typed": typed,
        "routes": [(route, route.label, route in open_now) for route in OUTSIDE],
        "groups": [
            (
                group,
                words,
                [(f"{group}:{route}", route.label, f"{group}:{route}" in chosen) for route in OUTSIDE],
            )
            for group, words in GROUPS.items()
            if group in usual
        ],
        "closed": [route.label for route in OUTSIDE if route not in open_now],
        "rhythms": Rhythm.choices,
        "weekdays": [(str(number), words) for number, words in tables.weekdays()],
        "languages": [("vi", "Tiếng Việt"), ("en", "English")],
        "kept": kept,
        "inapp": Route.INAPP.label,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "notify/settings.html", context, status=status)
