"""Which publication of the figures is in force: asked every second by open pages, so it costs no database."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tinhso.base.web.conditional import conditional
from tinhso.base.web.requests import QUIET
from tinhso.warehouse.storage import layout, manifest


class Version(NamedTuple):
    """A publication: its number, and when it was put in force; 0 where nothing was published yet."""

    number: int
    at: datetime | None


def in_force() -> Version:
    """The publication in force. The manifest is read again only when its file is another."""
    try:
        found = layout.manifest().stat()
    except FileNotFoundError:
        return Version(0, None)
    return _read(found.st_ino, found.st_mtime_ns)


@lru_cache(1)
def _read(_file: int, _changed: int) -> Version:
    try:
        read = manifest.read()
    except manifest.Unreadable:
        return Version(0, None)
    return Version(read.version, read.at) if read else Version(0, None)


@require_safe
def version(request: HttpRequest) -> HttpResponse:
    """The number of the publication in force (phiên bản số liệu); 304 while it stands."""
    request.META[QUIET] = True
    return _told(request)


@conditional(lambda _request: in_force().number, public=True)
def _told(_request: HttpRequest) -> HttpResponse:
    found = in_force()
    return JsonResponse({"version": found.number, "at": found.at.isoformat() if found.at else None})
