"""Pages while a meeting goes on: lead it, the codes, and checking in with one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import NotFound, Refusal
from tinhso.base.web import forms as typing
from tinhso.meetings import codes, policies, queries, quorum, words
from tinhso.meetings.actions import attending, holding
from tinhso.meetings.pages import shared
from tinhso.people import policies as people
from tinhso.people.principals import principal_of


@require_POST
def lead(request: HttpRequest, code: str) -> HttpResponse:
    """Open the meeting, say which item is on, close it."""
    by, meeting = shared.leader_for(request, code)
    do = request.POST.get("do", "")
    try:
        if do == "open":
            holding.open_meeting(by, code, without_quorum=request.POST.get("without_quorum", ""))
        elif do == "close":
            holding.close(by, code)
        else:
            holding.set_current(by, code, _item(request.POST.get("item", "")))
    except Refusal as refusal:
        if refusal.code != "quorum":
            raise
        context = {
            "title": _("Chưa đủ thành viên để khai mạc"),
            "meeting": meeting,
            "typed": typing.again(request.POST, refusal),
            "quorum": quorum.of(meeting),
        }
        return render(request, "meetings/without_quorum.html", context, status=refusal.status)
    return redirect(meeting)


def _item(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound(_("Không có nội dung này trong chương trình."), field="item") from error


@require_safe
def room_code(request: HttpRequest, code: str) -> HttpResponse:
    """The code on the wall, made anew every minute, with who is there."""
    _by, meeting = shared.leader_for(request, code)
    address = reverse("meetings:check_in", args=[codes.of_room(meeting)])
    context = {
        "title": _("Mã điểm danh"),
        "meeting": meeting,
        "picture": codes.drawn(request.build_absolute_uri(address)),
        "address": address,
        "quorum": quorum.of(meeting),
    }
    return _unkept(render(request, "meetings/room_code.html", context))


@require_safe
def own_code(request: HttpRequest, code: str) -> HttpResponse:
    """The reader's own code, to be scanned by the secretary. Raises NotFound for who is not invited."""
    by, meeting = shared.meeting_for(request, code)
    own = queries.own(by, meeting)
    if not own:
        raise NotFound(_("Bạn không có giấy mời dự phiên họp này."), field="invitation")
    address = request.build_absolute_uri(reverse("meetings:check_in", args=[codes.of_person(own[0])]))
    context = {
        "title": _("Mã của tôi"),
        "meeting": meeting,
        "row": own[0],
        "picture": codes.drawn(address),
    }
    return _unkept(render(request, "meetings/own_code.html", context))


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    """Check in with a scanned code: one button, then who was noted. Raises as `attending.check_in`."""
    by = principal_of(request)
    people.require_signed_in(by)
    if request.method == "POST":
        row = attending.check_in(by, token)
        told = _("%(who)s: %(presence)s.") % {"who": row.invitee, "presence": row.attended_name}
        messages.success(request, told)
        own = policies.is_own(by, row) or row.substitute_id == by.person_id
        return redirect(row.meeting) if own else redirect("meetings:people", row.meeting.code)
    meeting, row = attending.whose(by, token)
    context = {
        "title": _("Điểm danh"),
        "meeting": meeting,
        "at": words.span(meeting.starts_at, meeting.ends_at),
        "row": row,
    }
    return _unkept(render(request, "meetings/check_in.html", context))
