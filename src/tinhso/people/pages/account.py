"""One's own account: password, second factor, the post one acts in."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import NotFound, Refusal
from tinhso.base.web import forms
from tinhso.people import managing, policies, steps, totp
from tinhso.people.actions import sign_in as actions
from tinhso.people.middleware import ACTING
from tinhso.people.models import Account
from tinhso.people.pages.sign_in import GET_POST, refused, require_account
from tinhso.people.principals import principal_of
from tinhso.people.secrets_box import open_sealed, seal
from tinhso.people.shell import brand

KEY = "people.enrolling"


@require_safe
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """What one may do here, and how one signs in."""
    mine = require_account(request)
    who = principal_of(request)
    context = {
        "title": _("Tài khoản của tôi"),
        "head_line": mine.username,
        "mine": mine,
        "who": who,
        "has_factor": actions.has_second_factor(mine),
        "needs_factor": policies.needs_second_factor(who),
        "codes_left": actions.codes_left(mine),
        "lent": managing.lent_by(mine.person) if mine.person else [],
    }
    return render(request, "people/account.html", context)


@never_cache
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(GET_POST)
def change_password(request: HttpRequest) -> HttpResponseBase:
    """A new password, the old one asked for; other sessions end."""
    mine = require_account(request)
    context: dict[str, object] = {"title": _("Đổi mật khẩu"), "typed": forms.start()}
    if request.method != "POST":
        return render(request, "people/change_password.html", context)
    sent = request.POST
    try:
        actions.set_password(
            principal_of(request),
            mine,
            old=sent.get("old", ""),
            new=sent.get("new", ""),
            again=sent.get("again", ""),
        )
    except Refusal as refusal:
        return refused(request, "people/change_password.html", refusal, context)
    update_session_auth_hash(request, mine)
    messages.success(request, _("Đã đổi mật khẩu. Các phiên khác đã bị đăng xuất."))
    return redirect("people:account")


def _enrolling(request: HttpRequest) -> Account:
    """The one who sets up a second factor: on the way in, or already inside."""
    under_way = steps.pending_account(request)
    if under_way and steps.step(*under_way) == "enrol":
        return under_way[1]
    return require_account(request)


def _key(request: HttpRequest) -> bytes:
    """The key being set up, the same until it is proven."""
    kept = request.session.get(KEY)
    key = open_sealed(KEY, kept) if isinstance(kept, str) else None
    if key is None:
        key = totp.new_key()
        request.session[KEY] = seal(KEY, key)
    return key


@never_cache
@require_http_methods(GET_POST)
def enrol(request: HttpRequest) -> HttpResponseBase:
    """QR code and key, then a first code; the recovery codes are shown once."""
    mine = _enrolling(request)
    key = _key(request)
    picture = segno.make(totp.address(key, mine.username, brand().product), error="m")
    context: dict[str, object] = {
        "title": _("Bật xác thực hai lớp"),
        "qr": picture.svg_data_uri(scale=5, border=4, dark="#000", light="#fff"),
        "key": " ".join(totp.base32(key)[start : start + 4] for start in range(0, 32, 4)),
        "typed": forms.start(),
        "forced": not principal_of(request).is_signed_in,
    }
    if request.method != "POST":
        return render(request, "people/enrol.html", context)
    try:
        codes = actions.enrol(steps.owner(mine), mine, key, request.POST.get("code", ""))
    except Refusal as refusal:
        return refused(request, "people/enrol.html", refusal, context)
    del request.session[KEY]
    if not principal_of(request).is_signed_in:
        steps.prove(request)
    return _codes(request, codes)


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    context = {
        "title": _("Mã khôi phục"),
        "codes": codes,
        "inside": principal_of(request).is_signed_in,
    }
    return render(request, "people/codes.html", context)


@require_POST
def go_on(request: HttpRequest) -> HttpResponseBase:
    """After the recovery codes were written down."""
    return redirect(steps.following(request))


@never_cache
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponseBase:
    """New recovery codes; the old ones end."""
    mine = require_account(request)
    if not actions.has_second_factor(mine):
        return redirect("people:enrol")
    return _codes(request, actions.renew_codes(principal_of(request), mine))


@require_POST
def act_in(request: HttpRequest, post: str) -> HttpResponseBase:
    """Choose the post to act in, among those held today."""
    who = principal_of(request)
    policies.require_signed_in(who)
    if post not in {str(held.post_id) for held in who.posts}:
        raise NotFound(_("Bạn không giữ chức vụ này hôm nay."))
    request.session[ACTING] = post
    back = request.POST.get("next") or request.headers.get("Referer", "")
    return redirect(steps.safe_next(request, back))
