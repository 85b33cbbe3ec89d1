"""Who may keep, see, change, share views and dashboards. Figures are drawn with the reader's own rights."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed, NotFound
from tinhso.exploration.models import Shared, Sharing
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability, Scope
from tinhso.people.principals import Principal

WIDE = frozenset({Sharing.OFFICIALS, Sharing.PUBLIC})
"""Sharing that only the standing office may choose."""


def _reads(by: Actor) -> bool:
    """Whether somebody is there, and a key, if it is one, may read for its owner."""
    return (
        isinstance(by, Principal) and by.is_signed_in and (by.may_use(Scope.READ) or by.may_use(Scope.VIEWS))
    )


def own_agencies(by: Actor) -> frozenset[UUID]:
    """The agencies in which somebody holds a post, whatever the role."""
    return frozenset().union(*by.agencies.values()) if isinstance(by, Principal) else frozenset()


def may_keep(by: Actor) -> bool:
    """Everybody who signed in keeps views and dashboards of their own."""
    return isinstance(by, SystemActor) or (
        isinstance(by, Principal) and by.is_signed_in and by.may_use(Scope.VIEWS)
    )


def require_keep(by: Actor) -> None:
    """Raises NotSignedIn, NotAllowed."""
    if may_keep(by):
        return
    if isinstance(by, Principal):
        people.require_signed_in(by)
    raise people.scope_missing(Scope.VIEWS)


def may_share(by: Actor) -> bool:
    """The standing office shares with all officials and the public, and makes dashboards of roles."""
    if isinstance(by, SystemActor):
        return True
    return isinstance(by, Principal) and by.reach(Capability.SHARE_VIEWS) is None


def require_sharing(by: Actor, sharing: str) -> None:
    """Raises NotAllowed where only the standing office may share so widely."""
    if sharing in WIDE and not may_share(by):
        raise NotAllowed(
            _("Chỉ cơ quan thường trực được chia sẻ cho mọi cán bộ hoặc công khai."),
            field="sharing",
            hint=_("Chọn “Riêng tôi” hoặc “Cơ quan tôi”."),
        )


def require_share(by: Actor) -> None:
    """Raises NotAllowed unless `by` may decide what roles and the wall are offered."""
    if not may_share(by):
        raise NotAllowed(_("Chỉ cơ quan thường trực được chọn bảng cho vai trò và cho màn hình lớn."))


def seen(by: Actor) -> Q:
    """The rows that `by` may open, those taken back among them."""
    if isinstance(by, SystemActor):
        return Q()
    found = Q(sharing=Sharing.PUBLIC)
    if not _reads(by):
        return found
    mine = Q(owner=by.actor_id) | Q(sharing=Sharing.AGENCY, agency__in=own_agencies(by))
    return found | Q(sharing=Sharing.OFFICIALS) | mine


def may_see(by: Actor, row: Shared) -> bool:
    """Whether `row` is among those that `by` may open; what was taken back only by who may change it."""
    return _shared_with(by, row) and (row.retired_at is None or may_change(by, row))


def _shared_with(by: Actor, row: Shared) -> bool:
    if isinstance(by, SystemActor) or row.sharing == Sharing.PUBLIC:
        return True
    if not _reads(by):
        return False
    if row.sharing == Sharing.AGENCY and row.agency in own_agencies(by):
        return True
    return row.sharing == Sharing.OFFICIALS or row.owner == by.actor_id


def may_change(by: Actor, row: Shared) -> bool:
    """The owner; and the standing office whatever is shared with more than an agency."""
    if not may_keep(by):
        return False
    mine = row.owner is not None and row.owner == by.actor_id
    return mine or (may_share(by) and (row.sharing in WIDE or row.owner is None))


def require_change(by: Actor, row: Shared) -> None:
    """Raises NotSignedIn, NotAllowed; NotFound for what is not even to be seen."""
    require_keep(by)
    if may_change(by, row):
        return
    if not _shared_with(by, row):
        raise NotFound(_("Không có mục “%(code)s”.") % {"code": row.code})
    raise NotAllowed(
        _("Bạn không sửa được mục của người khác."),
        hint=_("Lưu thành một bản mới của mình."),
    )
