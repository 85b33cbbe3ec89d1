"""The page on which a person looks at what was read, and decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tinhso.base.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Refusal
from tinhso.base.files import responses
from tinhso.base.web import forms
from tinhso.base.web.typed import Reading as Form
from tinhso.base.web.typed import counted
from tinhso.documents import policies as documents
from tinhso.people.principals import Principal, principal_of
from tinhso.reading import outputs, policies, queries, showing, tables
from tinhso.reading.actions import deciding, registering
from tinhso.reading.models import Proposal, ProposalState, Reading, ReadingState
from tinhso.reading.models.readings import OPEN
from tinhso.reading.pages import changing

USUAL: Final = 80
"""Per cent from which many are accepted at once, unless the person says otherwise."""
TONES: Final = {
    ProposalState.PROPOSED: "push",
    ProposalState.CHANGED: "on_track",
    ProposalState.ACCEPTED: "met",
    ProposalState.REJECTED: "dropped",
    ProposalState.NOTED: "unknown",
}


@require_safe
def detail(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The text with its figures, one of them beside it (`?f=`), what does not agree on top (`?check=`)."""
    by = principal_of(request)
    reading = queries.one(by, key)
    if request.GET.get("format") == "json":
        out = outputs.reading_out(reading, queries.proposals(reading)).model_dump(mode="json")
        return JsonResponse(out, json_dumps_params={"ensure_ascii": False})
    return page(request, by, reading)


def page(
    request: HttpRequest, by: Principal, reading: Reading, typed: forms.Typed | None = None
) -> HttpResponse:
    """The page, with what was typed where something was refused."""
    rows = queries.proposals(reading)
    current = _current(request, rows, typed)
    chosen = counted(request.GET.get("check", ""))
    every = showing.disputes(reading, current.position if current else None)
    named = every[chosen].figures if chosen is not None and chosen < len(every) else ()
    disputed = {position for one in every for position in one.figures}
    asked = typed is not None or "edit" in request.GET
    editing = current is not None and current.state in OPEN and asked
    context: dict[str, Any] = {
        "title": str(reading),
        "reading": reading,
        "tone": tables.tone(reading),
        "word": tables.word(reading),
        "paragraphs": showing.paragraphs(
            reading,
            rows,
            disputed=disputed,
            named=named,
            current=current.position if current else None,
        ),
        "disputes": every,
        "chosen": chosen,
        "counts": _counts(rows),
        "decided": sum(row.state not in OPEN for row in rows if row.state != ProposalState.NOTED),
        "total": sum(row.state != ProposalState.NOTED for row in rows),
        "documents": queries.named(reading) if reading.named else [],
        "may_register": documents.may_edit(by),
        "last": _last(request, rows),
        "threshold": counted(request.GET.get("from", "")) or USUAL,
        "typed": typed or forms.start(),
        "waits": reading.state == ReadingState.READING,
    }
    if current is not None:
        context |= _beside(by, rows, current, every)
        context |= changing.context(by, current, typed) if editing else {}
    status = typed.refusal.status if typed and typed.refusal else 200
    return render(request, "reading/detail.html", context, status=status)


def _current(request: HttpRequest, rows: Sequence[Proposal], typed: forms.Typed | None) -> Proposal | None:
    """The figure beside the text: the one refused, the one asked for, else the first that waits."""
    asked = counted((typed.value("position") if typed else "") or request.GET.get("f", ""))
    at = {row.position: row for row in rows}
    if asked is not None and asked in at:
        return at[asked]
    first = showing.next_open(rows, None)
    return at[first] if first is not None else (rows[0] if rows else None)


def _beside(
    by: Principal, rows: Sequence[Proposal], current: Proposal, every: Sequence[showing.Dispute]
) -> dict[str, Any]:
    """What stands beside the text: the figure, its match, what touches it, who comes next."""
    stops = [row.position for row in rows if row.state != ProposalState.NOTED]
    at = current.position
    return {
        "current": current,
        "told": showing.told(current),
        "current_tone": TONES[ProposalState(current.state)],
        "current_word": ProposalState(current.state).label,
        "reasons": showing.reasons(current),
        "percent": int(current.score * 100) if current.score is not None else None,
        "touching": [one for one in every if one.here],
        "is_open": current.state in OPEN,
        "previous": max((one for one in stops if one < at), default=None),
        "next": min((one for one in stops if one > at), default=None),
        "number": sum(one <= at for one in stops),
        "is_noted": current.state == ProposalState.NOTED,
        "confirms": policies.confirms(by),
        "of_another": current.agency if current.agency_id != current.reading.agency_id else None,
        "quotation": current.figure["sentence"],
    }


