"""Ballots: the list, asking, voting, the count, the result sheet."""

from __future__ import annotations

from datetime import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotFound, Refusal
from tinhso.base.web import forms, listing
from tinhso.base.web.typed import Reading
from tinhso.committees import queries as committees
from tinhso.committees.models import Committee
from tinhso.conclusions import agenda, jobs, policies, tables
from tinhso.conclusions.actions import ballots as actions
from tinhso.conclusions.actions import counting, voting
from tinhso.conclusions.models import Ballot, BallotState, Outcome
from tinhso.conclusions.pages import shared
from tinhso.conclusions.queries import ballots as queries
from tinhso.conclusions.schemas import BallotDraft, DecisionDraft, Paper
from tinhso.conclusions.writing import sheet as sheets
from tinhso.meetings.models import Meeting
from tinhso.papers import serving
from tinhso.people.principals import Principal, principal_of

_CLOSING = time(17)


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Ballots that the reader may see, the newest first."""
    by = shared.reader(request)
    found = listing.build(
        request,
        tables.BALLOTS,
        queries.counted(queries.visible(by)),
        declared=tables.BALLOT_FILTERS,
        narrow=tables.narrow_ballots,
    )
    context = {"title": _("Phiếu ý kiến"), "may_write": policies.may_write_somewhere(by)}
    return found.respond("conclusions/ballots.html", context)


def _seen(request: HttpRequest, code: str) -> tuple[Principal, Ballot]:
    by = shared.reader(request)
    found = queries.ballot(code)
    if not queries.visible(by).filter(pk=found.pk).exists():
        raise NotFound(_("Không có phiếu ý kiến “%(code)s”.") % {"code": code}, field="ballot")
    return by, found


@require_safe
def ballot(request: HttpRequest, code: str) -> HttpResponseBase:
    """One ballot: the question, one's own paper, who has voted, the count."""
    by, found = _seen(request, code)
    return _page(request, by, found)


def _page(
    request: HttpRequest,
    by: Principal,
    found: Ballot,
    typed: forms.Typed | None = None,
    *,
    receipt: str = "",
) -> HttpResponse:
    voters, closing = queries.voters(found), queries.closing(found)
    own = next((voter for voter in voters if voter.person_id == by.person_id), None)
    paper = queries.paper_of(own) if own and not found.secret else None
    writes = policies.may_write(by, found.committee)
    shown = not found.secret and (not found.is_open or writes or policies.reads_all(by))
    usual = {"choice": paper.choice, "opinion": paper.opinion} if paper else {}
    open_now = found.is_open and clock.now() < found.closes_at
    context = {
        "title": found.question,
        "ballot": found,
        "voters": voters,
        "back": sum(hasattr(voter, "returned") for voter in voters),
        "closing": closing,
        "counts": [
            (words, closing.papers.get(key, 0), key == closing.winner) for key, words in found.words.items()
        ]
        if closing
        else [],
        "leading": _leading(found),
        "papers": list(queries.papers(found)) if shown else [],
        "opinions": [row.opinion for row in queries.papers(found) if row.opinion]
        if found.secret and closing and not found.is_open
        else [],
        "own": own,
        "sent": own is not None and hasattr(own, "returned"),
        "open": open_now,
        "typed": typed or forms.start(usual),
        "receipt": receipt,
        "may_write": writes,
        "may_chair": policies.may_chair(by, found),
        "no_quorum": closing is not None and closing.outcome == Outcome.NO_QUORUM,
        "coming": [(one.code, one.title) for one in agenda.coming(found.committee)],
        "decision": getattr(found, "decision", None),
    }
    status = typed.refusal.status if typed and typed.refusal else 200
    return render(request, "conclusions/ballot.html", context, status=status)


def _leading(found: Ballot) -> list[tuple[str, str]]:
    closing = queries.closing(found)
    if closing is None or closing.outcome != Outcome.TIED or found.state != BallotState.CLOSED:
        return []
    most = max(closing.papers.values())
    return [(key, words) for key, words in found.words.items() if closing.papers.get(key) == most]


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponseBase:
    """Ask the members of a committee, at a meeting or in writing."""
    by = shared.reader(request)
    if not policies.may_write_somewhere(by):
        policies.refuse_writing(by)
    if request.method != "POST":
        return _form(request, forms.start(request.GET.dict()))
    try:
        found = _opened(request, by)
    except Refusal as refusal:
        if refusal.status in {401, 403}:
            raise
        return _form(request, forms.again(request.POST, refusal))
    return redirect(found.get_absolute_url())


def _opened(request: HttpRequest, by: Principal) -> Ballot:
    sent = Reading(request.POST.dict())
    values = {
        name: sent.text(name) for name in ("question", "explanation", "committee", "meeting", "document")
    }
    options = tuple(line.strip() for line in sent.text("options").splitlines() if line.strip())
    draft = sent.finish(
        BallotDraft,
        {
            **values,
            "options": options,
            "item": sent.whole("item"),
            "secret": bool(sent.text("secret")),
            "closes_at": shared.moment(sent, "closes_on", "closes_hour", usual=_CLOSING),
        },
    )
    return open_from(by, draft)


