"""Putting goals, targets and tasks of a plan in order: a step, or straight to a position; with undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.base.errors import Invalid, NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms
from tinhso.base.web.typed import Reading, counted
from tinhso.people.principals import Principal, principal_of
from tinhso.steering import actions, policies
from tinhso.steering.actions.arranging import Moved
from tinhso.steering.models import Plan
from tinhso.steering.queries.arranging import Group, Kind, group_of, groups
from tinhso.steering.queries.plans import find_plan

_KINDS: Final[dict[str, Kind]] = {"goals": "goals", "targets": "targets", "tasks": "tasks"}
_STEPS: Final = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Move `item` of `kind` one step (`way` up or down), or to position `to`; `was` says it is an undo."""
    by, plan = principal_of(request), find_plan(slug)
    policies.require_edit(by, plan)
    kind: Kind = _KINDS.get(request.POST.get("kind") or request.GET.get("kind", ""), "targets")
    if request.method != "POST":
        return _page(request, plan, kind)
    sent = Reading(request.POST.dict())
    try:
        moved = _move(by, plan, kind, sent)
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, plan, kind, forms.again(request.POST, refusal))
    told: dict[str, str] = {"kind": kind}
    if sent.text("was"):
        messages.success(request, _("Đã hoàn tác."))
    elif moved.was != moved.now:
        told |= {"moved": str(moved.item), "was": str(moved.was), "now": str(moved.now)}
    return redirect(f"{request.path}?{urlencode(told)}#item-{moved.item}")


def _move(by: Principal, plan: Plan, kind: Kind, sent: Reading) -> Moved:
    try:
        item = UUID(sent.text("item"))
    except ValueError as error:
        raise Invalid(_("Chưa chọn mục cần chuyển."), code="missing", field="item") from error
    step = _STEPS.get(sent.text("way"))
    if step is None:
        return actions.move(by, plan.pk, kind, item, sent.position("to"), was=counted(sent.text("was")))
    group = group_of(plan, kind, item)
    rows = [row.pk for row in group.items] if group else []
    at = rows.index(item) + 1 if group else 1
    return actions.move(by, plan.pk, kind, item, max(1, min(len(rows), at + step)))


@dataclass(frozen=True)
class Undo:
    """What the band offers to take back."""

    item: UUID
    code: str
    was: int
    now: int


def _undo(request: HttpRequest, found: list[Group]) -> Undo | None:
    """The move just made, while the item still stands where it was put."""
    was, now = counted(request.GET.get("was", "")), counted(request.GET.get("now", ""))
    for group in found:
        for at, row in enumerate(group.items, start=1):
            if str(row.pk) == request.GET.get("moved") and at == now and was:
                return Undo(row.pk, row.code, was, at)
    return None


def _page(request: HttpRequest, plan: Plan, kind: Kind, typed: forms.Typed | None = None) -> HttpResponse:
    found = groups(plan, kind)
    context = {
        "title": _("Sắp xếp: %(plan)s") % {"plan": plan.short_title},
        "plan": plan,
        "kind": kind,
        "groups": found,
        "headed": kind != "goals" and any(group.goal for group in found),
        "undo": _undo(request, found),
        "typed": typed or forms.start(),
        "edit": {"targets": "steering:edit_target", "tasks": "steering:edit_task"}.get(kind, ""),
    }
    status = typed.refusal.status if typed and typed.refusal else 200
    return render(request, "steering/arrange.html", context, status=status)
