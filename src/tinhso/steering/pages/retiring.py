"""Stopping to follow a target or a task, and the undo that its page offers afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.errors import NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms
from tinhso.people.principals import principal_of
from tinhso.steering import actions
from tinhso.steering.models import Target, Task
from tinhso.steering.pages.editing import show, target_form, task_form
from tinhso.steering.queries.plans import find_target, find_task


def _retire(
    request: HttpRequest, thing: Target | Task, act: Callable[..., object], form: dict[str, Any]
) -> HttpResponse:
    try:
        act(principal_of(request), thing.pk, reason=request.POST.get("reason", "").strip())
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        start = form.pop("start") | {"reason": request.POST.get("reason", "")}
        return show(request, typed=forms.again(forms.start(start).values, refusal), **form)
    return redirect(thing)


@require_POST
def retire_target(request: HttpRequest, code: str) -> HttpResponse:
    """Stop following a target, with the reason."""
    target = find_target(code)
    return _retire(request, target, actions.retire_target, target_form(target))


@require_POST
def retire_task(request: HttpRequest, code: str) -> HttpResponse:
    """Stop following a task, with the reason."""
    task = find_task(code)
    return _retire(request, task, actions.retire_task, task_form(task))


def _restore(request: HttpRequest, thing: Target | Task, act: Callable[..., object]) -> HttpResponse:
    try:
        act(principal_of(request), thing.pk, reason=request.POST.get("reason", "").strip())
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        messages.error(request, " ".join(filter(None, (str(refusal), str(refusal.hint or "")))))
    else:
        messages.success(request, _("Đã hoàn tác: lại được theo dõi như trước."))
    return redirect(thing)


@require_POST
def restore_target(request: HttpRequest, code: str) -> HttpResponse:
    """Follow a retired target again."""
    return _restore(request, find_target(code), actions.restore_target)


@require_POST
def restore_task(request: HttpRequest, code: str) -> HttpResponse:
    """Follow a retired task again."""
    return _restore(request, find_task(code), actions.restore_task)