def open_from(by: Principal, draft: BallotDraft) -> Ballot:
    """A ballot as typed: of a meeting, or of a committee. Raises Invalid where neither is named."""
    meeting: Meeting | None = agenda.meeting(draft.meeting) if draft.meeting else None
    committee: Committee | None = meeting.committee if meeting else None
    if committee is None:
        if not draft.committee:
            raise Invalid(_("Chọn ban chỉ đạo lấy ý kiến."), code="missing", field="committee")
        committee = committees.find(draft.committee)
    return actions.open_ballot(by, draft, committee=committee, meeting=meeting)


def _form(request: HttpRequest, typed: forms.Typed) -> HttpResponse:
    by = principal_of(request)
    named = typed.value("meeting")
    meeting = agenda.meeting(named) if named else None
    rows = [row for row in committees.committees() if policies.may_write(by, row)]
    context = {
        "title": _("Lấy ý kiến bằng phiếu"),
        "typed": typed,
        "meeting": meeting,
        "items": shared.item_choices(meeting) if meeting else [],
        "committees": [(row.code, row.name) for row in rows],
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "conclusions/ballot_form.html", context, status=status)


@require_POST
def vote(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send one's paper in."""
    by, found = _seen(request, code)
    sent = Reading(request.POST.dict())
    try:
        fields = ("choice", "opinion", "receipt")
        done = voting.vote(by, code, sent.finish(Paper, {name: sent.text(name) for name in fields}))
    except Refusal as refusal:
        if refusal.status in {401, 403}:
            raise
        return _page(request, by, found, forms.again(request.POST, refusal))
    if done.receipt:
        return _page(request, by, queries.ballot(code), receipt=done.receipt)
    messages.success(request, _("Đã đổi phiếu.") if done.changed else _("Đã nhận phiếu của ông/bà."))
    return redirect(found.get_absolute_url())


@require_POST
def act(request: HttpRequest, code: str) -> HttpResponseBase:
    """What is done with a ballot: count, extend, put to a meeting, call off, remind, record the decision."""
    by, found = _seen(request, code)
    steps = {
        "close": _close,
        "extend": _extend,
        "move": _move,
        "cancel": _cancel,
        "remind": _remind,
        "decide": _decide,
    }
    wanted = request.POST.get("do", "")
    try:
        if wanted not in steps:
            raise Invalid(_("Chọn một việc trên trang."), field="do")
        steps[wanted](request, by, found)
    except Refusal as refusal:
        if refusal.status in {401, 403}:
            raise
        return _page(request, by, queries.ballot(code), forms.again(request.POST, refusal))
    return redirect(found.get_absolute_url())


def _close(request: HttpRequest, by: Principal, found: Ballot) -> None:
    closing = counting.close(by, found.code)
    messages.success(request, _("Đã kiểm phiếu: %(outcome)s.") % {"outcome": closing.outcome_word})


def _extend(request: HttpRequest, by: Principal, found: Ballot) -> None:
    sent = Reading(request.POST.dict())
    until = shared.moment(sent, "closes_on", "closes_hour", usual=_CLOSING)
    if until is None and not sent.problems:
        raise Invalid(_("Nhập hạn mới."), code="missing", field="closes_on")
    if until is None or sent.problems:
        first = sent.problems[0]
        raise Invalid(first.message, field=first.field, problems=sent.problems)
    actions.extend(by, found.code, until, reason=sent.text("reason"))


def _move(request: HttpRequest, by: Principal, found: Ballot) -> None:
    named = request.POST.get("meeting", "")
    if not named:
        raise Invalid(_("Chọn phiên họp."), code="missing", field="meeting")
    counting.put_to_meeting(by, found.code, agenda.meeting(named), reason=request.POST.get("reason", ""))


def _cancel(request: HttpRequest, by: Principal, found: Ballot) -> None:
    actions.cancel(by, found.code, reason=request.POST.get("reason", ""))


def _remind(request: HttpRequest, by: Principal, found: Ballot) -> None:
    policies.require_write(by, found.committee)
    told = jobs.remind_of(found)
    messages.success(request, _("Đã nhắc %(n)d người.") % {"n": told})


def _decide(request: HttpRequest, by: Principal, found: Ballot) -> None:
    sent = Reading(request.POST.dict())
    values = {name: sent.text(name) for name in ("text", "choice", "reason")}
    counting.decide(by, found.code, sent.finish(DecisionDraft, values))


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponseBase:
    """The result sheet: `?format=docx|pdf`."""
    _by, found = _seen(request, code)
    wanted = shared.paper_format(request) or "docx"
    return serving.respond(sheets.paper(found, clock.now()), wanted, f"kiem-phieu-{found.code}")
