"""Urging letters: their list, choosing whom to write to, one letter with what became of it."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base import clock
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.errors import Invalid, Refusal
from tinhso.base.web import forms as web_forms
from tinhso.base.web import listing, wording
from tinhso.base.web.drafting import day, drafted
from tinhso.base.web.filters import Filters
from tinhso.papers import html, serving
from tinhso.people.policies import Span
from tinhso.people.principals import Principal, principal_of
from tinhso.urging import forms, policies, queries, tables
from tinhso.urging.actions import answering, issuing
from tinhso.urging.actions import letters as actions
from tinhso.urging.letters import gathering
from tinhso.urging.letters.setting import FormWords, paper
from tinhso.urging.models import Letter, LetterState


@require_safe
def letters(request: HttpRequest) -> HttpResponseBase:
    """Letters that the reader may see, newest first; `?unanswered=1`, `?overdue=1`, `?state=`."""
    by = principal_of(request)
    policies.require_read(by)
    today = clock.today()

    def narrow(rows: Any, filters: Filters) -> Any:
        found = tables.narrow_letters(rows, filters)
        if filters.get("unanswered") or filters.get("overdue"):
            found = found.filter(state__in=queries.UNANSWERED)
        return found.filter(answer_by__lt=today) if filters.get("overdue") else found

    found = listing.build(
        request, tables.LETTERS, queries.letters_for(by), declared=tables.LETTER_FILTERS, narrow=narrow
    )
    context = {
        "title": _("Công văn đôn đốc"),
        "may_urge": policies.may_urge(by),
        "reads_all": policies.reads_all(by),
    }
    return found.respond("urging/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Choose agencies, those late chosen already; a draft for each comes out."""
    by = principal_of(request)
    policies.require_urge(by)
    if request.method != "POST":
        until = current_calendar().add_working_days(clock.today(), actions.USUAL_ANSWER_DAYS)
        return _choosing(request, by, web_forms.start({"answer_by": wording.day(until)}))
    try:
        codes = request.POST.getlist("agencies")
        made = actions.draft_letters(by, codes, answer_by=day(request.POST, "answer_by"))
    except Refusal as refusal:
        return _choosing(request, by, web_forms.again(request.POST, refusal))
    told = ngettext("Đã soạn %(n)d công văn.", "Đã soạn %(n)d công văn.", len(made)) % {"n": len(made)}
    messages.success(request, told)
    return redirect(made[0]) if len(made) == 1 else redirect(f"{reverse('urging:letters')}?state=draft")


def _choosing(request: HttpRequest, by: Principal, typed: web_forms.Typed) -> HttpResponse:
    rows = gathering.owing(clock.today(), Span(None), with_illustrative=by.illustrative)
    sender = actions.sender(by)
    late = [row for row in rows if row.late and row.agency != sender]
    sent = request.POST.getlist("agencies") or request.GET.getlist("agency")
    chosen = sent or [row.agency.code for row in late if row.state not in queries.UNANSWERED]
    context = {"title": _("Soạn công văn đôn đốc"), "typed": typed, "rows": late, "chosen": chosen}
    return render(request, "urging/letter_new.html", context, status=_status(typed))


def _status(typed: web_forms.Typed) -> int:
    return typed.refusal.status if typed.refusal else 200


