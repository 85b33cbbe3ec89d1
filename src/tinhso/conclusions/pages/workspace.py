"""One meeting: its minutes, ballots and conclusions on one page, from picking entries to giving tasks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tinhso.base import clock
from tinhso.base.errors import Invalid, Refusal
from tinhso.base.ids import new_id
from tinhso.base.web import forms
from tinhso.base.web.typed import Reading
from tinhso.conclusions import policies, tables
from tinhso.conclusions.actions import counting, drafting, giving, issuing
from tinhso.conclusions.actions.common import BEGUN
from tinhso.conclusions.models import Conclusion, ConclusionState
from tinhso.conclusions.pages import shared
from tinhso.conclusions.queries import ballots, minutes
from tinhso.conclusions.queries import conclusions as queries
from tinhso.conclusions.schemas import DecisionDraft, NoticeDraft
from tinhso.conclusions.writing import form
from tinhso.meetings.models import Meeting
from tinhso.papers import html, serving
from tinhso.people.principals import Principal


@require_safe
def workspace(request: HttpRequest, code: str) -> HttpResponseBase:
    """The page of a meeting's minutes, ballots, decisions and conclusions."""
    by, meeting = shared.meeting_for(request, code)
    return page(request, by, meeting)


def lines(rows: list[Conclusion]) -> list[tuple[Conclusion, str, str, str]]:
    """Conclusions with look, word and term."""
    return [(row, tables.tone(row), tables.word(row), tables.due(row)) for row in rows]


def page(
    request: HttpRequest, by: Principal, meeting: Meeting, typed: forms.Typed | None = None
) -> HttpResponse:
    """The page, with what was typed where something was refused."""
    entries, items = list(minutes.of_meeting(meeting)), list(meeting.items.order_by("order"))
    rows = list(queries.of_meeting(meeting))
    day = clock.local(meeting.starts_at).date()
    signers = form.signers(meeting.committee, day)
    context = {
        "title": _("Biên bản và kết luận"),
        "meeting": meeting,
        "begun": meeting.state in BEGUN,
        "groups": minutes.by_item(entries, items),
        "count": len(entries),
        "items": shared.item_choices(meeting),
        "speakers": shared.speakers(meeting),
        "conclusions": lines(rows),
        "states": {state: sum(row.state == state for row in rows) for state in ConclusionState.values},
        "carried": lines([row for row in queries.carried_to(meeting) if row.meeting_id != meeting.pk]),
        "ballots": list(ballots.counted(ballots.ballots().filter(meeting=meeting))),
        "decisions": list(ballots.decisions().filter(meeting=meeting)),
        "notices": list(queries.notices().filter(meeting=meeting)),
        "signers": [(seat.person.code, f"{seat.person.full_name} · {seat.role_name}") for seat in signers],
        "giveable": sum(row.state in giving.GIVEABLE for row in rows),
        "typed": typed or forms.start({"key": new_id(), "issued_on": clock.today()}),
        "may_write": policies.may_write(by, meeting.committee),
        "may_agree": policies.may_agree(by, meeting),
    }
    status = typed.refusal.status if typed and typed.refusal else 200
    return render(request, "conclusions/meeting.html", context, status=status)


@require_safe
def preview(request: HttpRequest, code: str) -> HttpResponseBase:
    """The notice as it would be issued now, without a number; as a file with `?format=docx|pdf`."""
    _by, meeting = shared.writer_for(request, code)
    paper = issuing.preview(meeting)
    if wanted := shared.paper_format(request):
        return serving.respond(paper, wanted, f"du-thao-ket-luan-{meeting.code}")
    context = {
        "title": _("Dự thảo thông báo kết luận"),
        "meeting": meeting,
        "paper": html.render(paper),
        "styles": ("papers/papers.css", "conclusions/conclusions.css"),
    }
    return render(request, "conclusions/preview.html", context)


@require_POST
def pick(request: HttpRequest, code: str) -> HttpResponseBase:
    """A draft of each entry that was ticked."""
    by, meeting = shared.writer_for(request, code)
    chosen = shared.ids(request, "entry")
    try:
        if not chosen:
            raise Invalid(_("Chọn ít nhất một ghi chép để dự thảo kết luận."), field="entry")
        made = drafting.draft_from(by, meeting, chosen)
    except Refusal as refusal:
        return page(request, by, meeting, forms.again(request.POST, refusal))
    told = ngettext("Đã dự thảo %(n)d kết luận.", "Đã dự thảo %(n)d kết luận.", len(made)) % {"n": len(made)}
    messages.success(request, told)
    return shared.back(request, reverse("conclusions:meeting", args=[code]))


@require_POST
def act(request: HttpRequest, code: str) -> HttpResponseBase:
    """What is done with all conclusions of a meeting at once: agree, issue, give; or a decision recorded."""
    by, meeting = shared.meeting_for(request, code)
    steps = {"agree": _agree, "issue": _issue, "give": _give, "decide": _decide}
    wanted = request.POST.get("do", "")
    try:
        if wanted not in steps:
            raise Invalid(_("Chọn một việc trên trang."), field="do")
        steps[wanted](request, by, meeting)
    except Refusal as refusal:
        if refusal.status in {401, 403}:
            raise
        return page(request, by, meeting, forms.again(request.POST, refusal))
    return shared.back(request, reverse("conclusions:meeting", args=[code]))


def _agree(request: HttpRequest, by: Principal, meeting: Meeting) -> None:
    chosen = shared.ids(request, "conclusion")
    made = drafting.agree(by, meeting, chosen, note=request.POST.get("note", "").strip())
    messages.success(request, _("Đã thống nhất %(n)d kết luận.") % {"n": len(made)})


def _issue(request: HttpRequest, by: Principal, meeting: Meeting) -> None:
    sent = Reading(request.POST.dict())
    recipients = tuple(line.strip() for line in sent.text("recipients").splitlines() if line.strip())
    values = {
        "signer": sent.text("signer"),
        "number": sent.whole("number"),
        "issued_on": sent.day("issued_on"),
        "intro": sent.text("intro"),
        "recipients": recipients,
    }
    notice = issuing.issue(by, meeting, sent.finish(NoticeDraft, values))
    messages.success(request, _("Đã ban hành %(document)s.") % {"document": notice.document.cited})


def _give(request: HttpRequest, by: Principal, meeting: Meeting) -> None:
    given = giving.give_all(by, meeting)
    messages.success(request, _("Đã giao %(n)d nhiệm vụ.") % {"n": len(given.tasks)})
    for problem in given.lacking:
        messages.warning(request, f"{problem.message} {problem.hint}")


def _decide(request: HttpRequest, by: Principal, meeting: Meeting) -> None:
    sent = Reading(request.POST.dict())
    draft = sent.finish(DecisionDraft, {"text": sent.text("decision"), "item": sent.whole("decision_item")})
    counting.decide_at(by, meeting, draft)
    messages.success(request, _("Đã ghi quyết nghị."))
