"""Pages: the agenda's items and their papers."""

from __future__ import annotations

from typing import BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import Invalid, Refusal
from tinhso.base.files import responses
from tinhso.base.web import forms as typing
from tinhso.base.web.drafting import drafted
from tinhso.committees.forms import plain
from tinhso.meetings import queries
from tinhso.meetings.actions import agenda, papers
from tinhso.meetings.models import AgendaItem, Meeting
from tinhso.meetings.pages import shared
from tinhso.meetings.schemas import ItemDraft, PaperDraft
from tinhso.meetings.states import ItemKind
from tinhso.people import choosing

SHOWN_HERE = ("application/pdf", "image/png", "image/jpeg")
"""Types that are shown inside the page; others are kept as files."""
_KINDS = [(kind.value, kind.label) for kind in ItemKind if kind != ItemKind.CARRIED]


def _form(
    request: HttpRequest, meeting: Meeting, typed: typing.Typed, item: AgendaItem | None
) -> HttpResponse:
    found = choosing.persons(request.GET.get("q", ""), chosen=typed.value("reporter"), anybody=True)
    context = {
        "title": _("Sửa nội dung") if item else _("Thêm nội dung"),
        "meeting": meeting,
        "item": item,
        "typed": typed,
        "kinds": _KINDS,
        "agencies": shared.agencies(),
        "found": found,
        "papers": list(queries.papers_of([item])) if item else [],
    }
    return render(request, "meetings/item.html", context, status=shared.status(typed))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add a point to the agenda."""
    by, meeting = shared.planner_for(request, code)
    if request.method != "POST":
        return _form(request, meeting, typing.start({"kind": ItemKind.REPORT, "minutes": 15}), None)
    try:
        item = agenda.add_item(by, code, drafted(ItemDraft, plain(request.POST, ItemDraft)))
    except Refusal as refusal:
        return _form(request, meeting, typing.again(request.POST, refusal), None)
    return redirect("meetings:item", code, item.pk)


def _shown(item: AgendaItem) -> dict[str, object]:
    return {
        "title": item.title,
        "note": item.note,
        "minutes": item.minutes,
        "kind": ItemKind.REPORT if item.kind == ItemKind.CARRIED else item.kind,
        "reporter_agency": item.reporter_agency.code if item.reporter_agency else "",
        "reporter": item.reporter_id or "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """Change a point, move it up or down, withdraw it or put it back."""
    by, meeting = shared.planner_for(request, code)
    item = queries.item_by_id(meeting, key)
    if request.method != "POST":
        return _form(request, meeting, typing.start(_shown(item)), item)
    do = request.POST.get("do", "")
    try:
        if do in {"up", "down"}:
            agenda.move_item(by, code, key, up=do == "up")
        elif do == "withdraw":
            agenda.withdraw_item(by, code, key, reason=request.POST.get("reason", ""))
        elif do == "restore":
            agenda.restore_item(by, code, key)
        else:
            agenda.revise_item(by, code, key, drafted(ItemDraft, plain(request.POST, ItemDraft)))
    except Refusal as refusal:
        shown = {name: str(value) for name, value in _shown(item).items()}
        return _form(request, meeting, typing.again({**shown, **request.POST.dict()}, refusal), item)
    return redirect(queries.item_by_id(meeting, key))


@require_POST
def add_paper(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """Add a file, a document of the register or an own address to an item."""
    by, meeting = shared.planner_for(request, code)
    item = queries.item_by_id(meeting, key)
    upload, title = request.FILES.get("file"), request.POST.get("paper_title", "")
    try:
        replaces = UUID(request.POST["replaces"]) if request.POST.get("replaces") else None
        if upload is not None and upload.name:
            papers.add_file(
                by, code, key, cast(BinaryIO, upload), upload.name, title=title, replaces=replaces
            )
        else:
            told = {"title": title, "document": request.POST.get("document", "")}
            told["href"] = request.POST.get("href", "").strip()
            papers.add_paper(by, code, key, drafted(PaperDraft, told), replaces=replaces)
    except (Refusal, ValueError) as error:
        refusal = error if isinstance(error, Refusal) else Invalid(_("Không có tài liệu này."))
        shown = {name: str(value) for name, value in _shown(item).items()}
        return _form(request, meeting, typing.again({**shown, **request.POST.dict()}, refusal), item)
    return redirect("meetings:item", code, key)


@require_POST
def change_paper(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """Withdraw a paper, or put it back."""
    by, _meeting = shared.planner_for(request, code)
    if request.POST.get("do") == "restore":
        paper = papers.restore_paper(by, code, key)
        messages.success(request, _("Đã khôi phục tài liệu “%(title)s”.") % {"title": paper.title})
    else:
        paper = papers.withdraw_paper(by, code, key)
        messages.success(request, _("Đã rút tài liệu “%(title)s”.") % {"title": paper.title})
    return redirect("meetings:item", code, paper.item_id)


@require_safe
def paper(request: HttpRequest, code: str, key: UUID) -> HttpResponseBase:
    """Open a paper, and note that it was opened. `?inline=1`: inside the page, where the type allows it."""
    by, meeting = shared.meeting_for(request, code)
    found = queries.paper(meeting, key)
    papers.note_read(by, found)
    if found.document is not None:
        return redirect(found.document)
    if found.file is None:
        return redirect(found.href)
    response = responses.download(by, found.file.pk)
    if request.GET.get("inline") == "1" and found.file.media_type in SHOWN_HERE:
        response.headers["Content-Disposition"] = "inline"
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
        )
    return response


@require_safe
def versions(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """The versions of a paper, and who read the newest of it."""
    by, meeting = shared.meeting_for(request, code)
    del by
    found = queries.paper(meeting, key)
    readers = queries.readers(meeting)
    rows = list(queries.versions(found.line))
    people = [row for row in queries.invitations(meeting) if row.person_id]
    context = {
        "title": found.title,
        "meeting": meeting,
        "versions": [
            (row, reverse("meetings:paper", args=[code, row.pk])) for row in rows if not row.withdrawn
        ],
        "read": [row for row in people if row.person_id in readers.get(found.pk, set())],
        "people": len(people),
        "unread": [row for row in people if row.person_id not in readers.get(found.pk, set())],
    }
    return render(request, "meetings/paper.html", context)
