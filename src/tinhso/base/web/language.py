"""Vietnamese first: pages follow the reader's own choice, the API also follows Accept-Language."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers


class ReaderLanguage:
    """Middleware: the cookie's language, or Vietnamese. English Windows is common here and says nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the reader's language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        program = request.path.startswith("/api/")
        if chosen not in dict(settings.LANGUAGES):
            chosen = translation.get_language_from_request(request) if program else settings.LANGUAGE_CODE
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.get_response(request)
            patch_vary_headers(response, ("Cookie", "Accept-Language") if program else ("Cookie",))
            response.headers.setdefault("Content-Language", chosen)
        return response
