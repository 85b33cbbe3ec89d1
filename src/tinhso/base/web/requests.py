"""Every request has a name: it stands in the log, in the audit trail and on the error page."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from tinhso.base.audit.context import request_scope
from tinhso.base.ids import new_id

log = structlog.get_logger("tinhso.web")


def request_id(request: HttpRequest) -> UUID:
    """The id of this request; given once."""
    given: UUID | None = request.META.get("tinhso.request")
    if given is None:
        given = request.META["tinhso.request"] = new_id()
    return given


def short_code(identifier: UUID) -> str:
    """A code that can be read over the telephone: the chance part's last eight digits, `7F3A-09C1`."""
    tail = identifier.hex[-8:].upper()
    return f"{tail[:4]}-{tail[4:]}"


QUIET = "tinhso.quiet"
"""What a page sets in `request.META` that is asked for every moment: its answers leave no line of log."""


class RequestName:
    """Outermost middleware: names the request, answers `X-Request-ID`, writes one line of log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer inside the request's scope."""
        identifier = request_id(request)
        started = time.perf_counter()
        with request_scope(identifier), structlog.contextvars.bound_contextvars(request=str(identifier)):
            response = self.get_response(request)
            spent = (time.perf_counter() - started) * 1000
            if not request.path.startswith(settings.STATIC_URL) and not request.META.get(QUIET):
                log.info(
                    "answered",
                    method=request.method,
                    path=request.path,
                    status=response.status_code,
                    ms=f"{spent:.1f}",
                )
        response.headers["X-Request-ID"] = str(identifier)
        if settings.DEBUG:
            response.headers["Server-Timing"] = f"total;dur={spent:.1f}"
        return response