@require_safe
def letter(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One letter: preview, where it stands, what was answered. Opening it is noted for the agency."""
    by = principal_of(request)
    policies.require_read(by)
    row = answering.note_reading(by, queries.letter(by, key))
    return render(request, "urging/letter.html", _shown(by, row, web_forms.start()))


def _shown(by: Principal, row: Letter, typed: web_forms.Typed) -> dict[str, Any]:
    lines = queries.lines_of(row)
    given = queries.answers_of(row)
    notation = row.document.notation if row.document else ""
    return {
        "title": _("Công văn đôn đốc: %(agency)s") % {"agency": row.agency},
        "letter": row,
        "look": tables.look(row.state),
        "overdue": row.state in queries.UNANSWERED and row.answer_by < clock.today(),
        "preview": html.render(paper(row, lines, notation)),
        "answers": [(line, given.get(line.pk)) for line in lines] if given else [],
        "typed": typed,
        "is_draft": row.state == LetterState.DRAFT,
        "may_urge": policies.may_urge(by),
        "may_answer": policies.may_answer(by, row)
        and row.state in (*queries.UNANSWERED, LetterState.ANSWERED),
        "may_withdraw": policies.may_urge(by)
        and row.state not in (LetterState.WITHDRAWN, LetterState.ANSWERED),
    }


@require_safe
def file(request: HttpRequest, key: UUID, kind: str) -> HttpResponseBase:
    """The letter as DOCX or PDF; of one that was issued the very paper that was registered."""
    by = principal_of(request)
    policies.require_read(by)
    row = queries.letter(by, key)
    notation = row.document.notation if row.document else ""
    wanted = cast(serving.Format, kind)
    return serving.respond(paper(row, queries.lines_of(row), notation), wanted, f"don-doc-{row.agency.code}")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Change the words of a draft."""
    by = principal_of(request)
    policies.require_urge(by)
    row = queries.letter(by, key)
    if request.method != "POST":
        return _editing(request, row, web_forms.start(_words(row)))
    try:
        actions.edit_letter(by, key, _draft(request), version=_version(request))
    except Refusal as refusal:
        return _editing(request, row, web_forms.again(request.POST, refusal))
    messages.success(request, _("Đã lưu dự thảo."))
    return redirect(row)


def _editing(request: HttpRequest, row: Letter, typed: web_forms.Typed) -> HttpResponse:
    context = {"title": _("Sửa dự thảo công văn"), "letter": row, "typed": typed}
    return render(request, "urging/letter_edit.html", context, status=_status(typed))


_LINES = ("signing", "recipients")


def _words(row: Letter) -> dict[str, str]:
    form = {name: "\n".join(told) if name in _LINES else told for name, told in row.form.items()}
    plain = {"subject": row.subject, "request_text": row.request_text, "version": str(row.version)}
    return {**form, **plain, "answer_by": wording.day(row.answer_by)}


def _draft(request: HttpRequest) -> actions.LetterDraft:
    sent = request.POST
    form = {name: sent.get(name, "") for name in ("parent", "issuer", "sign", "place", "signer")}
    lists = {
        name: [line.strip() for line in sent.get(name, "").splitlines() if line.strip()] for name in _LINES
    }
    words = drafted(FormWords, {**form, **lists})
    values = {"subject": sent.get("subject", ""), "request_text": sent.get("request_text", "")}
    answer_by = day(sent, "answer_by")
    if answer_by is None:
        raise Invalid(_("Chưa nhập hạn trả lời."), field="answer_by")
    return drafted(actions.LetterDraft, {**values, "answer_by": answer_by, "form": words})


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    if not text.isdigit():
        raise Invalid(_("Thiếu số bản của công văn."), field="version")
    return int(text)


@require_POST
def act(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Issue, withdraw, or add the signed scan, as `do` says."""
    by = principal_of(request)
    policies.require_urge(by)
    row = queries.letter(by, key)
    try:
        messages.success(request, _done(request, by, key))
    except Refusal as refusal:
        context = _shown(by, row, web_forms.again(request.POST, refusal))
        return render(request, "urging/letter.html", context, status=refusal.status)
    return redirect(row)


def _done(request: HttpRequest, by: Principal, key: UUID) -> str:
    do = request.POST.get("do", "")
    if do == "issue":
        number = request.POST.get("number", "").strip()
        if number and not number.isdigit():
            raise Invalid(_("Số văn bản là một số nguyên."), field="number")
        row = issuing.issue_letter(by, key, version=_version(request), number=int(number) if number else None)
        notation = row.document.notation if row.document else ""
        return _("Đã phát hành công văn %(notation)s.") % {"notation": notation}
    if do == "withdraw":
        actions.withdraw_letter(by, key, reason=request.POST.get("reason", ""))
        return _("Đã thu hồi công văn.")
    if do == "sign":
        upload = request.FILES.get("file")
        if upload is None or not upload.name:
            raise Invalid(_("Chọn tệp bản ký."), field="file")
        actions.attach_signed(by, key, cast(Any, upload), upload.name)
        return _("Đã gắn bản ký.")
    raise Invalid(_("Không rõ việc cần làm."), field="do")


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The agency's answer, task by task."""
    by = principal_of(request)
    policies.require_read(by)
    row = answering.note_reading(by, queries.letter(by, key))
    policies.require_answer(by, row)
    lines = queries.lines_of(row)
    if request.method != "POST":
        given = queries.answers_of(row)
        before = {
            f"{name}-{line.order}": getattr(given[line.pk], name)
            for line in lines
            if line.pk in given
            for name in ("progress", "difficulties", "causes", "solutions")
        }
        return _answering(request, row, web_forms.start(before))
    try:
        told = forms.answers(request.POST, lines)
        answering.answer_letter(by, key, told, as_reports=request.POST.get("as_reports") == "1")
    except Refusal as refusal:
        return _answering(request, row, web_forms.again(request.POST, refusal))
    messages.success(request, _("Đã gửi trả lời tới cơ quan thường trực."))
    return redirect(row)


def _answering(request: HttpRequest, row: Letter, typed: web_forms.Typed) -> HttpResponse:
    context = {
        "title": _("Trả lời công văn đôn đốc"),
        "letter": row,
        "lines": [
            (line, *(f"{name}-{line.order}" for name in ("progress", "difficulties", "causes", "solutions")))
            for line in queries.lines_of(row)
        ],
        "typed": typed,
    }
    return render(request, "urging/answer.html", context, status=_status(typed))


@require_safe
def answers(request: HttpRequest) -> HttpResponseBase:
    """What agencies answered, task by task: the digest for the standing office and leaders."""
    by = principal_of(request)
    policies.require_read_all(by)
    rows = queries.answers(with_illustrative=by.illustrative)
    found = listing.build(request, tables.ANSWERS, rows)
    return found.respond("urging/list.html", {"title": _("Tổng hợp trả lời đôn đốc"), "crumb": True})
