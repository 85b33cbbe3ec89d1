"""Editing plans and what they hold. Forms keep what was typed; a stale form shows both versions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.base.errors import NotAllowed, NotSignedIn, Refusal
from tinhso.base.packs.home import home_pack
from tinhso.base.web import forms
from tinhso.base.web.typed import Reading
from tinhso.people.principals import principal_of
from tinhso.steering import actions, policies
from tinhso.steering.actions.editing import draft_of as draft_of_goal
from tinhso.steering.actions.targets import draft_of as draft_of_target
from tinhso.steering.actions.tasks import draft_of as draft_of_task
from tinhso.steering.errors import StaleForm
from tinhso.steering.models import Plan, Target, Task
from tinhso.steering.pages import edit_forms
from tinhso.steering.pages.edit_forms import Field
from tinhso.steering.queries.plans import find_plan, find_target, find_task, goal_of

any_method = require_http_methods(["GET", "HEAD", "POST"])


def _form(
    request: HttpRequest,
    title: str,
    fields: Sequence[Field],
    start: dict[str, Any],
    save: Callable[[Reading], Plan | Target | Task],
    **more: Any,
) -> HttpResponseBase:
    """One form: shown, or saved and left for the page of what was saved."""
    typed = forms.start(start)
    if request.method == "POST":
        reading = Reading(request.POST.dict())
        try:
            saved = save(reading)
        except (NotSignedIn, NotAllowed):
            raise
        except StaleForm as stale:
            sent = {**request.POST.dict(), "version": str(stale.version)}
            typed = forms.again(sent, stale)
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect(saved)
    return show(request, title, fields, typed, **more)


def show(
    request: HttpRequest, title: str, fields: Sequence[Field], typed: forms.Typed, **more: Any
) -> HttpResponse:
    """The page of a form."""
    context = {"title": title, "fields": fields, "typed": typed, **more}
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "steering/edit.html", context, status=status)


@any_method
def new_plan(request: HttpRequest) -> HttpResponseBase:
    """Add a plan."""
    by = principal_of(request)
    policies.require_edit(by)
    start = {"place": home_pack().place, "stage": Plan.Stage.DRAFT, "kind": Plan.Kind.PLAN}
    return _form(
        request,
        _("Lập kế hoạch"),
        edit_forms.plan_fields(),
        start,
        lambda sent: actions.create_plan(by, edit_forms.read_plan(sent)),
    )


def _plan_as_typed(plan: Plan) -> dict[str, Any]:
    names = [field.name for field in edit_forms.plan_fields()]
    values = {name: getattr(plan, name) for name in names if name not in {"place", "document", "itemised"}}
    return {
        **values,
        "place": plan.place.code,
        "document": plan.document.slug if plan.document else "",
        "itemised": "1" if plan.itemised else "",
        "version": plan.version,
    }


@any_method
def edit_plan(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Change a plan."""
    by, plan = principal_of(request), find_plan(slug)
    policies.require_edit(by, plan)
    return _form(
        request,
        _("Sửa: %(title)s") % {"title": plan.short_title},
        edit_forms.plan_fields(),
        _plan_as_typed(plan),
        lambda sent: actions.edit_plan(
            by, plan.pk, edit_forms.read_plan(sent), version=sent.version() or plan.version
        ),
        back=plan,
    )


_TOLD_ANEW = (
    "slug",
    "short_title",
    "document",
    "declared_targets",
    "declared_tasks",
    "note",
    "version",
)
"""What next year's document says for itself."""


def _a_year_on(title: str) -> str:
    """The title with its years moved by one: năm 2025 → năm 2026."""
    return re.sub(r"\b20\d\d\b", lambda year: str(int(year[0]) + 1), title)


