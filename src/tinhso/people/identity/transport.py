"""Speaking to a provider from the server: JSON over https, short waits, no redirects."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, Final, Protocol
from urllib.error import URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.utils.translation import gettext as _

from tinhso.people.identity.base import ProviderAway

SECONDS: Final = 5
MOST: Final = 1 << 20
_HERE: Final = {"localhost", "127.0.0.1", "::1"}


class Transport(Protocol):
    """How documents are fetched and codes exchanged."""

    def get(self, url: str) -> dict[str, Any]:
        """A JSON document. Raises ProviderAway."""

    def post(self, url: str, form: Mapping[str, str], client: tuple[str, str]) -> dict[str, Any]:
        """Send a form as that client, read JSON. Raises ProviderAway."""


class _NoRedirect(HTTPRedirectHandler):
    """A provider's endpoint that redirects is not the one that was configured."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def away(error: object) -> ProviderAway:
    """What to say when the provider cannot be used."""
    return ProviderAway(
        _("Nhà cung cấp định danh chưa trả lời."),
        hint=_("Thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu. (%(error)s)") % {"error": error},
    )


class Https:
    """The ordinary way. Plain http is spoken to this machine only."""

    def get(self, url: str) -> dict[str, Any]:
        """Fetch."""
        return self._speak(self._request(url))

    def post(self, url: str, form: Mapping[str, str], client: tuple[str, str]) -> dict[str, Any]:
        """Send, with the client's name and secret in the header (client_secret_basic)."""
        request = self._request(url, urlencode(form).encode())
        pair = ":".join(quote(part, safe="") for part in client)
        request.add_header("Authorization", f"Basic {b64encode(pair.encode()).decode()}")
        return self._speak(request)

    @staticmethod
    def _request(url: str, data: bytes | None = None) -> Request:
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
            raise away(_("địa chỉ không phải https"))
        return Request(url, data, {"Accept": "application/json"})  # noqa: S310 - the scheme is checked above

    @staticmethod
    def _speak(request: Request) -> dict[str, Any]:
        try:
            with build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
                found = json.loads(answer.read(MOST))
        except (URLError, HTTPException, OSError, ValueError) as error:
            raise away(type(error).__name__) from error
        if not isinstance(found, dict):
            raise away("JSON")
        return found
