"""How callers of the API show who they are: a key for programs, a session for people at a browser.

`people.middleware` finds out who asks; a door only says whether somebody came through it. Public reads have
no door: they answer anybody, and a wrong key is refused all the same.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyBase
from ninja.utils import check_csrf

from tinhso.base.errors import NotAllowed
from tinhso.people.principals import Principal, principal_of

UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def _inside(request: HttpRequest, *, by_key: bool) -> Principal | None:
    """Who asks, if signed in this way."""
    principal = principal_of(request)
    return principal if principal.is_signed_in and (principal.scopes is not None) is by_key else None


class Key(HttpBearer):
    """`Authorization: Bearer tso_…`: a key made by its owner, limited by its scopes."""

    openapi_description = "A key made on the account's page; its scopes limit what it may do."

    def authenticate(self, request: HttpRequest, token: str) -> Principal | None:
        """The key was judged by the middleware; an unknown one never gets here."""
        del token
        return _inside(request, by_key=True)


class Session(APIKeyBase):
    """The cookie of a person who signed in with a browser. Unsafe methods need the form's token too."""

    openapi_in = "cookie"
    openapi_description = "The browser's session. POST, PUT, PATCH and DELETE also need `X-CSRFToken`."
    param_name = "sessionid"

    def _get_key(self, request: HttpRequest) -> str | None:
        return request.COOKIES.get(self.param_name)

    def authenticate(self, request: HttpRequest, key: str | None) -> Principal | None:
        """Raises NotAllowed for an unsafe method without the token that other sites cannot know."""
        principal = _inside(request, by_key=False) if key else None
        if principal and request.method in UNSAFE and check_csrf(request):
            raise NotAllowed(
                _("Thiếu mã chống giả mạo của phiên làm việc."),
                code="csrf",
                hint=_("Gửi kèm tiêu đề X-CSRFToken, hoặc dùng mã truy cập (Authorization: Bearer …)."),
            )
        return principal


DOORS: Final = (Key(), Session())
"""Every way in; what is not public takes any of them."""
