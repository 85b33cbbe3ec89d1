"""Going to a provider and coming back; the demo issuer's own pages."""

from __future__ import annotations

import secrets
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import asdict
from urllib.parse import unquote, urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.people import demo as demo_accounts
from tinhso.people import steps
from tinhso.people.actions.identities import account_for
from tinhso.people.identity import demo
from tinhso.people.identity.base import Asked, IdentityRefused
from tinhso.people.identity.oidc import ask
from tinhso.people.identity.registry import issuer, provider_of
from tinhso.people.models import Account
from tinhso.people.pages.sign_in import GET_POST

KEY = "people.oidc"


def _redirect_uri(request: HttpRequest, code: str) -> str:
    return request.build_absolute_uri(reverse("people:oidc_return", args=[code]))


@never_cache
@require_safe
def begin(request: HttpRequest, provider: str) -> HttpResponseBase:
    """Send the reader to the provider."""
    found = provider_of(request, provider)
    asked = ask(provider, request.GET.get("next", ""))
    address = found.address(asked, _redirect_uri(request, provider))
    request.session[KEY] = asdict(asked)
    return redirect(address)


@never_cache
@require_safe
def come_back(request: HttpRequest, provider: str) -> HttpResponseBase:
    """Judge what the provider sent the reader back with."""
    kept = request.session.pop(KEY, None)
    asked = Asked(**kept) if isinstance(kept, dict) else None
    late = asked is None or clock.now().timestamp() - asked.since > steps.PATIENCE.total_seconds()
    ours = asked is not None and asked.provider == provider
    if asked is None or late or not ours or not _same(request.GET.get("state", ""), asked.state):
        raise IdentityRefused(
            _("Phiên đăng nhập này không bắt đầu từ đây hoặc đã quá hạn."),
            code="bad_state",
            hint=_("Đăng nhập lại từ đầu."),
        )
    if request.GET.get("error"):
        raise IdentityRefused(
            _("Nhà cung cấp định danh đã từ chối."), hint=request.GET["error"][:60], code="refused_there"
        )
    found = provider_of(request, provider)
    identity = found.identity(asked, request.GET.get("code", ""), _redirect_uri(request, provider))
    account = account_for(found, identity)
    method = f"oidc:{provider}"
    return redirect(steps.begin(request, account, method, proven=found.second_factor, to=asked.next))


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())


def _require_demo() -> None:
    if not settings.DEMO:
        raise NotFound(_("Không có trang này."))


@require_safe
def demo_configuration(request: HttpRequest) -> HttpResponse:
    """The demo issuer's discovery document."""
    _require_demo()
    return JsonResponse(demo.configuration(issuer(request)))


@require_safe
def demo_keys(request: HttpRequest) -> HttpResponse:
    """The demo issuer's public key."""
    del request
    _require_demo()
    return JsonResponse(demo.keys())


@never_cache
@require_http_methods(GET_POST)
def demo_authorize(request: HttpRequest) -> HttpResponseBase:
    """Choose who one is, at the demo's issuer."""
    _require_demo()
    query = request.GET
    mine = query.get("redirect_uri") == _redirect_uri(request, demo.CODE)
    if query.get("client_id") != demo.CLIENT or not mine or query.get("code_challenge_method") != "S256":
        raise IdentityRefused(_("Yêu cầu định danh không hợp lệ."), code="invalid_request")
    if request.method != "POST":
        context = {
            "title": _("Định danh điện tử (bản thử)"),
            "accounts": demo_accounts.accounts(),
            "address": request.get_full_path(),
        }
        return render(request, "people/demo_issuer.html", context)
    try:
        chosen = UUID(request.POST.get("account", ""))
    except ValueError:
        raise NotFound(_("Không có tài khoản dùng thử này.")) from None
    account = Account.objects.filter(pk=chosen, illustrative=True, is_active=True).first()
    if account is None:
        raise NotFound(_("Không có tài khoản dùng thử này."))
    back = {"code": demo.code_for(account, query.dict()), "state": query.get("state", "")}
    return redirect(f"{query['redirect_uri']}?{urlencode(back)}")


@csrf_exempt  # called by programs that prove themselves with the client's secret
@require_POST
def demo_token(request: HttpRequest) -> HttpResponse:
    """Codes for tokens, at the demo's issuer."""
    _require_demo()
    scheme, _space, pair = request.headers.get("Authorization", "").partition(" ")
    try:
        name, _colon, secret = b64decode(pair if scheme == "Basic" else "").decode().partition(":")
        told = demo.exchange(issuer(request), request.POST.dict(), (unquote(name), unquote(secret)))
    except (IdentityRefused, NotBase64, ValueError):
        return JsonResponse({"error": "invalid_grant"}, status=400)
    return JsonResponse(told)
