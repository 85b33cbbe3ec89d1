"""Goals, targets and tasks that a text lays down, chosen by a person into a draft plan."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tinhso.base.errors import NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms
from tinhso.base.web.typed import Reading as Form
from tinhso.base.web.typed import counted as position
from tinhso.people.principals import Principal, principal_of
from tinhso.reading import queries
from tinhso.reading.actions.planning import ask_plan
from tinhso.reading.core.drafts import WorkKind
from tinhso.reading.models import Reading
from tinhso.reading.planning import counted, heading, laid_down
from tinhso.reading.schemas import AskedPlan
from tinhso.steering import policies as steering
from tinhso.steering.models import Plan

_WORDS: Final = {
    WorkKind.GOAL: gettext_lazy("Mục tiêu"),
    WorkKind.TARGET: gettext_lazy("Chỉ tiêu"),
    WorkKind.TASK: gettext_lazy("Nhiệm vụ"),
}
_TEXTS: Final = ("kind", "title", "short_title", "slug")


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """What the text lays down, with boxes; sending asks steering for the draft."""
    by = principal_of(request)
    reading = queries.one(by, key)
    if request.method != "POST":
        return _page(request, by, reading)
    sent = Form(request.POST.dict())
    try:
        told: dict[str, Any] = {name: sent.text(name) for name in _TEXTS}
        told |= {name: sent.day(name) for name in ("starts_on", "ends_on")}
        told["items"] = [at for one in request.POST.getlist("item") if (at := position(one)) is not None]
        ask_plan(by, key, sent.finish(AskedPlan, told))
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, by, reading, forms.again(request.POST, refusal))
    messages.success(request, _("Đã đề nghị lập dự thảo kế hoạch. Đường dẫn hiện ở đây khi dự thảo đã có."))
    return redirect("reading:plan", key=reading.pk)


def _page(
    request: HttpRequest, by: Principal, reading: Reading, typed: forms.Typed | None = None
) -> HttpResponse:
    found, items = laid_down(reading)
    if typed is None:
        typed = forms.start(vars(heading(reading, found.source)))
        chosen = set(range(len(items)))
    else:
        chosen = {at for one in request.POST.getlist("item") if (at := position(one)) is not None}
    context = {
        "title": _("Mục tiêu, chỉ tiêu, nhiệm vụ"),
        "reading": reading,
        "groups": [
            (
                _WORDS[kind],
                kind,
                [(at, one, at in chosen, one.work.span.start) for at, one in rows],
            )
            for kind, rows in counted(items).items()
            if rows
        ],
        "typed": typed,
        "kinds": Plan.Kind.choices,
        "requests": queries.plan_requests(reading),
        "may_ask": steering.may_edit(by),
    }
    return render(
        request, "reading/plan.html", context, status=typed.refusal.status if typed.refusal else 200
    )
