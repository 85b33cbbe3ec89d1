"""Pages of recurring tasks: the list, one pattern with what it made, laying down, changing, stopping."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base import clock
from tinhso.base.errors import NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms, listing
from tinhso.base.web.tables import Column, Table
from tinhso.base.web.typed import Reading
from tinhso.people.principals import principal_of
from tinhso.steering import policies
from tinhso.steering.depth import recurring
from tinhso.steering.depth.drafts import RecurrenceDraft
from tinhso.steering.models import Recurrence
from tinhso.steering.queries.doings import rows_of
from tinhso.steering.queries.plans import find_plan, plans_of_home

_MADE = 60
_WHOLE = ("due_number", "ahead_days")
_DAYS = ("starts_on", "ends_on")

TABLE: Table[Recurrence] = Table(
    "nhiem-vu-dinh-ky",
    gettext_lazy("Nhiệm vụ định kỳ"),
    (
        Column("title", gettext_lazy("Nhiệm vụ"), lambda row: row.title),
        Column("code", gettext_lazy("Mã"), lambda row: row.code, export_only=True),
        Column(
            "every", gettext_lazy("Chu kỳ"), lambda row: str(Recurrence.Every(row.every).label), sort="every"
        ),
        Column("lead", gettext_lazy("Chủ trì"), lambda row: str(row.lead or "")),
        Column("plan", gettext_lazy("Kế hoạch"), lambda row: row.plan.short_title, essential=False),
        Column("ends_on", gettext_lazy("Đến ngày"), lambda row: row.ends_on, kind="date", essential=False),
    ),
    href=lambda row: reverse("steering:pattern", args=[row.code]),
)


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Every pattern of the home province's plans."""
    plans = list(plans_of_home())
    rows = Recurrence.objects.filter(plan__in=plans).select_related("plan", "lead").order_by("code")
    context = {
        "title": _("Nhiệm vụ định kỳ"),
        "may_edit": policies.may_edit(principal_of(request)),
        "plans": [plan for plan in plans if plan.ends_on >= clock.today()],
    }
    return listing.build(request, TABLE, rows).respond("steering/depth/patterns.html", context)


def _read(sent: Reading) -> RecurrenceDraft:
    words = RecurrenceDraft.model_fields.keys() - {*_WHOLE, *_DAYS, "joint"}
    values: dict[str, Any] = {name: sent.text(name) for name in words}
    values |= {name: sent.day(name) for name in _DAYS}
    values |= {name: sent.whole(name) or 0 for name in _WHOLE}
    values["joint"] = tuple(code for code in sent.text("joint").replace(",", " ").split() if code)
    return sent.finish(RecurrenceDraft, values)


def _form(
    request: HttpRequest,
    context: dict[str, Any],
    start: dict[str, Any],
    save: Callable[[Reading], Recurrence],
) -> HttpResponseBase:
    typed = forms.start(start)
    if request.method == "POST":
        try:
            row = save(Reading(request.POST.dict()))
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("steering:pattern", row.code)
    choices = {
        "every": Recurrence.Every.choices,
        "due": Recurrence.Due.choices,
        "shift": Recurrence.Shift.choices,
    }
    status = typed.refusal.status if typed.refusal else 200
    shown = {**context, "typed": typed, "choices": choices}
    return render(request, "steering/depth/pattern_form.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Lay a pattern down in a plan."""
    by, plan = principal_of(request), find_plan(slug)
    policies.require_edit(by, plan)
    start = {
        "every": "month", "due": "working_day", "due_number": 0, "shift": "before", "ahead_days": 14,
        "starts_on": max(plan.starts_on, clock.today()),
    }  # fmt: skip
    context = {"title": _("Thêm nhiệm vụ định kỳ"), "plan": plan}
    return _form(request, context, start, lambda sent: recurring.create(by, plan.pk, _read(sent)))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """Change a pattern: what it makes from now on."""
    by, row = principal_of(request), recurring.find(code)
    policies.require_edit(by, row.plan)
    told = recurring.draft_of(row)
    start = {**told.model_dump(), "joint": " ".join(told.joint), "version": row.version}
    context = {"title": _("Sửa: %(title)s") % {"title": row.title}, "plan": row.plan, "pattern": row}

    def save(sent: Reading) -> Recurrence:
        return recurring.edit(by, row.pk, _read(sent), version=sent.version())

    return _form(request, context, start, save)


def _shown(request: HttpRequest, row: Recurrence, typed: forms.Typed) -> HttpResponseBase:
    made = rows_of(row.tasks.order_by("-occurs")[:_MADE], with_illustrative=True)
    context = {
        "title": row.title,
        "pattern": row,
        "made": sorted(made, key=lambda one: one.task.occurs, reverse=True),
        "joint": [link.agency for link in row.joint_links.select_related("agency")],
        "may_edit": policies.may_edit(principal_of(request)),
        "running": row.ends_on is None or row.ends_on >= clock.today(),
        "typed": typed,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "steering/depth/pattern.html", context, status=status)


@require_safe
def pattern(request: HttpRequest, code: str) -> HttpResponseBase:
    """One pattern with the tasks it made."""
    return _shown(request, recurring.find(code), forms.start({"ends_on": clock.today()}))


@require_POST
def stop(request: HttpRequest, code: str) -> HttpResponseBase:
    """Make no more after a day."""
    row, sent = recurring.find(code), Reading(request.POST.dict())
    day: date | None = sent.day("ends_on")
    try:
        recurring.stop(principal_of(request), row.pk, day or clock.today())
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _shown(request, row, forms.again(request.POST, refusal))
    messages.success(request, _("Đã dừng; nhiệm vụ đã tạo giữ nguyên."))
    return redirect("steering:pattern", row.code)