def _counts(rows: Sequence[Proposal]) -> list[tuple[str, str, int]]:
    """How many figures are in each state, as (tone, word, number)."""
    every = [(state, sum(row.state == state for row in rows)) for state in ProposalState]
    told = [(state, number) for state, number in every if number and state != ProposalState.NOTED]
    return [(TONES[state], str(state.label), number) for state, number in told]


def _last(request: HttpRequest, rows: Sequence[Proposal]) -> Proposal | None:
    """The figure that was decided on just now, to be taken back with one key."""
    asked = counted(request.GET.get("last", ""))
    return next((row for row in rows if row.position == asked and row.state not in OPEN), None)


@require_POST
def decide(request: HttpRequest, key: UUID, position: int) -> HttpResponseBase:
    """Accept, change, reject one figure, or take that back; the next one that waits is shown."""
    by = principal_of(request)
    reading = queries.one(by, key)
    row = queries.proposal(reading, position)
    steps: dict[str, Callable[[], Proposal]] = {
        "accept": lambda: deciding.accept(by, row.pk),
        "save": lambda: deciding.change(by, row.pk, changing.choice(row, request.POST.dict())),
        "save_accept": lambda: deciding.accept(by, row.pk, changing.choice(row, request.POST.dict())),
        "reject": lambda: deciding.reject(by, row.pk, request.POST.get("reason", "")),
        "undo": lambda: deciding.undo(by, row.pk),
    }
    wanted = request.POST.get("do", "")
    try:
        if wanted not in steps:
            raise Invalid(_("Chọn một việc trên trang."), field="do")
        done = steps[wanted]()
    except Refusal as refusal:  # who may not see the reading was refused before
        return page(request, by, reading, forms.again(_again(request, position), refusal))
    if done.state in OPEN:
        return _to(reading, position)
    following = showing.next_open(queries.proposals(reading), position)
    return _to(reading, position if following is None else following, last=position)


def _again(request: HttpRequest, position: int) -> dict[str, str]:
    return {**request.POST.dict(), "position": str(position)}


def _to(reading: Reading, position: int, *, last: int | None = None) -> HttpResponse:
    said = f"&last={last}" if last is not None else ""
    return redirect(f"{reading.get_absolute_url()}?f={position}{said}#f{position}")


@require_POST
def batch(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Accept all that match at least so well."""
    by = principal_of(request)
    reading = queries.one(by, key)
    sent = Form(request.POST.dict())
    try:
        threshold = sent.number("threshold", "integer")
        if sent.problems or threshold is None:
            raise Invalid(_("Nhập ngưỡng từ 1 đến 100."), field="threshold")
        found = deciding.accept_above(by, reading.pk, Decimal(threshold) / 100)
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.hint or ''}".strip())
        return redirect(reading)
    count = len(found.accepted)
    messages.success(
        request, ngettext("Đã nhận %(n)d số liệu.", "Đã nhận %(n)d số liệu.", count) % {"n": count}
    )
    for row, why in found.left[:5]:
        messages.warning(request, _("Chưa nhận “%(text)s”: %(why)s") % {"text": row, "why": why})
    if len(found.left) > 5:
        messages.warning(request, _("Và %(n)d số liệu khác.") % {"n": len(found.left) - 5})
    return redirect(f"{reverse('reading:detail', args=[key])}?from={threshold}")


@require_POST
def register(request: HttpRequest, key: UUID, order: int) -> HttpResponseBase:
    """Enter a document that the text names in the register."""
    by = principal_of(request)
    reading = queries.one(by, key)
    try:
        made = registering.register(by, reading, order, request.POST.get("issuer", "")[:300])
    except (NotSignedIn, NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.hint or ''}".strip())
        return redirect(reading)
    messages.success(request, _("Đã vào sổ: %(document)s.") % {"document": made.cited})
    return redirect(reading)


@require_safe
def file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file it was read from, as an attachment."""
    by = principal_of(request)
    reading = queries.one(by, key)
    if reading.file_id is None:
        raise NotFound(_("Không có tệp này."), field="file")
    return responses.download(by, reading.file_id)
