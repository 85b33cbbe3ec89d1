"""The briefing pack of a meeting: seen, and taken along."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.meetings import policies as meetings_policies
from tinhso.meetings import queries as meetings
from tinhso.meetings.models import Meeting
from tinhso.papers import html, serving
from tinhso.people.principals import principal_of
from tinhso.reports import policies, printing
from tinhso.reports.briefing import pack
from tinhso.reports.briefing.paper import briefing as paper_of_meeting


def _meeting(request: HttpRequest, code: str) -> Meeting:
    by = principal_of(request)
    policies.require_brief(by)
    found = meetings.find(code)
    meetings_policies.require_see(by, found)
    return found


@require_safe
def briefing(request: HttpRequest, code: str) -> HttpResponseBase:
    """The paper on a page."""
    meeting = _meeting(request, code)
    context = {
        "title": _("Tài liệu phục vụ họp"),
        "meeting": meeting,
        "paper": html.render(paper_of_meeting(meeting)),
    }
    return render(request, "reports/briefing.html", context)


@require_safe
def briefing_file(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """`docx`, `pdf`, or `zip` with the papers of the agenda."""
    meeting = _meeting(request, code)
    if kind == "zip":
        response = HttpResponse(pack.zipped(pack.files(meeting)), content_type="application/zip")
        response.headers["Content-Disposition"] = f'attachment; filename="{meeting.code}.zip"'
        return response
    if kind == "docx" or kind == "pdf":
        told = printing.file_of(paper_of_meeting(meeting), "docx" if kind == "docx" else "pdf")
        response = HttpResponse(told, content_type=serving.TYPES[kind])
        response.headers["Content-Disposition"] = f'attachment; filename="{meeting.code}.{kind}"'
        return response
    raise Http404
