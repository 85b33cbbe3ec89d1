"""Pages: who is invited, what they answered, who came; and the invitee's own answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tinhso.base.errors import Invalid, Refusal
from tinhso.base.web import exports
from tinhso.base.web import forms as typing
from tinhso.base.web.drafting import drafted
from tinhso.committees.forms import plain
from tinhso.meetings import policies, queries, quorum, tables, words
from tinhso.meetings.actions import attending, inviting
from tinhso.meetings.models import Meeting
from tinhso.meetings.pages import shared
from tinhso.meetings.schemas import AnswerDraft, GuestDraft
from tinhso.meetings.states import InviteRole, MeetingState, Presence
from tinhso.people import choosing
from tinhso.people.principals import Principal


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, code: str) -> HttpResponseBase:
    """The list of the invited; those who organise change it and take attendance."""
    by, meeting = shared.meeting_for(request, code)
    typed = typing.start({"role": InviteRole.GUEST})
    if request.method == "POST":
        try:
            _do(request, by, code)
        except Refusal as refusal:
            typed = typing.again(request.POST, refusal)
        else:
            return redirect("meetings:people", code)
    wanted = request.GET.get("format", "")
    if wanted in {"csv", "xlsx"}:
        return exports.file(tables.INVITATIONS, queries.invitations(meeting), wanted)
    return _page(request, by, meeting, typed)


def _page(request: HttpRequest, by: Principal, meeting: Meeting, typed: typing.Typed) -> HttpResponse:
    may_plan = policies.may_plan(by, meeting.committee)
    found = choosing.persons(request.GET.get("q", ""), chosen=typed.value("person"), anybody=True)
    rows = queries.invitations(meeting)
    context = {
        "title": _("Danh sách mời"),
        "meeting": meeting,
        "at": words.span(meeting.starts_at, meeting.ends_at),
        "rows": rows,
        "prepared": sum(row.state == "prepared" for row in rows),
        "quorum": quorum.of(meeting),
        "typed": typed,
        "do": request.POST.get("do", ""),
        "found": found if may_plan else None,
        "agencies": shared.agencies() if may_plan else [],
        "roles": InviteRole.choices,
        "presences": Presence.choices,
        "ahead": meeting.state in {MeetingState.PLANNED, MeetingState.INVITED},
        "attending": meeting.state in attending.GOING_ON,
        "may_plan": may_plan,
        "may_lead": policies.may_lead(by, meeting),
    }
    return render(request, "meetings/people.html", context, status=shared.status(typed))


def _do(request: HttpRequest, by: Principal, code: str) -> None:
    do, sent = request.POST.get("do", ""), request.POST
    if do == "members":
        made = inviting.prepare_members(by, code)
        number = len(made)
        told = ngettext("Đã thêm %(n)d thành viên.", "Đã thêm %(n)d thành viên.", number) % {"n": number}
        messages.success(request, told)
    elif do == "guest":
        values = {name: value for name, value in plain(sent, GuestDraft).items() if value}
        inviting.add_guest(by, code, drafted(GuestDraft, values))
    elif do == "send":
        told_to = inviting.send(
            by, code, reason=sent.get("reason", ""), overlap_reason=sent.get("overlap_reason", "")
        )
        number = sum(not one.route for one in told_to.without_address)
        messages.success(request, _("Đã gửi giấy mời."))
        if number:
            line = ngettext(
                "%(n)d người, cơ quan chưa có tài khoản để nhận: gửi giấy mời bản giấy.",
                "%(n)d người, cơ quan chưa có tài khoản để nhận: gửi giấy mời bản giấy.",
                number,
            )
            messages.warning(request, line % {"n": number})
    elif do == "withdraw":
        inviting.withdraw(by, code, _key(sent.get("invitation", "")), reason=sent.get("reason", ""))
    elif do in Presence.values:
        attending.record(by, code, _key(sent.get("invitation", "")), Presence(do))
    else:
        raise Invalid(_("Chọn một việc."), field="do")


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid(_("Không có giấy mời này."), field="invitation") from error


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """Answer an invitation: come, decline, send somebody else."""
    by, meeting = shared.meeting_for(request, code)
    row = queries.invitation(meeting, key)
    policies.require_answer(by, row)
    typed = typing.start({"state": request.GET.get("state", row.state), "reason": row.answer_reason})
    if request.method == "POST":
        try:
            inviting.answer(by, code, key, drafted(AnswerDraft, plain(request.POST, AnswerDraft)))
        except Refusal as refusal:
            typed = typing.again(request.POST, refusal)
        else:
            messages.success(request, _("Đã ghi câu trả lời."))
            return redirect(meeting) if policies.is_own(by, row) else redirect("meetings:people", code)
    context = {
        "title": _("Trả lời giấy mời"),
        "meeting": meeting,
        "at": words.span(meeting.starts_at, meeting.ends_at),
        "row": row,
        "typed": typed,
        "states": [
            ("accepted", _("Dự họp")),
            ("declined", _("Vắng")),
            ("substituted", _("Cử người dự thay")),
        ],
        "found": choosing.persons(request.GET.get("q", ""), chosen=typed.value("substitute")),
    }
    return render(request, "meetings/answer.html", context, status=shared.status(typed))
