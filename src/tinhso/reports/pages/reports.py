"""One report: assembled block by block with the agencies' parts beside, or read as the paper it became."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import Conflict, Problem, Refusal
from tinhso.base.text import slugify
from tinhso.base.web import forms
from tinhso.base.web.drafting import day
from tinhso.papers import html, serving
from tinhso.people.principals import Principal, principal_of
from tinhso.reports import policies, printing, queries, tables
from tinhso.reports.actions import freezing, issuing, writing
from tinhso.reports.actions.beginning import title_of
from tinhso.reports.figures.composing import Composed, Composition
from tinhso.reports.models import Contribution, PeriodicReport, State
from tinhso.reports.pages.sent import form, form_values, whole
from tinhso.reports.schemas import ReportEdit, form_of


@dataclass(frozen=True)
class Shown:
    """A block as the page draws it."""

    block: Composed
    drawn: tuple[SafeString, ...] = ()


@require_safe
def report(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The report: the standing office writes it while it is on its way, others read it."""
    by = principal_of(request)
    row = queries.report(by, key)
    if row.state in queries.ON_THE_WAY and policies.may_compose(by):
        return _assembling(request, by, row)
    return _read(request, by, row)


def _common(by: Principal, row: PeriodicReport) -> dict[str, object]:
    issued = queries.issued(row)
    later = PeriodicReport.objects.filter(supersedes=row).first()
    return {
        "title": title_of(row),
        "report": row,
        "look": tables.LOOKS[row.state],
        "state_label": State(row.state).label,
        "may_compose": policies.may_compose(by),
        "on_the_way": row.state in queries.ON_THE_WAY,
        "issued": issued,
        "superseded_by": later,
        "states": [
            (state.value, state.label, state == row.state) for state in State if state is not State.WITHDRAWN
        ],
    }


def _assembling(
    request: HttpRequest,
    by: Principal,
    row: PeriodicReport,
    *,
    typed: forms.Typed | None = None,
    status: int = 200,
) -> HttpResponse:
    found = printing.composition(row)
    parts = [(part, tables.PART_LOOKS[part.state]) for part in queries.contributions(row)]
    context = {
        **_common(by, row),
        "head": found.title,
        "blocks": [_shown(block) for block in found.blocks],
        "parts": parts,
        "sent": sum(
            part.state in (Contribution.State.SENT, Contribution.State.ACCEPTED) for part, _l in parts
        ),
        "lacking": _lacking(row, found),
        "compared": _compared(found),
        "illustrative": found.illustrative,
        "typed": typed,
        "typed_block": whole(request.POST, "block", -1) if typed else -1,
        "sheet": forms.start(
            {"title": row.title, "as_of": f"{row.as_of:%d/%m/%Y}", **form_values(form_of(row.form))}
        ),
    }
    return render(request, "reports/assemble.html", context, status=status)


def _shown(block: Composed) -> Shown:
    drawn = tuple(html.piece(one) for one in block.content) if block.kind in _DRAWN else ()
    return Shown(block, drawn)


_DRAWN = frozenset({"table", "chart", "slot"})


def _lacking(row: PeriodicReport, found: Composition) -> list[Problem]:
    return freezing.lacking(row, found)


def _compared(found: Composition) -> list[tuple[str, str, str]]:
    """Every number of the text beside that of the period before: name, before, now."""
    told: dict[str, tuple[str, str, str]] = {}
    for block in found.blocks:
        if block.kind == "proposal":
            continue
        for line in block.paragraphs:
            for piece in line:
                if piece.answer and piece.answer.value is not None:
                    key = piece.answer.key
                    told[key] = (found.names.get(key, key), piece.before, piece.text)
    return list(told.values())


def _read(request: HttpRequest, by: Principal, row: PeriodicReport) -> HttpResponse:
    last = queries.frozen(row)
    context = {
        **_common(by, row),
        "paper": html.render(printing.paper(row)),
        "frozen": last,
        "whole": printing.is_whole(last) if last else True,
        "mine": [part for part in queries.contributions(row) if part.agency_id in policies.own_agencies(by)],
    }
    return render(request, "reports/report.html", context)


@require_safe
def preview(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The paper as it would be printed now."""
    by = principal_of(request)
    row = queries.report(by, key)
    context = {"title": _("Xem trước"), "report": row, "paper": html.render(printing.paper(row))}
    return render(request, "reports/preview.html", context)


@require_safe
def file(request: HttpRequest, key: UUID, kind: str) -> HttpResponseBase:
    """The report as a file; of an issued one always the same bytes."""
    by = principal_of(request)
    row = queries.report(by, key)
    if kind not in serving.TYPES:
        raise Http404
    wanted = next(one for one in issuing.FORMATS if one == kind)
    content = printing.file(row, wanted)
    response = HttpResponse(content, content_type=serving.TYPES[kind])
    manner = "inline" if kind == "pdf" else "attachment"
    name = slugify(f"{row.template.code}-{row.period}")
    response.headers["Content-Disposition"] = f'{manner}; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


_BLOCKS: dict[str, Callable[[Principal, UUID, int, str, int | None], PeriodicReport]] = {
    "edit": lambda by, key, at, text, seen: writing.edit_block(by, key, at, text, version=seen),
    "drop": lambda by, key, at, _text, seen: writing.edit_block(by, key, at, "", version=seen),
    "add": lambda by, key, at, text, seen: writing.add_block(by, key, at, text, version=seen),
    "accept": lambda by, key, at, _text, seen: writing.take_proposal(by, key, at, version=seen),
    "take": lambda by, key, at, _text, seen: writing.take_part(by, key, at, version=seen),
}


@require_POST
def write(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Change one block, or what stands around the text; what was typed stays when it is refused."""
    by = principal_of(request)
    row = queries.report(by, key)
    policies.require_compose(by)
    sent = request.POST
    at, seen = whole(sent, "block", -1) or 0, whole(sent, "version")
    try:
        if sent.get("do") == "sheet":
            change = ReportEdit(
                title=sent.get("title", "").strip() or None, as_of=day(sent, "as_of"), form=form(sent)
            )
            writing.edit(by, key, change, version=seen)
        else:
            _BLOCKS.get(sent.get("do", ""), _BLOCKS["edit"])(by, key, at, sent.get("text", ""), seen)
    except Refusal as refusal:
        if row.state not in queries.ON_THE_WAY:
            raise
        typed = forms.again(sent, refusal)
        return _assembling(request, by, queries.report(by, key), typed=typed, status=refusal.status)
    return redirect(f"{row.get_absolute_url()}#b{max(at, 0)}")


@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """What misses, and who owes it; then pin."""
    by = principal_of(request)
    row = queries.report(by, key)
    policies.require_compose(by)
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            freezing.freeze(by, key, knowingly=request.POST.get("knowingly") == "1")
            messages.success(request, _("Đã chốt: số liệu không đổi nữa."))
            return redirect(row.get_absolute_url())
        except Conflict as refusal:
            refused = refusal
    found = printing.composition(row)
    context = {
        "title": _("Chốt báo cáo"),
        "report": row,
        "lacking": freezing.lacking(row, found),
        "figures": len(found.answers),
        "refused": refused,
    }
    return render(request, "reports/freeze.html", context, status=refused.status if refused else 200)
