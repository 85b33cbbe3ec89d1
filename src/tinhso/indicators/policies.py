"""Who may send, confirm, return and withdraw figures. Confirmed figures are open to everybody."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed
from tinhso.people.models import Role
from tinhso.people.principals import Principal

SCOPE = "figures.write"


def _principal(by: Actor) -> Principal | None:
    return by if isinstance(by, Principal) and by.may_use(SCOPE) else None


def may_confirm(by: Actor) -> bool:
    """The standing office confirms, returns, corrects and withdraws; so does the product itself."""
    principal = _principal(by)
    return isinstance(by, SystemActor) or (principal is not None and principal.has(Role.STANDING_OFFICE))


def may_submit(by: Actor, agency: UUID | None) -> bool:
    """The standing office for anybody; officers and heads for their own agency."""
    if may_confirm(by):
        return True
    principal = _principal(by)
    own = principal.agencies_as(Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY) if principal else frozenset()
    return agency is not None and agency in own


def may_see_versions(by: Actor, agency: UUID | None) -> bool:
    """Unconfirmed and returned versions are for those who work on them, and for auditors."""
    principal = _principal(by)
    return may_submit(by, agency) or (
        principal is not None and principal.has(Role.AUDITOR, Role.LEADER, Role.ADMINISTRATOR)
    )


def require_confirm(by: Actor) -> None:
    """Raises NotAllowed unless `by` may decide on figures."""
    if not may_confirm(by):
        raise NotAllowed(_("Chỉ cơ quan thường trực được xác nhận, trả lại, đính chính hoặc rút số liệu."))


def require_submit(by: Actor, agency: UUID | None) -> None:
    """Raises NotAllowed unless `by` may send figures of that agency."""
    if not may_submit(by, agency):
        raise NotAllowed(_("Bạn chỉ gửi được số liệu của đơn vị mình."), field="agency")