@any_method
def next_plan(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Next year's plan from this one."""
    by, plan = principal_of(request), find_plan(slug)
    policies.require_edit(by, plan)
    start = _plan_as_typed(plan) | {"stage": Plan.Stage.DRAFT, "title": _a_year_on(plan.title)}
    start |= dict.fromkeys(_TOLD_ANEW, "")
    for name in ("starts_on", "ends_on"):
        day = getattr(plan, name)
        start[name] = day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)
    return _form(
        request,
        _("Kế hoạch năm sau từ %(title)s") % {"title": plan.short_title},
        edit_forms.plan_fields(),
        start,
        lambda sent: actions.next_plan(by, plan.pk, edit_forms.read_plan(sent)),
        back=plan,
        note=_(
            "Mục tiêu, chỉ tiêu và nhiệm vụ chưa xong được chép sang; kết quả năm nay thành mức xuất phát."
        ),
    )


@any_method
def new_goal(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Add a goal to a plan."""
    by, plan = principal_of(request), find_plan(slug)
    policies.require_edit(by, plan)

    def save(sent: Reading) -> Plan:
        actions.create_goal(by, plan.pk, edit_forms.read_goal(sent))
        return plan

    return _form(request, _("Thêm mục tiêu"), edit_forms.goal_fields(plan), {}, save, back=plan)


@any_method
def edit_goal(request: HttpRequest, slug: str, goal: UUID) -> HttpResponseBase:
    """Change a goal of a plan."""
    by, plan = principal_of(request), find_plan(slug)
    policies.require_edit(by, plan)
    found = goal_of(plan, goal)
    start = edit_forms.typed_from(draft_of_goal(found)) | {"version": found.version}

    def save(sent: Reading) -> Plan:
        actions.edit_goal(by, found.pk, edit_forms.read_goal(sent), version=sent.version())
        return plan

    title = _("Sửa mục tiêu %(code)s") % {"code": found.code}
    return _form(request, title, edit_forms.goal_fields(plan), start, save, back=plan)


@any_method
def new_target(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Add a target to a plan."""
    by, plan = principal_of(request), find_plan(slug)
    policies.require_edit(by, plan)
    return _form(
        request,
        _("Thêm chỉ tiêu"),
        edit_forms.target_fields(plan),
        {"direction": "up"},
        lambda sent: actions.create_target(by, plan.pk, edit_forms.read_target(sent)),
        back=plan,
    )


def target_form(target: Target) -> dict[str, Any]:
    """The form in which a target is changed, or stopped."""
    return {
        "title": _("Sửa chỉ tiêu %(code)s") % {"code": target.code},
        "fields": edit_forms.target_fields(target.plan),
        "start": edit_forms.typed_from(draft_of_target(target)) | {"version": target.version},
        "back": target,
        "retire": "steering:retire_target",
    }


@any_method
def edit_target(request: HttpRequest, code: str) -> HttpResponseBase:
    """Change a target."""
    by, target = principal_of(request), find_target(code)
    policies.require_edit(by, target.plan)

    def save(sent: Reading) -> Target:
        return actions.edit_target(by, target.pk, edit_forms.read_target(sent), version=sent.version())

    return _form(request, save=save, **target_form(target))


@any_method
def new_task(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Add a task to a plan."""
    by, plan = principal_of(request), find_plan(slug)
    policies.require_edit(by, plan)
    return _form(
        request,
        _("Thêm nhiệm vụ"),
        edit_forms.task_fields(plan),
        {},
        lambda sent: actions.create_task(by, plan.pk, edit_forms.read_task(sent)),
        back=plan,
    )


def task_form(task: Task) -> dict[str, Any]:
    """The form in which a task is changed, or stopped."""
    return {
        "title": _("Sửa nhiệm vụ %(code)s") % {"code": task.code},
        "fields": edit_forms.task_fields(task.plan),
        "start": edit_forms.typed_from(draft_of_task(task)) | {"version": task.version},
        "back": task,
        "retire": "steering:retire_task",
    }


@any_method
def edit_task(request: HttpRequest, code: str) -> HttpResponseBase:
    """Change a task."""
    by, task = principal_of(request), find_task(code)
    policies.require_edit(by, task.plan)

    def save(sent: Reading) -> Task:
        return actions.edit_task(by, task.pk, edit_forms.read_task(sent), version=sent.version())

    return _form(request, save=save, **task_form(task))
