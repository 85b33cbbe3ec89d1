"""The API's error shape for django-ninja: `install(api)` once per `NinjaAPI`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError
from ninja.parser import Parser
from pydantic import ValidationError as PydanticError

from tinhso.base.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Problem, Refusal
from tinhso.base.web import api_words
from tinhso.base.web.errors import DATABASE_AWAY, answer, database_away, is_database_away, unexpected

_PLACES = {"body", "query", "path", "form", "header", "cookie", "file", "payload", "data"}


def _field(location: Sequence[Any]) -> str | None:
    parts = [str(part) for part in location]
    while len(parts) > 1 and parts[0] in _PLACES:
        parts.pop(0)
    return ".".join(parts) or None


def invalid(errors: Sequence[Any]) -> Invalid:
    """A refusal with one problem a pydantic error."""
    problems = [
        Problem(str(error.get("type", "invalid")), api_words.message(error), _field(error.get("loc", ())))
        for error in errors
    ]
    if not problems:
        return Invalid(_("Dữ liệu gửi lên chưa hợp lệ."))
    first = problems[0]
    return Invalid(first.message, field=first.field, problems=problems)


def _answer(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(request, error)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """ninja's errors are an attribute, pydantic's a method."""
    found = error.errors
    return answer(request, invalid(found() if callable(found) else found))


class WrongType(Refusal):
    """The body is of a kind that this address does not read."""

    status = 415
    code = "wrong_type"


class Unreadable(Refusal):
    """The body cannot be read at all."""

    code = "unreadable"


class JsonBodies(Parser):
    """Reads bodies that say they are JSON, and are."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body. Raises WrongType, Unreadable."""
        if request.content_type != "application/json":
            raise WrongType(
                _("Địa chỉ này nhận nội dung JSON."),
                hint=_("Gửi kèm tiêu đề Content-Type: application/json."),
            )
        try:
            return super().parse_body(request)
        except (ValueError, RecursionError) as error:
            raise _no_json() from error


def _no_json() -> Unreadable:
    return Unreadable(
        _("Nội dung gửi lên không phải JSON."),
        hint=_("Kiểm tra dấu ngoặc, dấu phẩy, dấu nháy; chữ viết bằng UTF-8."),
    )


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    """ninja wraps whatever a body could not be read for; what it says itself is not for the reader."""
    if isinstance(error.__cause__, Refusal):
        return answer(request, error.__cause__)
    if error.status_code == Unreadable.status:
        return answer(request, _no_json())
    response = answer(request, Refusal(_("Yêu cầu không thực hiện được."), code="refused"))
    response.status_code = error.status_code
    return response


def _away(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(request, database_away() if is_database_away(error) else unexpected())


def _not_found(request: HttpRequest, _error: Any) -> HttpResponse:
    return answer(request, NotFound(_("Không có địa chỉ này.")))


def _not_signed_in(request: HttpRequest, _error: Any) -> HttpResponse:
    return answer(request, NotSignedIn(_("Cần đăng nhập hoặc gửi mã truy cập.")))


def _not_allowed(request: HttpRequest, _error: Any) -> HttpResponse:
    return answer(request, NotAllowed(_("Mã truy cập không có quyền này.")))


def install(api: NinjaAPI) -> None:
    """Teach `api` to answer every refusal and every invalid input as `{code, message, field, hint}`."""
    handlers: dict[type[Exception], Any] = {
        Refusal: _answer,
        ValidationError: _invalid,
        PydanticError: _invalid,
        HttpError: _http,
        Http404: _not_found,
        AuthenticationError: _not_signed_in,
        AuthorizationError: _not_allowed,
        **dict.fromkeys(DATABASE_AWAY, _away),
    }
    api.parser = JsonBodies()
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
