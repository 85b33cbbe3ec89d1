"""The list of drafts, and the page of one: its text on the left, what was said in the margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.web import listing
from tinhso.consultation import policies, tables
from tinhso.consultation.actions import opinions
from tinhso.consultation.api_schemas import DraftOut
from tinhso.consultation.core import anchoring
from tinhso.consultation.models import (
    ANSWER_TONES,
    Answer,
    AnswerKind,
    Clause,
    Comment,
    DraftVersion,
    Note,
)
from tinhso.consultation.pages.common import Opened, opened
from tinhso.consultation.queries import comments, drafts
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability
from tinhso.people.principals import principal_of


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Drafts that the reader may read; those to comment on and those drafted by filters."""
    by = principal_of(request)
    people.require_signed_in(by)
    rows = drafts.readable(by)
    which = request.GET.get("which")
    if which == "asked":
        rows = drafts.to_comment(by)
    elif which == "drafted":
        own = people.span(by, Capability.CONSULT).agencies
        rows = rows if own is None else rows.filter(agency__in=own)
    found = listing.build(
        request,
        tables.DRAFTS,
        drafts.with_progress(rows),
        declared=tables.DRAFT_FILTERS,
        narrow=tables.narrow_drafts,
    )
    context = {"title": _("Lấy ý kiến dự thảo"), "may_draft": policies.may_draft(by)}
    return found.respond("consultation/index.html", context)


@dataclass
class Said:
    """A comment in the margin, with how it stands towards the text that is shown."""

    row: Comment
    answer: Answer | None
    standing: anchoring.Standing
    tone: str = ""
    word: str = ""


@dataclass
class Line:
    """A clause with what was said of it, and what is being written."""

    clause: Clause | None
    said: list[Said] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    taken: list[Answer] = field(default_factory=list)

    @property
    def heads(self) -> bool:
        """Whether the clause is the heading of others rather than a text of its own."""
        kind = self.clause.kind if self.clause else ""
        return kind in {"chapter", "article", "heading"} and "\n" not in (
            self.clause.text if self.clause else ""
        )

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The text cut at what comments have selected: (text, number of the comment or nothing)."""
        text = self.clause.text if self.clause else ""
        spans = sorted(
            (span.start, span.end, str(one.row.number))
            for one in self.said
            if (span := anchoring.locate(text, one.row.quote, one.row.start))
        )
        found, at = [], 0
        for start, end, number in spans:
            if start < at:
                continue
            found += [(text[at:start], ""), (text[start:end], number)]
            at = end
        return [(piece, number) for piece, number in [*found, (text[at:], "")] if piece]


@require_safe
def draft(request: HttpRequest, code: str) -> HttpResponseBase:
    """The text with its clauses numbered, comments beside; as JSON the draft itself."""
    found = opened(request, code)
    if request.GET.get("format") == "json":
        body = DraftOut.of(drafts.with_progress(drafts.drafts()).get(pk=found.draft.pk)).model_dump(
            mode="json"
        )
        return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    if found.invitee:
        opinions.view(found.by, found.invitee)
    return render(request, "consultation/draft.html", _context(request, found))


def _context(request: HttpRequest, found: Opened) -> dict[str, Any]:
    version = _shown(found)
    every = list(comments.comments(found.draft))
    sources = sorted({row.source for row in every})
    chosen = request.GET.get("agency", "")
    said = [row for row in every if not chosen or row.source == chosen]
    if request.GET.get("open") == "1":
        said = [row for row in said if comments.answer_of(row) is None]
    notes = comments.writing(found.invitee) if found.invitee else []
    lines = margin(version, said, notes)
    return found.context("draft") | {
        "version": version,
        "lines": lines,
        "whole": lines[0],
        "sources": sources,
        "chosen": chosen,
        "only_open": request.GET.get("open") == "1",
        "comments": len(every),
        "unanswered": sum(comments.answer_of(row) is None for row in every),
        "notes": len(notes),
        "kinds": AnswerKind.choices,
        "may_write": bool(found.invitee) and not found.ended and not _done(found),
    }


def _done(found: Opened) -> bool:
    row = found.invitee
    return row is not None and (row.has_answered or row.state == "late")


def _shown(found: Opened) -> DraftVersion | None:
    """The version that is asked on while a round is open; the final one at the end; else the newest."""
    if found.draft.final:
        return found.draft.final
    if found.of is not None and found.of.is_open:
        return found.of.version
    return drafts.newest(found.draft)


def margin(version: DraftVersion | None, said: Sequence[Comment], notes: Sequence[Note] = ()) -> list[Line]:
    """First what speaks of the whole (and of clauses that are gone), then each clause with its margin."""
    rows = drafts.clauses(version) if version else []
    by_anchor: dict[UUID, Line] = {row.anchor: Line(row) for row in rows}
    whole = Line(None)
    for comment in said:
        line = by_anchor.get(comment.clause.anchor, whole) if comment.clause else whole
        line.said.append(_said(comment, line.clause))
        answer = comments.answer_of(comment)
        taken = by_anchor.get(answer.clause.anchor) if answer and answer.clause else None
        if answer and taken:
            taken.taken.append(answer)
    for note in notes:
        (by_anchor.get(note.clause.anchor, whole) if note.clause else whole).notes.append(note)
    return [whole, *by_anchor.values()]


def _said(comment: Comment, clause: Clause | None) -> Said:
    answer = comments.answer_of(comment)
    text = clause.text if clause else (None if comment.clause else "")
    standing, _span = anchoring.standing(text, comment.quote, comment.start)
    if answer is None:
        return Said(comment, None, standing)
    kind = AnswerKind(answer.kind)
    return Said(comment, answer, standing, ANSWER_TONES[kind], str(kind.label))
