"""Stating a target's status, and taking a statement back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.base import clock
from tinhso.base.errors import NotAllowed, NotFound, NotSignedIn, Refusal
from tinhso.base.web import forms
from tinhso.base.web.typed import Reading
from tinhso.people.principals import principal_of
from tinhso.steering import actions, policies
from tinhso.steering.models import Target, TargetStatus
from tinhso.steering.queries.plans import find_target
from tinhso.steering.queries.statements import said_of
from tinhso.steering.schemas import StatementDraft

_any_method = require_http_methods(["GET", "HEAD", "POST"])


def _page(
    request: HttpRequest, template: str, target: Target, typed: forms.Typed, **more: object
) -> HttpResponse:
    context = {"target": target, "typed": typed, "said": said_of(target), **more}
    return render(request, template, context, status=typed.refusal.status if typed.refusal else 200)


@_any_method
def state(request: HttpRequest, code: str) -> HttpResponseBase:
    """State the status: which, from which day, why, by which paper."""
    by, target = principal_of(request), find_target(code)
    policies.require_edit(by, target.plan)
    typed = forms.start({"dated": clock.today()})
    if request.method == "POST":
        sent = Reading(request.POST.dict())
        values = {name: sent.text(name) for name in ("status", "note", "document")}
        try:
            draft = sent.finish(StatementDraft, {**values, "dated": sent.day("dated")})
            actions.state_target(by, target.pk, draft)
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
        else:
            messages.success(request, _("Đã công bố trạng thái."))
            return redirect(target)
    title = _("Công bố trạng thái: %(title)s") % {"title": target.title}
    return _page(request, "steering/state.html", target, typed, title=title, statuses=TargetStatus.choices)


@_any_method
def withdraw(request: HttpRequest, code: str, said: UUID) -> HttpResponseBase:
    """Take a statement back, with the reason."""
    by, target = principal_of(request), find_target(code)
    policies.require_edit(by, target.plan)
    known = next((one for one in said_of(target) if one.statement.pk == said), None)
    if known is None:
        raise NotFound(_("Chỉ tiêu này không có công bố đó."))
    typed = forms.start()
    if request.method == "POST":
        try:
            actions.withdraw_statement(by, said, note=request.POST.get("note", ""))
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
        else:
            messages.success(request, _("Đã rút lại; trạng thái theo số liệu hoặc công bố trước đó."))
            return redirect(target)
    title = _("Rút lại công bố: %(title)s") % {"title": target.title}
    return _page(request, "steering/withdraw.html", target, typed, title=title, one=known)
