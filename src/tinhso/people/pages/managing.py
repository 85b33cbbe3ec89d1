"""Administration: accounts, one at a time."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import Refusal
from tinhso.base.web import forms, listing
from tinhso.people import managing, queries
from tinhso.people.actions import accounts as actions
from tinhso.people.actions.sign_in import has_second_factor
from tinhso.people.models import Account, Role
from tinhso.people.pages.forms import optional_day, posted
from tinhso.people.pages.sign_in import GET_POST
from tinhso.people.personal_data import masked
from tinhso.people.principals import principal_of

ROLES = [(value, label) for value, label in Role.choices if value != Role.PUBLIC]


@require_safe
def accounts(request: HttpRequest) -> HttpResponseBase:
    """The list of accounts."""
    actions.require_manager(principal_of(request))
    found = listing.build(
        request, managing.ACCOUNTS, managing.accounts(), declared=managing.FILTERS, narrow=managing.narrow
    )
    return found.respond("people/accounts.html", {"title": _("Tài khoản")})


def password_sheet(request: HttpRequest, rows: list[tuple[Account, str]]) -> HttpResponse:
    """One-time passwords to hand over, shown once and kept nowhere."""
    context = {"title": _("Mật khẩu dùng một lần"), "rows": rows, "host": request.get_host()}
    return render(request, "people/password_sheet.html", context)


@never_cache
@require_http_methods(GET_POST)
def new_account(request: HttpRequest) -> HttpResponseBase:
    """A person, their post, and a one-time password."""
    by = principal_of(request)
    actions.require_manager(by)
    context: dict[str, object] = {
        "title": _("Cấp tài khoản"),
        "agencies": managing.agency_choices(),
        "roles": ROLES,
        "typed": forms.start(),
    }
    if request.method != "POST":
        return render(request, "people/new_account.html", context)
    try:
        asked = actions.Appointment(
            **{
                name: posted(request, name)
                for name in ("username", "full_name", "agency", "title", "role", "email", "phone")
            },
            since=optional_day(request, "since"),
        )
        made = actions.create(by, asked)
    except Refusal as refusal:
        context["typed"] = forms.again(request.POST, refusal)
        return render(request, "people/new_account.html", context, status=refusal.status)
    return password_sheet(request, [made])


@never_cache
@require_safe
def account(request: HttpRequest, account: UUID) -> HttpResponse:
    """One account: posts, keys, history, and what an administrator can do."""
    by = principal_of(request)
    actions.require_manager(by)
    return _account_page(request, account, forms.start())


def _account_page(
    request: HttpRequest, account: UUID, typed: forms.Typed, contact: actions.Contact | None = None
) -> HttpResponse:
    found = queries.account_by_id(account)
    posts = managing.posts_of(found.person) if found.person else []
    lent = managing.delegations_of(posts)
    context = {
        "title": found.person.full_name if found.person else found.username,
        "head_line": found.username,
        "account": found,
        "posts": [(post, lent.get(post.pk, [])) for post in posts],
        "keys": found.tokens.order_by("-expires_at"),
        "has_factor": has_second_factor(found),
        "history": managing.history_of(found),
        "own": principal_of(request).account_id == found.pk,
        "typed": typed,
        "contact": contact or _masked(found),
        "open": contact is not None,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "people/managed_account.html", context, status=status)


def _masked(account: Account) -> actions.Contact:
    """The contact with everything hidden that need not be seen."""
    person = account.person
    if person is None:
        return actions.Contact(masked("people.Account", "email", account.email), "")
    return actions.Contact(
        masked("people.Person", "email", person.email), masked("people.Person", "phone", person.phone)
    )


@never_cache
@require_POST
def contact(request: HttpRequest, account: UUID) -> HttpResponse:
    """How to reach the person; the look is written down."""
    read = actions.read_contact(principal_of(request), account)
    return _account_page(request, account, forms.start(), read)


@never_cache
@require_POST
def reset(request: HttpRequest, account: UUID) -> HttpResponse:
    """A new one-time password, shown once."""
    with_factor = request.POST.get("second_factor") == "1"
    return password_sheet(request, [actions.reset(principal_of(request), account, second_factor=with_factor)])


@require_POST
def close(request: HttpRequest, account: UUID) -> HttpResponseBase:
    """Close an account, saying why."""
    by = principal_of(request)
    actions.require_manager(by)
    try:
        actions.close(by, account, reason=posted(request, "reason"))
    except Refusal as refusal:
        return _account_page(request, account, forms.again(request.POST, refusal))
    messages.success(request, _("Đã khoá tài khoản."))
    return redirect("people:managed_account", account)


@require_POST
def reopen(request: HttpRequest, account: UUID) -> HttpResponseBase:
    """Open an account again."""
    actions.reopen(principal_of(request), account)
    messages.success(request, _("Đã mở lại tài khoản."))
    return redirect("people:managed_account", account)
