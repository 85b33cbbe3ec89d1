"""Signing in and out."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.base.errors import NotFound, NotSignedIn, Refusal
from tinhso.base.web import forms
from tinhso.people import demo, steps
from tinhso.people.actions import sign_in as actions
from tinhso.people.identity.registry import providers
from tinhso.people.models import Account
from tinhso.people.principals import principal_of

GET_POST = ("GET", "HEAD", "POST")


def shown(typed: forms.Typed) -> forms.Typed:
    """The form without its secrets: passwords and codes are never sent back."""
    secret = {"password", "old", "new", "again", "code", "csrfmiddlewaretoken"}
    return forms.Typed(
        {key: value for key, value in typed.values.items() if key not in secret}, typed.refusal
    )


def refused(
    request: HttpRequest, template: str, refusal: Refusal, context: dict[str, object]
) -> HttpResponse:
    """The page again with what is wrong."""
    typed = shown(forms.again(request.POST, refusal))
    return render(request, template, {**context, "typed": typed}, status=refusal.status)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(GET_POST)
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Name and password; outside providers; in the demo its accounts with one click."""
    to = request.POST.get("next") or request.GET.get("next", "")
    if request.method != "POST" and principal_of(request).is_signed_in:
        return redirect(steps.safe_next(request, to))
    context: dict[str, object] = {
        "title": _("Đăng nhập"),
        "next": to,
        "providers": providers(request),
        "demo_accounts": demo.accounts() if settings.DEMO else [],
        "typed": forms.start(),
    }
    if request.method != "POST":
        return render(request, "people/sign_in.html", context)
    try:
        account = actions.check_password(
            request, request.POST.get("username", ""), request.POST.get("password", "")
        )
    except Refusal as refusal:
        return refused(request, "people/sign_in.html", refusal, context)
    return redirect(steps.begin(request, account, "password", to=to))


@require_POST
def demo_sign_in(request: HttpRequest, account: UUID) -> HttpResponseBase:
    """One click: only in demo mode, only for accounts of the demo."""
    found = Account.objects.filter(pk=account, illustrative=True, is_active=True).first()
    if not settings.DEMO or found is None:
        raise NotFound(_("Không có tài khoản dùng thử này."))
    return redirect(steps.begin(request, found, "demo", proven=True, to=request.POST.get("next", "")))


@never_cache
@require_http_methods(GET_POST)
def second_step(request: HttpRequest) -> HttpResponseBase:
    """The code of the app, or a recovery code."""
    pending, account = steps.require_pending(request)
    if steps.step(pending, account) != "second_step":
        return redirect(steps.following(request))
    context: dict[str, object] = {"title": _("Xác thực hai lớp"), "typed": forms.start()}
    if request.method != "POST":
        return render(request, "people/second_step.html", context)
    try:
        used = actions.check_second_factor(request, account, request.POST.get("code", ""))
    except Refusal as refusal:
        return refused(request, "people/second_step.html", refusal, context)
    if used == "recovery":
        left = actions.codes_left(account)
        messages.warning(request, _("Đã dùng một mã khôi phục; còn %(left)d mã.") % {"left": left})
    steps.prove(request)
    return redirect(steps.following(request))


@never_cache
@sensitive_post_parameters("new", "again")
@require_http_methods(GET_POST)
def new_password(request: HttpRequest) -> HttpResponseBase:
    """A one-time password is replaced before anything else."""
    pending, account = steps.require_pending(request)
    if steps.step(pending, account) != "new_password":
        return redirect(steps.following(request))
    context: dict[str, object] = {"title": _("Đặt mật khẩu mới"), "typed": forms.start()}
    if request.method != "POST":
        return render(request, "people/new_password.html", context)
    try:
        actions.set_password(
            steps.owner(account),
            account,
            old=None,
            new=request.POST.get("new", ""),
            again=request.POST.get("again", ""),
        )
    except Refusal as refusal:
        return refused(request, "people/new_password.html", refusal, context)
    return redirect(steps.following(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session."""
    who = principal_of(request)
    if isinstance(request.user, Account):
        actions.record_sign_out(who, request.user)
    logout(request)
    messages.success(request, _("Đã đăng xuất."))
    return redirect("people:sign_in")


def require_account(request: HttpRequest) -> Account:
    """The account of the session. Raises NotSignedIn."""
    if not isinstance(request.user, Account):
        raise NotSignedIn(_("Cần đăng nhập để tiếp tục."))
    return request.user
