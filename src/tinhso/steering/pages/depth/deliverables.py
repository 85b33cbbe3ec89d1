"""The page of one deliverable: handing in, accepting, returning, and its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.base.errors import NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms
from tinhso.base.web.typed import Reading
from tinhso.people.principals import Principal, principal_of
from tinhso.steering import policies
from tinhso.steering.depth import attaching, delivering, rights
from tinhso.steering.depth.drafts import DeliverableDraft, DeliveryDraft
from tinhso.steering.models import Deliverable
from tinhso.steering.pages.depth.acts import deliverable_of
from tinhso.steering.pages.depth.inside import DELIVERABLE_LOOKS
from tinhso.steering.queries.plans import find_task

Doing = Callable[[Principal, Deliverable, HttpRequest], object]


def _deliver(by: Principal, row: Deliverable, request: HttpRequest) -> object:
    sent = Reading(request.POST.dict())
    policies.require_report(by, row.task, policies.reporters(row.task))
    upload = request.FILES.get("file")
    values = {
        "note": sent.text("delivery_note"),
        "document": sent.text("document"),
        "file": attaching.keep(by, upload).pk if upload else None,
    }
    return delivering.deliver(by, row.pk, sent.finish(DeliveryDraft, values))


def _edit(by: Principal, row: Deliverable, request: HttpRequest) -> object:
    sent = Reading(request.POST.dict())
    values = {
        "title": sent.text("deliverable_title"),
        "required": bool(sent.text("deliverable_required")),
        "acceptor": sent.text("acceptor"),
    }
    return delivering.edit_deliverable(by, row.pk, sent.finish(DeliverableDraft, values))


def _accept(by: Principal, row: Deliverable, request: HttpRequest) -> object:
    return delivering.accept(by, row.pk, words=request.POST.get("acceptance_note", ""))


def _return(by: Principal, row: Deliverable, request: HttpRequest) -> object:
    return delivering.give_back(by, row.pk, reason=request.POST.get("acceptance_note", ""))


def _remove(by: Principal, row: Deliverable, _request: HttpRequest) -> object:
    return delivering.remove_deliverable(by, row.pk)


_DOINGS: Mapping[str, Doing] = {
    "deliver": _deliver,
    "accept": _accept,
    "return": _return,
    "edit": _edit,
    "remove": _remove,
}


@require_http_methods(["GET", "HEAD", "POST"])
def deliverable(request: HttpRequest, code: str, key: UUID) -> HttpResponseBase:
    """One deliverable."""
    by, task = principal_of(request), find_task(code)
    row = deliverable_of(task, key)
    start = {"deliverable_title": row.title, "deliverable_required": "1" if row.required else ""}
    typed = forms.start({**start, "acceptor": row.acceptor.code if row.acceptor else ""})
    if request.method == "POST":
        name = next((one for one in _DOINGS if one in request.POST), "deliver")
        try:
            _DOINGS[name](by, row, request)
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect(task)
    inside = rights.may_see_inside(by, task)
    events = row.events.select_related("file", "document").order_by("-recorded_at", "-pk") if inside else ()
    accepted = row.state == Deliverable.State.ACCEPTED
    context = {
        "title": row.title,
        "task": task,
        "row": row,
        "look": DELIVERABLE_LOOKS[row.state],
        "events": events,
        "typed": typed,
        "may_deliver": not accepted and policies.may_report(by, task),
        "may_accept": row.state == Deliverable.State.DELIVERED and rights.may_accept(by, row),
        "may_change": not accepted and rights.may_split(by, task),
        "untouched": not row.events.exists(),
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "steering/depth/deliverable.html", context, status=status)
