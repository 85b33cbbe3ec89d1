"""Answering: every comment with its answer, several at once; the synthesis table and its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tinhso.base.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Refusal
from tinhso.base.web import forms, listing
from tinhso.base.web.filters import ChoiceFilter, Filter, Filters, FlagFilter
from tinhso.base.web.typed import Reading
from tinhso.consultation import synthesis as table
from tinhso.consultation import tables
from tinhso.consultation.actions import answering
from tinhso.consultation.models import ANSWER_TONES, AnswerKind, Comment
from tinhso.consultation.pages.common import Opened, drafting, opened, page_status
from tinhso.consultation.queries import comments, drafts
from tinhso.consultation.schemas import NewAnswer
from tinhso.papers import html, serving


def _filters(rows: list[Comment]) -> tuple[Filter, ...]:
    sources = sorted({row.source for row in rows})
    return (
        FlagFilter("open", _("Chưa trả lời")),
        ChoiceFilter("agency", _("Nơi góp ý"), tuple((source, source) for source in sources)),
        ChoiceFilter("kind", _("Trả lời"), tuple(AnswerKind.choices)),
    )


def _narrow(rows: list[Comment], filters: Filters) -> list[Comment]:
    if filters.get("open"):
        rows = [row for row in rows if comments.answer_of(row) is None]
    if filters.get("agency"):
        rows = [row for row in rows if row.source == filters.get("agency")]
    if filters.get("kind"):
        wanted = filters.get("kind")
        rows = [row for row in rows if (found := comments.answer_of(row)) and found.kind == wanted]
    return rows


@require_safe
def answers(request: HttpRequest, code: str) -> HttpResponseBase:
    """All comments with their answers; twins as CSV, XLSX, JSON."""
    return _page(request, opened(request, code))


def _page(request: HttpRequest, found: Opened, typed: forms.Typed | None = None) -> HttpResponseBase:
    every = list(comments.comments(found.draft))
    shown = listing.build(
        request, tables.COMMENTS, every, declared=_filters(every), narrow=_narrow, limit=100
    )
    context = (
        found.context("answers")
        | _told(found, every)
        | {
            "typed": typed or forms.start({"kind": "accepted"}),
            "ticked": request.POST.getlist("comments") or request.GET.getlist("c"),
            "rows": [_line(row) for row in shown.page.items],
        }
    )
    if typed is not None and typed.refusal:
        context |= {"listing": shown, "filters": shown.filters}
        return render(request, "consultation/answers.html", context, status=page_status(typed))
    return shown.respond("consultation/answers.html", context)


def _line(row: Comment) -> tuple[Comment, Any, str, str]:
    found = comments.answer_of(row)
    if found is None:
        return row, None, "", ""
    kind = AnswerKind(found.kind)
    return row, found, ANSWER_TONES[kind], str(kind.label)


def _told(found: Opened, every: list[Comment]) -> dict[str, Any]:
    newest = drafts.newest(found.draft)
    rows = drafts.clauses(newest) if newest else []
    return {
        "every": len(every),
        "unanswered": sum(comments.answer_of(row) is None for row in every),
        "kinds": AnswerKind.choices,
        "clauses": [(str(row.pk), f"{row.named}: {row.text[:60]}") for row in rows],
        "newest": newest,
        "may_answer": found.may_draft and not found.ended and bool(every),
    }


@require_POST
def give(request: HttpRequest, code: str) -> HttpResponseBase:
    """Answer one comment, or all that were ticked."""
    found = drafting(request, code)
    try:
        told = _read(request)
        made = answering.answer(found.by, code, told)
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, found, forms.again(request.POST, refusal))
    count = len(made)
    said = ngettext("Đã trả lời %(count)d ý kiến.", "Đã trả lời %(count)d ý kiến.", count)
    messages.success(request, said % {"count": count})
    first = min(told.comments)
    if request.POST.get("next") == "draft":
        return redirect(f"{found.draft.get_absolute_url()}#y-kien-{first}")
    return redirect(f"{reverse('consultation:answers', args=[code])}#y-kien-{first}")


def _read(request: HttpRequest) -> NewAnswer:
    sent = Reading(request.POST.dict())
    numbers = [one for one in request.POST.getlist("comments") if one.isascii() and one.isdigit()]
    if not numbers:
        raise Invalid(_("Đánh dấu ít nhất một ý kiến để trả lời."), field="comments")
    try:
        clause = UUID(sent.text("clause")) if sent.text("clause") else None
    except ValueError as error:
        raise Invalid(_("Không có đoạn này."), field="clause") from error
    values = {
        "comments": tuple(int(one[:9]) for one in numbers),
        "kind": sent.text("kind"),
        "text": sent.text("text"),
        "clause": clause,
    }
    return sent.finish(NewAnswer, values)


@require_safe
def synthesis(request: HttpRequest, code: str) -> HttpResponseBase:
    """The table as it would be printed; `?file=docx|pdf|xlsx` the file."""
    found = opened(request, code)
    if found.of is None:
        raise NotFound(_("Dự thảo chưa được lấy ý kiến nên chưa có gì để tổng hợp."), field="code")
    gathered = table.gather(found.draft)
    paper = table.paper(gathered)
    wanted = request.GET.get("file", "")
    if wanted in {"docx", "pdf", "xlsx"}:
        return serving.respond(paper, wanted, f"{code}-tong-hop-y-kien.{wanted}")  # type: ignore[arg-type]  # one of the three
    context = found.context("answers") | {"paper": html.render(paper), "counts": table.counts(gathered)}
    response: HttpResponse = render(request, "consultation/synthesis.html", context)
    return response
