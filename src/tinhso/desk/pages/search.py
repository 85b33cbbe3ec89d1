"""One search over everything: places, agencies, documents, indicators, plans, targets, tasks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.text import nfc
from tinhso.desk.finders import FINDERS, Group


@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """What answers to `?q=`, by kind, tones ignored; at most a few of each with the way to all of them."""
    words = nfc(request.GET.get("q", "")).strip()[:200]
    groups: list[Group] = [group for find in FINDERS if words and (group := find(words)).hits]
    if request.GET.get("format") == "json":
        found = [
            {"kind": group.kind, "title": str(hit.title), "note": str(hit.note), "href": hit.href}
            for group in groups
            for hit in group.hits
        ]
        return JsonResponse(
            {"items": found, "next": None, "total": len(found)}, json_dumps_params={"ensure_ascii": False}
        )
    title = _("Tìm “%(words)s”") % {"words": words} if words else _("Tìm kiếm")
    return render(request, "desk/search.html", {"title": title, "q": words, "groups": groups})
