"""Who watches, and whose watches they see: one's own, and nobody else's."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.errors import NotSignedIn
from tinhso.exploration import policies
from tinhso.people import policies as people
from tinhso.people.capabilities import Scope
from tinhso.people.principals import Principal


def require_watch(by: Principal) -> UUID:
    """The account that watches. Raises NotSignedIn; NotAllowed for a key without the scope."""
    people.require_signed_in(by)
    policies.require_keep(by)
    return _account(by)


def require_read(by: Principal) -> UUID:
    """The account whose watches are read. Raises NotSignedIn; NotAllowed for a key that may not read."""
    people.require_signed_in(by)
    if not (by.may_use(Scope.READ) or by.may_use(Scope.VIEWS)):
        raise people.scope_missing(Scope.READ, Scope.VIEWS)
    return _account(by)


def _account(by: Principal) -> UUID:
    if by.account_id is None:
        raise NotSignedIn(_("Cần đăng nhập để tiếp tục."))
    return by.account_id
