"""One place in the line, for everybody who knows its code: where it stands, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.errors import NotFound
from tinhso.bordergate.queries import gates, lines
from tinhso.bordergate.queries.outlook import outlook


@require_safe
def find(request: HttpRequest) -> HttpResponseBase:
    """From a typed code to its page."""
    code = request.GET.get("code", "").strip().upper()
    if "/" in code:
        raise NotFound(_("Không có lượt “%(code)s”.") % {"code": code}, field="code")
    return redirect(reverse("gates:place", args=[code]) if code else reverse("gates:board"))


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponseBase:
    """State, position, expected time, and what happened to it."""
    run = gates.run_of(request.GET.get("run", ""))
    row = lines.place_of(code, run)
    context = {
        "title": _("Lượt %(code)s") % {"code": row.code},
        "place": row,
        "outlook": outlook(row),
        "entries": list(lines.log(row.lane).filter(place=row.code)),
    }
    return render(request, "bordergate/place.html", context)
