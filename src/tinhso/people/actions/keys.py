"""Keys for programs: made by their owner, shown once, taken back by the owner or an administrator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.people import policies, tokens
from tinhso.people.actions.accounts import Manager, require_manager
from tinhso.people.actions.sign_in import stream
from tinhso.people.capabilities import SCOPES
from tinhso.people.models import Account, ApiToken

LONGEST_DAYS = 366


def create(
    by: Manager, account: Account, *, name: str, scopes: Sequence[str], days: int
) -> tuple[ApiToken, str]:
    """Make a key (tạo mã truy cập API); its secret is told this once. It can do what its account can, within
    its scopes, until it ends. Raises NotSignedIn, NotAllowed, Invalid.
    """
    if by.actor_id != account.pk:
        require_manager(by)
    if not isinstance(by, SystemActor):
        policies.require_keyboard(by)
    if not name.strip():
        raise Invalid(_("Chưa đặt tên cho mã truy cập."), field="name", hint=_("Ví dụ: máy chủ báo cáo."))
    wanted = sorted(set(scopes))
    if not wanted or set(wanted) - SCOPES.keys():
        raise Invalid(_("Chọn ít nhất một phạm vi."), field="scopes", hint=", ".join(SCOPES))
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(_("Thời hạn từ 1 đến %(most)d ngày.") % {"most": LONGEST_DAYS}, field="days")
    secret = tokens.new_secret()
    with acting(by, "token.create") as act:
        token = ApiToken.objects.create(
            account=account,
            name=name.strip()[:100],
            prefix=secret[:10],
            digest=tokens.digest(secret),
            scopes=wanted,
            expires_at=clock.now() + timedelta(days=days),
            illustrative=account.illustrative,
        )
        act.record(stream(account), subject=token, data={"name": token.name, "scopes": wanted, "days": days})
    return token, secret


def revoke(by: Manager, token: UUID) -> ApiToken:
    """Take a key back (thu hồi mã truy cập). Raises NotSignedIn, NotAllowed, NotFound, Conflict."""
    with acting(by, "token.revoke") as act:
        found = ApiToken.objects.select_for_update().filter(pk=token).first()
        if found is None:
            raise NotFound(_("Không có mã truy cập này."))
        if found.account_id != by.actor_id:
            require_manager(by)
        if not isinstance(by, SystemActor):
            policies.require_keyboard(by)
        if found.revoked_at is not None:
            raise Conflict(_("Mã này đã được thu hồi."))
        found.revoked_at = act.now
        found.save(update_fields=["revoked_at"])
        act.record(f"account:{found.account_id}", subject=found)
    return found
