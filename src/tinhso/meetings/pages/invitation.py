"""Pages: the invitation as a paper, and its number."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.base.errors import Invalid, NotFound
from tinhso.meetings import invitation_paper
from tinhso.meetings.actions import issuing
from tinhso.meetings.pages import shared
from tinhso.papers.serving import respond


@require_safe
def invitation(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The invitation as DOCX or PDF: a draft until it has its number."""
    _by, meeting = shared.meeting_for(request, code)
    if kind not in {"docx", "pdf"}:
        raise NotFound(_("Giấy mời có dạng DOCX và PDF."), field="kind")
    paper = invitation_paper.compose(meeting)
    return respond(paper, "docx" if kind == "docx" else "pdf", f"giay-moi-{meeting.code}")


@require_POST
def issue(request: HttpRequest, code: str) -> HttpResponse:
    """Give the invitation its number."""
    by, _meeting = shared.planner_for(request, code)
    text = request.POST.get("number", "").strip()
    if text and not text.isdigit():
        raise Invalid(_("Nhập một số nguyên."), field="number")
    meeting = issuing.issue_invitation(by, code, number=int(text) if text else None)
    told = {"notation": meeting.document.notation if meeting.document else ""}
    messages.success(request, _("Giấy mời mang số %(notation)s.") % told)
    return redirect("meetings:people", code)
