"""Two versions side by side; on a phone one below the other; as a table in a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.errors import NotFound
from tinhso.base.web import exports
from tinhso.consultation import clauses, tables
from tinhso.consultation.core import differences
from tinhso.consultation.core.differences import Change
from tinhso.consultation.models import DraftVersion
from tinhso.consultation.pages.common import Opened, opened
from tinhso.consultation.queries import drafts

_TONES = {
    Change.SAME: "unknown",
    Change.CHANGED: "push",
    Change.MOVED: "on_track",
    Change.ADDED: "met",
    Change.DELETED: "dropped",
}


@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponseBase:
    """`?from=1&to=2`; the two newest by default. `?all=1` shows what stayed as well."""
    found = opened(request, code)
    old, new = _chosen(request, found)
    rows = differences.clauses(clauses.sides(drafts.clauses(old)), clauses.sides(drafts.clauses(new)))
    wanted = request.GET.get("format", "")
    if wanted in {"csv", "xlsx"}:
        return exports.file(tables.COMPARISON, rows, wanted)
    if wanted == "json":
        items = [exports.item(tables.COMPARISON, row) for row in rows]
        return JsonResponse({"items": items, "total": len(items)}, json_dumps_params={"ensure_ascii": False})
    counted = differences.counted(rows)
    whole = request.GET.get("all") == "1"
    context = found.context("versions") | {
        "old": old,
        "new": new,
        "rows": [
            (row, _TONES[row.change], tables.CHANGES[row.change])
            for row in rows
            if whole or row.change is not Change.SAME
        ],
        "counts": [(tables.CHANGES[change], counted[change], _TONES[change]) for change in Change],
        "whole": whole,
        "same": counted[Change.SAME],
        "numbers": sorted(found.draft.versions.values_list("number", flat=True)),
    }
    return render(request, "consultation/compare.html", context)


def _chosen(request: HttpRequest, found: Opened) -> tuple[DraftVersion, DraftVersion]:
    newest = drafts.newest(found.draft)
    if newest is None or newest.number < 2:
        raise NotFound(_("Dự thảo mới có một bản nên chưa có gì để so sánh."), field="from")
    return (
        drafts.version(found.draft, _number(request, "from", newest.number - 1)),
        drafts.version(found.draft, _number(request, "to", newest.number)),
    )


def _number(request: HttpRequest, name: str, usual: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else usual
