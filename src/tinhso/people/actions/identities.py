"""From an identity that a provider vouches for to an account of ours."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.people import queries
from tinhso.people.actions.sign_in import stream
from tinhso.people.identity.base import Identity, IdentityRefused, Provider
from tinhso.people.models import Account, ExternalIdentity


def account_for(provider: Provider, identity: Identity) -> Account:
    """The open account of that identity; seen for the first time, it is tied to the account of that name or
    verified address (gắn định danh). Nobody gets an account by signing in. Raises IdentityRefused.
    """
    known = ExternalIdentity.objects.select_related("account__person").filter(
        provider=provider.code, subject=identity.subject
    )
    tied = known.first()
    account = tied.account if tied else _matching(provider, identity)
    if account is None or not account.is_active:
        raise IdentityRefused(
            _("Danh tính này chưa có tài khoản ở đây, hoặc tài khoản đã khoá."),
            code="no_account",
            hint=_("Nhờ quản trị hệ thống cấp tài khoản trước, rồi đăng nhập lại."),
        )
    if tied is None:
        with acting(queries.principal_for(account), "account.tie_identity") as act:
            made = ExternalIdentity.objects.create(
                account=account,
                provider=provider.code,
                subject=identity.subject,
                illustrative=account.illustrative,
            )
            act.record(stream(account), subject=made, data={"provider": provider.code})
    return account


def _matching(provider: Provider, identity: Identity) -> Account | None:
    """The one account that the identity means; none when there are several, or it is tied to another."""
    rows = Account.objects.select_related("person").exclude(identities__provider=provider.code)
    if provider.match == "email":
        rows = rows.filter(email__iexact=identity.email) if identity.email else rows.none()
    else:
        rows = rows.filter(username__iexact=identity.username) if identity.username else rows.none()
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None
