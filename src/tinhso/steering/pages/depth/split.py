"""The page on which a task is given in parts to many agencies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms
from tinhso.base.web.typed import Reading
from tinhso.people import queries as agencies
from tinhso.people.models import Agency, AgencyKind
from tinhso.people.principals import principal_of
from tinhso.steering.depth import rights, splitting
from tinhso.steering.depth.drafts import PartDraft, SplitDraft
from tinhso.steering.models import Task
from tinhso.steering.queries.plans import find_task

_GROUPS: Final[Mapping[str, tuple[Promise, Q]]] = {
    "commune": (
        gettext_lazy("UBND xã, phường, đặc khu"),
        Q(kind=AgencyKind.COMMITTEE, place__level="commune"),
    ),
    "district": (gettext_lazy("UBND cấp huyện"), Q(kind=AgencyKind.COMMITTEE, place__level="district")),
    "department": (gettext_lazy("Sở, ban, ngành"), Q(kind=AgencyKind.DEPARTMENT)),
    "unit": (gettext_lazy("Đơn vị trực thuộc"), Q(kind=AgencyKind.UNIT)),
}


def day_of(task: Task) -> date:
    """On which day agencies are chosen: today, or the last day of a plan that has ended."""
    return min(clock.today(), task.plan.ends_on)


def groups(task: Task) -> list[tuple[str, str, list[Agency]]]:
    """The agencies of the home province that may get parts, by kind; without those that have one."""
    held = set(task.parts.filter(retired_on=None).values_list("lead_id", flat=True)) | {task.lead_id}
    rows = agencies.agencies().of_pack(settings.HOME_PACK).valid_on(day_of(task))
    found = []
    for key, (word, which) in _GROUPS.items():
        members = [row for row in rows.filter(which) if row.pk not in held]
        if members:
            found.append((key, str(word), members))
    return found


def _chosen(request: HttpRequest, offered: Sequence[tuple[str, str, list[Agency]]]) -> list[str]:
    """The codes ticked one by one, and those of whole groups."""
    codes = dict.fromkeys(request.POST.getlist("agency"))
    whole = set(request.POST.getlist("group"))
    for key, _word, members in offered:
        if key in whole:
            codes |= dict.fromkeys(row.code for row in members)
    return list(codes)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, code: str) -> HttpResponseBase:
    """Choose agencies, one deadline, one deliverable; one action gives all of them their part."""
    by, task = principal_of(request), find_task(code)
    rights.require_split(by, task)
    offered = groups(task)
    typed = forms.start({"deadline": task.deadline})
    chosen: list[str] = []
    if request.method == "POST":
        sent = Reading(request.POST.dict())
        chosen = _chosen(request, offered)
        try:
            if not chosen:
                message = _("Chọn ít nhất một đơn vị.")
                raise Invalid(message, code="missing", field="agency")
            values = {
                "parts": tuple(PartDraft(lead=one, title=sent.text("title")) for one in chosen),
                "deadline": sent.day("deadline"),
                "late_reason": sent.text("late_reason"),
                "deliverable": sent.text("deliverable"),
            }
            made = splitting.split(by, task.pk, sent.finish(SplitDraft, values))
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
        else:
            told = ngettext("Đã giao %(n)d phần việc.", "Đã giao %(n)d phần việc.", len(made))
            messages.success(request, told % {"n": len(made)})
            return redirect(task)
    context = {
        "title": _("Chia việc: %(title)s") % {"title": task.title},
        "task": task,
        "groups": offered,
        "chosen": chosen,
        "whole": request.POST.getlist("group"),
        "typed": typed,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "steering/depth/split.html", context, status=status)
