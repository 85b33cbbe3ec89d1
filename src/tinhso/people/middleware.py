"""Every request knows who asks: `principal_of(request)`, `request.principal` in templates."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from tinhso.base.errors import NotSignedIn
from tinhso.base.web.errors import answer
from tinhso.people import queries, tokens
from tinhso.people.models import Account
from tinhso.people.principals import ANONYMOUS, Principal

ACTING = "people.acting"
"""Where the session keeps the post that was chosen to act in."""


def bearer(request: HttpRequest) -> str | None:
    """The key sent with the request; None when none is."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def of_session(request: HttpRequest) -> Principal:
    """The one who signed in, or nobody. Without a session cookie the database is not asked."""
    account = getattr(request, "user", None)
    if not isinstance(account, Account) or not account.is_authenticated:
        return ANONYMOUS
    return queries.principal_for(account, acting=request.session.get(ACTING, ""))


class Principals:
    """Middleware, after Django's authentication: a key is judged at once, a session when somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 401 for a key that is unknown, ended or taken back; a key wins over a session."""
        secret = bearer(request)
        if secret is None:
            self._know(request, SimpleLazyObject(lambda: of_session(request)))
            return self.get_response(request)
        token = tokens.recognise(secret)
        if token is None:
            refused = NotSignedIn(
                _("Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi."), code="bad_token"
            )
            response = answer(request, refused)
            response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
            return response
        self._know(request, queries.principal_for(token.account, frozenset(token.scopes)))
        return self.get_response(request)

    @staticmethod
    def _know(request: HttpRequest, principal: object) -> None:
        setattr(request, "principal", principal)  # noqa: B010 - HttpRequest declares no such attribute
