"""Minutes: quick entry, what others wrote meanwhile, corrections, the record as a paper."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base import clock
from tinhso.base.errors import Refusal
from tinhso.base.web import forms, listing
from tinhso.base.web.requests import QUIET
from tinhso.base.web.typed import Reading
from tinhso.conclusions import policies, tables
from tinhso.conclusions.actions import minutes as actions
from tinhso.conclusions.models import MinuteEntry
from tinhso.conclusions.pages import shared, workspace
from tinhso.conclusions.queries import minutes as queries
from tinhso.conclusions.schemas import EntryDraft
from tinhso.conclusions.writing import record
from tinhso.meetings.models import Meeting
from tinhso.papers import html, serving
from tinhso.people.principals import Principal

_FIELDS = ("text", "speaker", "title", "agency")


def read(request: HttpRequest) -> EntryDraft:
    """The entry as typed. Raises Invalid with every problem."""
    sent = Reading(request.POST.dict())
    values: dict[str, object] = {name: sent.text(name) for name in _FIELDS}
    values["item"] = sent.whole("item")
    if key := sent.text("key"):
        values["key"] = key
    return sent.finish(EntryDraft, values)


@require_http_methods(["GET", "HEAD", "POST"])
def entries(request: HttpRequest, code: str) -> HttpResponseBase:
    """What stands in the minutes (for open pages to look again), and a new entry."""
    if request.method != "POST":
        by, meeting = shared.meeting_for(request, code)
        request.META[QUIET] = True
        return JsonResponse(_drawn(request, by, meeting))
    by, meeting = shared.writer_for(request, code)
    quick = request.headers.get("Accept", "").startswith("application/json")
    try:
        entry = actions.write(by, meeting, read(request))
    except Refusal as refusal:
        if quick:
            told = [{"field": one.field, "message": str(one.message)} for one in refusal.problems]
            said = {"code": refusal.code, "message": str(refusal), "hint": str(refusal.hint or "")}
            return JsonResponse({**said, "problems": told}, status=refusal.status)
        return workspace.page(request, by, meeting, forms.again(request.POST, refusal))
    if quick:
        return JsonResponse({"id": str(entry.pk), **_drawn(request, by, meeting)}, status=201)
    return shared.back(request, reverse("conclusions:meeting", args=[code]))


def _drawn(request: HttpRequest, by: Principal, meeting: Meeting) -> dict[str, object]:
    rows = list(queries.of_meeting(meeting))
    context = {
        "groups": queries.by_item(rows, list(meeting.items.order_by("order"))),
        "may_write": policies.may_write(by, meeting.committee),
    }
    html = render_to_string("conclusions/parts/entries.html", context, request)
    return {"count": len(rows), "html": html}


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One entry with its corrections; a correction, or taking it away."""
    found = queries.entry(pk)
    by, meeting = shared.meeting_for(request, found.meeting.code)
    if request.method != "POST":
        return _entry(request, by, found, forms.start(_shown(found)))
    policies.require_write(by, meeting.committee)
    reason = request.POST.get("reason", "")
    try:
        if request.POST.get("do") == "withdraw":
            actions.withdraw(by, found.pk, reason=reason)
        else:
            actions.correct(by, found.pk, read(request), reason=reason)
    except Refusal as refusal:
        return _entry(request, by, found, forms.again(request.POST, refusal))
    return redirect("conclusions:meeting", meeting.code)


def _shown(found: MinuteEntry) -> dict[str, object]:
    agency = found.agency.code if found.agency else found.agency_name
    item = found.item.order if found.item else ""
    return {
        "text": found.text,
        "speaker": found.who,
        "title": found.speaker_title,
        "agency": agency,
        "item": item,
    }


def _entry(request: HttpRequest, by: Principal, found: MinuteEntry, typed: forms.Typed) -> HttpResponse:
    newest = queries.newest_of(found)
    context = {
        "title": _("Ghi chép biên bản"),
        "entry": newest,
        "meeting": found.meeting,
        "versions": queries.versions(found),
        "conclusions": list(newest.conclusions.all()),
        "typed": typed,
        "items": shared.item_choices(found.meeting),
        "may_write": policies.may_write(by, found.meeting.committee) and not newest.withdrawn,
    }
    return render(
        request, "conclusions/entry.html", context, status=typed.refusal.status if typed.refusal else 200
    )


@require_safe
def minutes(request: HttpRequest, code: str) -> HttpResponseBase:
    """The minutes as a list and its twins; as a paper with `?format=docx|pdf`."""
    _by, meeting = shared.meeting_for(request, code)
    if wanted := shared.paper_format(request):
        paper = record.paper(meeting, clock.now())
        return serving.respond(paper, wanted, f"bien-ban-{meeting.code}")
    found = listing.build(request, tables.ENTRIES, queries.of_meeting(meeting))
    context = {"title": _("Biên bản"), "meeting": meeting}
    if "format" not in request.GET:
        context["paper"] = html.render(record.paper(meeting, clock.now()))
    return found.respond("conclusions/minutes.html", context)
