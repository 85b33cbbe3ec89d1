"""Conclusions one by one, and the list of commitments (danh mục kết luận)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import Invalid, NotFound, Refusal
from tinhso.base.web import forms, listing
from tinhso.base.web.typed import Reading, counted
from tinhso.conclusions import policies, tables
from tinhso.conclusions.actions import drafting, giving
from tinhso.conclusions.models import Conclusion
from tinhso.conclusions.pages import shared
from tinhso.conclusions.queries import conclusions as queries
from tinhso.conclusions.queries import minutes
from tinhso.conclusions.schemas import ConclusionDraft
from tinhso.meetings.models import Meeting
from tinhso.people.principals import Principal

_TEXTS = ("text", "lead", "deadline_text", "target", "indicator")


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Commitments from meetings: every conclusion that the reader may see, and how its task stands."""
    by = shared.reader(request)
    rows = policies.visible(by, queries.conclusions())
    found = listing.build(request, tables.CONCLUSIONS, rows, declared=tables.FILTERS, narrow=tables.narrow)
    context = {"title": _("Kết luận phiên họp"), "may_write": policies.may_write_somewhere(by)}
    return found.respond("conclusions/list.html", context)


def _seen(request: HttpRequest, pk: UUID) -> tuple[Principal, Conclusion]:
    by = shared.reader(request)
    found = queries.conclusion(pk)
    if not policies.visible(by, queries.conclusions()).filter(pk=pk).exists():
        raise NotFound(_("Không có kết luận này."), field="conclusion")
    return by, found


@require_safe
def conclusion(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One conclusion: where it came from, where it stands, what became of it."""
    by, found = _seen(request, pk)
    return _page(request, by, found)


def _page(
    request: HttpRequest, by: Principal, found: Conclusion, typed: forms.Typed | None = None
) -> HttpResponse:
    within = policies.may_read_meeting(by, found.meeting)
    context = {
        "title": _("Kết luận số %(number)d") % {"number": found.number},
        "conclusion": found,
        "tone": tables.tone(found),
        "word": tables.word(found),
        "due": tables.due(found),
        "lacks": giving.lacks(found) if found.state in giving.GIVEABLE else [],
        "joint": list(found.joint.all()),
        "entries": list(found.entries.all()) if within else [],
        "events": list(queries.events(found)),
        "may_write": policies.may_write(by, found.committee),
        "may_agree": policies.may_agree(by, found.meeting),
        "within": within,
        "typed": typed or forms.start(),
    }
    status = typed.refusal.status if typed and typed.refusal else 200
    return render(request, "conclusions/conclusion.html", context, status=status)


def _read(request: HttpRequest) -> ConclusionDraft:
    sent = Reading(request.POST.dict())
    values: dict[str, object] = {name: sent.text(name) for name in _TEXTS}
    values |= {"item": sent.whole("item"), "deadline": sent.day("deadline")}
    values["joint"] = tuple(code for code in request.POST.getlist("joint") if code)
    values["entries"] = shared.ids(request, "entries")
    values["decision"] = sent.text("decision") or None
    return sent.finish(ConclusionDraft, values)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, code: str) -> HttpResponseBase:
    """A conclusion typed anew."""
    by, meeting = shared.writer_for(request, code)
    if request.method != "POST":
        return _form(request, meeting, None, forms.start(), ())
    try:
        drafting.draft(by, meeting, _read(request))
    except Refusal as refusal:
        again = forms.again(request.POST, refusal)
        return _form(request, meeting, None, again, request.POST.getlist("joint"))
    return shared.back(request, reverse("conclusions:meeting", args=[code]))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Change a conclusion, or complete who does it and by when."""
    by, found = _seen(request, pk)
    policies.require_write(by, found.committee)
    if request.method != "POST":
        draft = drafting.draft_of(found)
        shown = draft.model_dump(mode="json") | {"version": found.version}
        return _form(request, found.meeting, found, forms.start(shown), draft.joint)
    version = counted(request.POST.get("version", ""))
    try:
        told = _read(request)
        drafting.edit(by, pk, told, version=version)
    except Refusal as refusal:
        again = forms.again(request.POST, refusal)
        return _form(request, found.meeting, found, again, request.POST.getlist("joint"))
    return shared.back(request, found.get_absolute_url())


def _form(
    request: HttpRequest,
    meeting: Meeting,
    found: Conclusion | None,
    typed: forms.Typed,
    joint: tuple[str, ...] | list[str],
) -> HttpResponse:
    kept = set(drafting.draft_of(found).entries) if found else set()
    ticked = set(shared.ids(request, "entries")) or kept
    context = {
        "title": _("Sửa kết luận") if found else _("Thêm kết luận"),
        "meeting": meeting,
        "conclusion": found,
        "typed": typed,
        "items": shared.item_choices(meeting),
        "agencies": shared.agency_choices(),
        "joint": set(joint),
        "entries": [(row, row.pk in ticked) for row in minutes.of_meeting(meeting)],
        "decisions": [(str(row.pk), row.text) for row in meeting.decisions.all()],
        "issued": found is not None and found.state in giving.GIVEABLE,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "conclusions/form.html", context, status=status)


@require_POST
def act(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A step with one conclusion."""
    by, found = _seen(request, pk)
    reason, wanted = request.POST.get("reason", "").strip(), request.POST.get("do", "")
    try:
        if wanted == "agree":
            drafting.agree(by, found.meeting, [pk], note=reason)
        elif wanted == "return":
            drafting.send_back(by, pk, reason=reason)
        elif wanted == "drop":
            drafting.drop(by, pk, reason=reason)
        elif wanted == "give":
            task = giving.give(by, pk)
            messages.success(request, _("Đã giao thành nhiệm vụ %(code)s.") % {"code": task.code})
        else:
            raise Invalid(_("Chọn một việc trên trang."), field="do")
    except Refusal as refusal:
        if refusal.status in {401, 403}:
            raise
        return _page(request, by, queries.conclusion(pk), forms.again(request.POST, refusal))
    if request.POST.get("next"):
        return shared.back(request, found.get_absolute_url())
    return redirect(found.get_absolute_url())
