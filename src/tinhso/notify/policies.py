"""Who reads notices (one's own, nobody else's), and who looks after channels."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.errors import NotSignedIn
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability, Scope
from tinhso.people.principals import Principal


def recipients(by: Principal) -> tuple[UUID, ...]:
    """The ids under which somebody is told things; empty for nobody."""
    return tuple(key for key in (by.person_id, by.account_id) if key is not None)


def require_read(by: Principal) -> tuple[UUID, ...]:
    """Under which ids one's own notices are. Raises NotSignedIn; NotAllowed for a key that may not read."""
    people.require_signed_in(by)
    if not (by.may_use(Scope.READ) or by.may_use(Scope.VIEWS)):
        raise people.scope_missing(Scope.READ, Scope.VIEWS)
    return recipients(by)


def require_mark(by: Principal) -> tuple[UUID, ...]:
    """Whose notices are marked. Raises NotSignedIn; NotAllowed for a key without the scope."""
    people.require_signed_in(by)
    if not by.may_use(Scope.VIEWS):
        raise people.scope_missing(Scope.VIEWS)
    return recipients(by)


def require_arrange(by: Principal) -> UUID:
    """The account that chooses how it is told. Raises NotSignedIn; NotAllowed for a program."""
    people.require_keyboard(by)
    if by.account_id is None:
        raise NotSignedIn(_("Cần đăng nhập để tiếp tục."))
    return by.account_id


def require_manage(by: Principal) -> None:
    """Somebody who looks after channels, at the keyboard. Raises NotSignedIn, NotAllowed."""
    people.require_may(
        by,
        Capability.MANAGE_CHANNELS,
        message=_("Chỉ quản trị hệ thống được xem và đổi kênh gửi thông báo."),
    )
    people.require_keyboard(by)
