"""Pages: plan a meeting; correct it, move it, call it off; its places."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.base.errors import Problem, Refusal
from tinhso.base.web import forms as typing
from tinhso.base.web.drafting import drafted
from tinhso.committees import queries as committees
from tinhso.committees.forms import plain
from tinhso.committees.roles import MemberRole
from tinhso.meetings import policies, queries
from tinhso.meetings.actions import planning
from tinhso.meetings.models import Meeting
from tinhso.meetings.pages import shared
from tinhso.meetings.schemas import MeetingChange, MeetingDraft, TimeDraft, VenueDraft
from tinhso.meetings.states import MeetingKind
from tinhso.people.principals import Principal, principal_of


def _committees(by: Principal) -> list[tuple[str, str]]:
    """Those for which somebody plans: all for the standing office, their own for a secretary."""
    rows = committees.committees()
    if not policies.sees_all(by):
        rows = rows.filter(pk__in=committees.committees_of(by.person_id, MemberRole.SECRETARY))
    return [(row.code, row.name) for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Put a meeting on the calendar."""
    by = principal_of(request)
    policies.require_plan_somewhere(by)
    offered = _committees(by)
    chosen = request.GET.get("committee", "") or (offered[0][0] if len(offered) == 1 else "")
    typed = typing.start(
        {"committee": chosen, "kind": MeetingKind.SESSION, "from_time": "08:00", "to_time": "11:00"}
    )
    if request.method == "POST":
        try:
            return redirect(_planned(request, by))
        except Refusal as refusal:
            typed = typing.again(request.POST, shared.beside(refusal))
    context = {
        "title": _("Lập phiên họp"),
        "typed": typed,
        "committees": offered,
        "kinds": MeetingKind.choices,
        "overlaps": typed.problem("overlap_reason") is not None or typed.value("overlap_reason"),
    }
    return render(request, "meetings/plan.html", context, status=shared.status(typed))


def _planned(request: HttpRequest, by: Principal) -> Meeting:
    problems: list[Problem] = []
    moments = shared.times(request.POST, problems)
    place = {"name": request.POST.get("venue", ""), "address": request.POST.get("address", "")}
    place["join_url"] = request.POST.get("join_url", "").strip()
    values = plain(request.POST, MeetingDraft)
    if place["name"].strip():
        values["venue"] = drafted(VenueDraft, place, problems=problems).model_dump()
    shared.require_none(problems)
    return planning.plan(by, drafted(MeetingDraft, {**values, **moments}))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Correct, move or call off; places are below on the same page."""
    by, meeting = shared.planner_for(request, code)
    typed = typing.start(_shown(meeting))
    if request.method == "POST":
        try:
            _changed(request, by, meeting)
        except Refusal as refusal:
            typed = typing.again({**typed.values, **request.POST.dict()}, shared.beside(refusal))
        else:
            return redirect(meeting)
    return _edit_page(request, meeting, typed)


def _shown(meeting: Meeting) -> dict[str, object]:
    return {
        "title": meeting.title,
        "content": meeting.content,
        "chair": meeting.chair_id or "",
        **shared.shown_times(meeting),
    }


def _edit_page(request: HttpRequest, meeting: Meeting, typed: typing.Typed) -> HttpResponse:
    context = {
        "title": _("Sửa phiên họp"),
        "meeting": meeting,
        "typed": typed,
        "chairs": shared.chairs(meeting),
        "venues": queries.venues(meeting),
        "doing": request.POST.get("do", ""),
        "overlaps": typed.problem("overlap_reason") is not None or typed.value("overlap_reason"),
    }
    return render(request, "meetings/edit.html", context, status=shared.status(typed))


def _changed(request: HttpRequest, by: Principal, meeting: Meeting) -> None:
    do, reason = request.POST.get("do", ""), request.POST.get("reason", "")
    if do == "reschedule":
        problems: list[Problem] = []
        moments = shared.times(request.POST, problems)
        shared.require_none(problems)
        told = {**moments, "overlap_reason": request.POST.get("overlap_reason", "")}
        planning.reschedule(by, meeting.code, drafted(TimeDraft, told), reason=reason)
        messages.success(request, _("Đã đổi thời gian; người được mời nhận thông báo và được hỏi lại."))
    elif do == "cancel":
        planning.cancel(by, meeting.code, reason=reason)
        messages.success(request, _("Đã hủy phiên họp; người được mời nhận thông báo kèm lý do."))
    else:
        draft = drafted(MeetingChange, plain(request.POST, MeetingChange))
        planning.revise(by, meeting.code, draft, reason=reason)
        messages.success(request, _("Đã lưu."))


@require_POST
def venues(request: HttpRequest, code: str) -> HttpResponse:
    """Add a place, or take one away."""
    by, meeting = shared.planner_for(request, code)
    try:
        if request.POST.get("do") == "remove":
            planning.remove_venue(by, code, UUID(request.POST.get("venue", "")))
        else:
            draft = drafted(VenueDraft, plain(request.POST, VenueDraft))
            planning.add_venue(by, code, draft, overlap_reason=request.POST.get("overlap_reason", ""))
    except (Refusal, ValueError) as refusal:
        if not isinstance(refusal, Refusal):
            return redirect("meetings:edit", code)
        typed = typing.again({**_texts(meeting), **request.POST.dict()}, refusal)
        return _edit_page(request, meeting, typed)
    return redirect("meetings:edit", code)


def _texts(meeting: Meeting) -> dict[str, str]:
    return {name: str(value) for name, value in _shown(meeting).items()}
