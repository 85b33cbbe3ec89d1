"""The providers of this deployment: those of the settings, and the demo's own in demo mode."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.people.identity import demo
from tinhso.people.identity.base import Provider
from tinhso.people.identity.oidc import OidcProvider


def _configured(entry: dict[str, Any]) -> OidcProvider:
    return OidcProvider(**entry)


def providers(request: HttpRequest) -> list[Provider]:
    """In the order of the settings (`TINHSO_OIDC`), the demo's last."""
    found: list[Provider] = [_configured(entry) for entry in settings.OIDC_PROVIDERS]
    if settings.DEMO:
        found.append(demo.provider(issuer(request), _("Định danh điện tử (bản thử)")))
    return found


def issuer(request: HttpRequest) -> str:
    """The demo issuer's name as this request sees it."""
    return f"{request.scheme}://{request.get_host()}{demo.PATH}"


def provider_of(request: HttpRequest, code: str) -> Provider:
    """The provider of that code. Raises NotFound."""
    for provider in providers(request):
        if provider.code == code:
            return provider
    raise NotFound(_("Không có nhà cung cấp định danh này."))
