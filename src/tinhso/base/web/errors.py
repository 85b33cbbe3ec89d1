"""From a refusal to an answer that speaks to people: a calm page, a fragment, or JSON.

Rooms raise `tinhso.base.errors.Refusal`; the middleware answers. `site.urls` names the handlers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout

from tinhso.base.errors import Ambiguous, NotAllowed, NotFound, NotSignedIn, Refusal
from tinhso.base.web import uploads
from tinhso.base.web.requests import request_id, short_code

log = structlog.get_logger("tinhso.web")

_NUL: Final = {"application/json": rb"\u0000", "application/x-www-form-urlencoded": b"%00"}
"""How each kind of body writes NUL."""

DATABASE_AWAY: Final = (OperationalError, InterfaceError, PoolTimeout)
"""What Django and the pool raise when PostgreSQL does not answer."""


class DatabaseAway(Refusal):
    """The database does not answer; nothing was lost, and it comes back by itself."""

    status = 503
    code = "database_away"
    retry_after = 10


class Unexpected(Refusal):
    """A mistake of the product's own."""

    status = 500
    code = "unexpected"


def database_away() -> DatabaseAway:
    """What to say when the database does not answer."""
    return DatabaseAway(
        _("Kho dữ liệu đang tạm ngừng."),
        hint=_("Số liệu đã gửi trước đó vẫn được giữ. Trang sẽ tự hoạt động lại; hãy thử sau ít phút."),
    )


def unexpected() -> Unexpected:
    """What to say when the product itself is wrong."""
    return Unexpected(
        _("Trang này gặp trục trặc, không phải do thao tác của bạn."),
        hint=_("Hãy thử lại; nếu vẫn không được, đọc mã bên dưới cho bộ phận hỗ trợ."),
    )


class TooLarge(Refusal):
    """What was sent is larger than is taken at once."""

    status = 413
    code = "too_large"


def _holds_nul(request: HttpRequest) -> bool:
    """Whether address or body hold the character that no text holds and no database takes."""
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    kind = request.content_type or ""
    if kind in _NUL:
        return _NUL[kind] in request.body
    if kind != "multipart/form-data" or request.path.startswith("/api/"):
        return False  # the API takes files in such bodies, and no text
    return any("\0" in text for key, texts in request.POST.lists() for text in (key, *map(str, texts)))


def unreadable(request: HttpRequest) -> Refusal | None:
    """Why the request cannot be read by anybody; None where it can."""
    try:
        found = _holds_nul(request)
    except RequestDataTooBig:
        return TooLarge(
            _("Nội dung gửi lên lớn quá."), hint=_("Rút gọn, hoặc gửi phần dài thành tệp đính kèm.")
        )
    if not found:
        return None
    return Refusal(
        _("Có ký tự không thuộc văn bản nào (NUL)."), code="unreadable", hint=_("Bỏ ký tự đó rồi gửi lại.")
    )


def wants_json(request: HttpRequest) -> bool:
    """Whether the answer goes to a program: the API, `?format=json`, or an Accept that prefers JSON."""
    if request.path.startswith("/api/") or request.GET.get("format") == "json":
        return True
    accept = request.headers.get("Accept", "")
    return "json" in accept and "text/html" not in accept


def shape(refusal: Refusal) -> dict[str, Any]:
    """The API's `{code, message, field, hint}`, with every problem, near matches, candidates, extras."""
    body: dict[str, Any] = {
        "code": refusal.code,
        "message": str(refusal.message),
        "field": refusal.field,
        "hint": None if refusal.hint is None else str(refusal.hint),
    }
    if len(refusal.problems) > 1:
        body["problems"] = [
            {
                "code": problem.code,
                "message": str(problem.message),
                "field": problem.field,
                "hint": None if problem.hint is None else str(problem.hint),
            }
            for problem in refusal.problems
        ]
    if isinstance(refusal, NotFound) and refusal.near:
        body["near"] = list(refusal.near)
    if isinstance(refusal, Ambiguous):
        body["candidates"] = list(refusal.candidates)
    return {**refusal.extra, **body}


def _sign_in(request: HttpRequest) -> HttpResponse | None:
    """Where somebody who is not signed in is sent, when that makes sense."""
    if request.method not in {"GET", "HEAD"} or not settings.LOGIN_URL:
        return None
    address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal in the form the reader can use. Needs neither database nor session."""
    later = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    if wants_json(request):
        return JsonResponse(
            shape(refusal), status=refusal.status, headers=later, json_dumps_params={"ensure_ascii": False}
        )
    if isinstance(refusal, NotSignedIn) and (away := _sign_in(request)):
        return away
    template = "web/parts/refusal.html" if request.headers.get("HX-Request") else "web/error.html"
    content = render_to_string(
        template,
        {
            "refusal": refusal,
            "problems": refusal.problems if len(refusal.problems) > 1 else (),
            "near": getattr(refusal, "near", ()),
            "candidates": getattr(refusal, "candidates", ()),
            "support_code": short_code(request_id(request)),
            "path": request.path,
        },
    )
    return HttpResponse(content, status=refusal.status, headers={**later, "Cache-Control": "no-store"})


def is_database_away(error: BaseException) -> bool:
    """Whether PostgreSQL could not be reached, as against a statement that it refused."""
    if not isinstance(error, DATABASE_AWAY):
        return False
    cause = error.__cause__
    state = getattr(cause, "sqlstate", None) if cause else None
    return state is None or state[:2] in {"08", "57", "53"}


class Refusals:
    """Middleware: answers refusals and the database's absence, whichever view they came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass through what can be read."""
        if request.content_type == "multipart/form-data":
            uploads.keep_names(request)
        refusal = unreadable(request)
        return answer(request, refusal) if refusal else self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what speaks to people; leave the rest to `handler500`."""
        if isinstance(exception, Refusal):
            return answer(request, exception)
        if is_database_away(exception):
            log.warning("database_away", error=str(exception))
            return answer(request, database_away())
        return None


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's shape
    """A request that cannot be read."""
    return answer(
        request,
        Refusal(_("Yêu cầu không đọc được."), hint=_("Mở lại trang rồi thử lần nữa."), code="unreadable"),
    )


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not allowed."""
    said = str(exception) if isinstance(exception, PermissionDenied) and str(exception) else ""
    return answer(
        request,
        NotAllowed(
            said or _("Bạn không có quyền xem trang này."),
            hint=_("Kiểm tra tài khoản hoặc đơn vị đang làm việc; hỏi thường trực nếu cần được cấp quyền."),
        ),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token ran out: usually a page left open overnight."""
    log.info("csrf_failure", why=reason)
    return answer(
        request,
        NotAllowed(
            _("Phiên gửi biểu mẫu đã hết hạn."),
            code="stale_form",
            hint=_("Quay lại trang trước (nội dung đã nhập vẫn còn), tải lại rồi gửi lần nữa."),
        ),
    )


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's shape
    """No such page."""
    return answer(
        request,
        NotFound(
            _("Không có trang này."),
            hint=_("Kiểm tra lại địa chỉ, hoặc tìm theo tên chỉ tiêu, nhiệm vụ, số văn bản."),
        ),
    )


def handler500(request: HttpRequest) -> HttpResponse:
    """Everything else; also the database's absence noticed outside a view (session, account)."""
    error = sys.exc_info()[1]
    if isinstance(error, Refusal):
        return answer(request, error)
    if error is not None and is_database_away(error):
        return answer(request, database_away())
    return answer(request, unexpected())
