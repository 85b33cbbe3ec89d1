"""Goals, targets and tasks that a text lays down, chosen by a person into a draft plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.base.errors import Invalid, NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms, wording
from tinhso.base.web.typed import Reading as Form
from tinhso.base.web.typed import counted as position
from tinhso.people.principals import Principal, principal_of
from tinhso.reading import queries
from tinhso.reading.actions import teaching
from tinhso.reading.actions.planning import ask_plan
from tinhso.reading.core.drafts import WorkKind
from tinhso.reading.matching.agencies import Names, names
from tinhso.reading.models import Reading
from tinhso.reading.planning import Item, counted, heading, laid_down, learned, unknown
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


@require_POST
def teach(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Say which agency a name of the text means, or that it means none any more."""
    by = principal_of(request)
    reading = queries.one(by, key)
    forgets = "forget" in request.POST
    name, code = (
        request.POST.get("forget" if forgets else "phrase", "").strip(),
        request.POST.get("agency", ""),
    )
    try:
        if not (code or forgets):
            raise Invalid(_("Chọn cơ quan."), code="missing", field="agency")
        teaching.teach_agency(by, name, "" if forgets else code)
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, by, reading, naming=forms.again(request.POST, refusal))
    said = _("Đã quên nghĩa của “%(name)s”.") if forgets else _("Đã ghi nhớ “%(name)s”.")
    messages.success(request, said % {"name": name})
    return redirect(f"{reverse('reading:plan', args=[key])}#agency-names")


def _page(
    request: HttpRequest,
    by: Principal,
    reading: Reading,
    typed: forms.Typed | None = None,
    naming: forms.Typed | None = None,
) -> HttpResponse:
    known = names(reading.place)
    found, items = laid_down(reading, known)
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
        **_naming(request, items, known, naming),
    }
    refusal = (naming.refusal if naming else None) or typed.refusal
    return render(request, "reading/plan.html", context, status=refusal.status if refusal else 200)


def _naming(
    request: HttpRequest, items: Sequence[Item], known: Names, typed: forms.Typed | None
) -> dict[str, Any]:
    """The names that mean no agency here, what they may mean, and what people taught of this text's names."""
    left = unknown(items)
    asked = request.GET.get("name", "") or (left[0].name if left else "")
    return {
        "unknown": [(one.name, f"{one.name} ({one.count})" if one.count > 1 else one.name) for one in left],
        "learned": learned(items, known),
        "naming": typed or forms.start({"phrase": asked}),
        "agencies": [(row.code, wording.named(row)) for row in known.rows] if left else [],
    }
