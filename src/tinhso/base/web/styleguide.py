"""The style guide: every component with long Vietnamese words, for eyes and for the browser tests."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tinhso.base.web import statuses

SHELLS: Final = {
    "portal": "web/styleguide/portal.html",
    "wall": "web/styleguide/wall.html",
    "print": "web/styleguide/print.html",
}


def page(request: HttpRequest) -> HttpResponse:
    """All components in the desk's shell."""
    return render(
        request, "web/styleguide/desk.html", {"title": "Bảng mẫu giao diện", "tones": statuses.TONES.values()}
    )


def shell(request: HttpRequest, shell: str) -> HttpResponse:
    """The other shells: `portal`, `wall`, `print`."""
    if shell not in SHELLS:
        raise Http404(shell)
    return render(request, SHELLS[shell], {"title": "Bảng mẫu giao diện", "tones": statuses.TONES.values()})
