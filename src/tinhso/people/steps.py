"""From a proven password to an open session: second factor, enrolment, new password, in this order.

What is under way lies in the session; nobody is signed in before the last step.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotSignedIn
from tinhso.people import policies, queries
from tinhso.people.actions import sign_in
from tinhso.people.models import Account
from tinhso.people.principals import Principal

KEY = "people.pending"
PATIENCE = timedelta(minutes=10)
BACKEND = "tinhso.people.backends.Passwords"


@dataclass(frozen=True)
class Pending:
    """A sign-in under way."""

    account: str
    since: float
    method: str
    proven: bool
    """Whether the second factor is proven, or not asked for (demo, a trusted provider)."""
    next: str


def safe_next(request: HttpRequest, address: str) -> str:
    """`address` when it leads into this product; the first page otherwise."""
    inside = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if inside else settings.LOGIN_REDIRECT_URL


def begin(request: HttpRequest, account: Account, method: str, *, proven: bool = False, to: str = "") -> str:
    """Start with a proven account; the answer is the address of what comes next."""
    request.session.cycle_key()
    pending = Pending(str(account.pk), clock.now().timestamp(), method, proven, safe_next(request, to))
    request.session[KEY] = asdict(pending)
    return following(request)


def pending_account(request: HttpRequest) -> tuple[Pending, Account] | None:
    """The sign-in under way, when it is not older than ten minutes."""
    kept = request.session.get(KEY)
    if not isinstance(kept, dict):
        return None
    pending = Pending(**kept)
    if clock.now().timestamp() - pending.since > PATIENCE.total_seconds():
        del request.session[KEY]
        return None
    account = queries.account_by_id(UUID(pending.account))
    return (pending, account) if account.is_active else None


def require_pending(request: HttpRequest) -> tuple[Pending, Account]:
    """The sign-in under way. Raises NotSignedIn when there is none, or it took too long."""
    found = pending_account(request)
    if found is None:
        raise NotSignedIn(_("Phiên đăng nhập đã quá hạn."), hint=_("Đăng nhập lại từ đầu."))
    return found


def prove(request: HttpRequest) -> None:
    """Note that the second factor is proven."""
    pending, _account = require_pending(request)
    request.session[KEY] = asdict(replace(pending, proven=True))


def step(pending: Pending, account: Account) -> str:
    """The name of the page that comes next; empty when nothing is left to do."""
    if not pending.proven:
        if sign_in.has_second_factor(account):
            return "second_step"
        if not settings.DEMO and policies.needs_second_factor(queries.principal_for(account)):
            return "enrol"
    outside = pending.method.startswith("oidc:")
    return "new_password" if account.must_change_password and not outside else ""


def following(request: HttpRequest) -> str:
    """The address of the next step; opens the session when none is left. Raises NotSignedIn."""
    pending, account = require_pending(request)
    name = step(pending, account)
    return reverse(f"people:{name}") if name else _open(request, pending, account)


def owner(account: Account) -> Principal:
    """The account's owner, as the actor of what happens before the session is open."""
    return queries.principal_for(account)


def _open(request: HttpRequest, pending: Pending, account: Account) -> str:
    del request.session[KEY]
    login(request, account, backend=BACKEND)
    sign_in.record_sign_in(queries.principal_for(account), account, pending.method)
    return pending.next
