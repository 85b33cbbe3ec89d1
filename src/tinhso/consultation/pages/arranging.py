"""One version: its clauses, arranged before anybody is asked, and how they were matched."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.base.errors import Invalid, NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms
from tinhso.consultation.actions import drafting
from tinhso.consultation.actions.drafting import Arranging
from tinhso.consultation.models import Clause, DraftVersion, Matched
from tinhso.consultation.pages.common import Opened, opened, page_status
from tinhso.consultation.pages.common import drafting as drafting_page
from tinhso.consultation.queries import drafts

_VERBS: Final[dict[str, Arranging]] = {
    "merge": "merge",
    "split": "split",
    "renumber": "renumber",
    "label": "label",
    "remove": "remove",
}
_TONES: Final = {
    Matched.SAME: "met",
    Matched.LABEL: "on_track",
    Matched.WORDS: "push",
    Matched.NEW: "unknown",
    Matched.HAND: "on_track",
    Matched.FIRST: "unknown",
}


@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The clauses of a version, with what each was matched with."""
    found = opened(request, code)
    return _page(request, found, drafts.version(found.draft, number))


def _page(
    request: HttpRequest, found: Opened, shown: DraftVersion, typed: forms.Typed | None = None
) -> HttpResponse:
    before = found.draft.versions.filter(number=shown.number - 1).first()
    old = drafts.clauses(before) if before else []
    known = {row.anchor: row for row in old}
    rows = drafts.clauses(shown)
    living = {row.anchor for row in rows}
    context = found.context("versions") | {
        "version": shown,
        "before": before,
        "rows": [(row, known.get(row.anchor), _TONES[Matched(row.matched)], _matched(row)) for row in rows],
        "choices": [(str(row.pk), row.named, row.text) for row in old],
        "gone": [row for row in old if row.anchor not in living],
        "may_arrange": found.may_draft and shown.locked_at is None and not found.ended,
        "typed": typed or forms.start(),
    }
    return render(request, "consultation/version.html", context, status=page_status(typed))


def _matched(row: Clause) -> str:
    word = str(Matched(row.matched).label)
    return f"{word}, {row.likeness * 100:.0f} %" if row.likeness and row.likeness < 1 else word


@require_POST
def arrange(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Merge, split, renumber, relabel, leave out."""
    found = drafting_page(request, code)
    sent = request.POST
    try:
        how = _VERBS.get(sent.get("how", ""))
        order = sent.get("order", "1")
        if how is None or not order.isascii() or not order.isdigit():
            raise Invalid(_("Không rõ cần sắp xếp gì."), field="how")
        drafting.arrange(found.by, code, number, how, order=int(order), words=sent.get("words", ""))
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, found, drafts.version(found.draft, number), forms.again(sent, refusal))
    near = max(1, int(order) - (1 if how == "merge" else 0))
    return redirect(f"{reverse('consultation:version', args=[code, number])}#doan-{near}")


@require_POST
def connect(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Say which old clause a new one continues."""
    found = drafting_page(request, code)
    try:
        clause, old = request.POST.get("clause", ""), request.POST.get("old", "")
        drafting.connect(found.by, code, number, _id(clause), _id(old) if old else None)
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, found, drafts.version(found.draft, number), forms.again(request.POST, refusal))
    return redirect("consultation:version", code, number)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid(_("Không có đoạn này."), field="clause") from error
