"""Who may do what, in general. Rooms upstairs build their own policies from these few questions."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.errors import NotAllowed, NotSignedIn
from tinhso.people.capabilities import NEED_SECOND_FACTOR, SCOPES, Capability
from tinhso.people.models import Role
from tinhso.people.principals import Principal


@dataclass(frozen=True)
class Span:
    """The agencies for which something is allowed: both "may I" and "which rows". None means all."""

    agencies: frozenset[UUID] | None

    def __bool__(self) -> bool:
        return self.agencies is None or bool(self.agencies)

    def __contains__(self, agency: UUID | None) -> bool:
        return self.agencies is None or agency in self.agencies

    def rows(self, *fields: str) -> Q:
        """The rows that any of `fields` (ids of agencies) puts inside the span."""
        if self.agencies is None:
            return Q()
        inside = Q(pk__in=())
        for field in fields:
            inside |= Q(**{f"{field}__in": self.agencies})
        return inside


def span(principal: Principal, capability: Capability) -> Span:
    """The agencies over which `principal` holds `capability`."""
    return Span(principal.reach(capability))


def require_signed_in(principal: Principal) -> None:
    """Raises NotSignedIn for nobody."""
    if not principal.is_signed_in:
        raise NotSignedIn(_("Cần đăng nhập để tiếp tục."), hint=_("Đăng nhập rồi thử lại."))


def require(principal: Principal, *roles: Role) -> None:
    """One of `roles` must be held. Raises NotSignedIn, NotAllowed."""
    if principal.has(*roles):
        return
    require_signed_in(principal)
    raise NotAllowed(
        _("Bạn không có quyền làm việc này."),
        hint=_("Việc này dành cho: %(roles)s.") % {"roles": ", ".join(str(role.label) for role in roles)},
    )


def require_may(
    principal: Principal, capability: Capability, *agencies: UUID | None, message: object = ""
) -> None:
    """`capability` must be held over any of `agencies` (somewhere, when none is named).

    Raises NotSignedIn, NotAllowed.
    """
    held = span(principal, capability)
    if held and (not agencies or any(agency in held for agency in agencies)):
        return
    require_signed_in(principal)
    if not principal.may(capability) and principal.scopes is not None:
        raise scope_missing(*(scope for scope, opened in SCOPES.items() if capability in opened))
    raise NotAllowed(
        message or _("Bạn không có quyền làm việc này."),
        hint=_("Kiểm tra tài khoản hoặc đơn vị đang làm việc; hỏi thường trực nếu cần được cấp quyền."),
    )


def scope_missing(*scopes: str) -> NotAllowed:
    """What a key is told that lacks one of `scopes`; none: no key may do this."""
    if not scopes:
        return NotAllowed(_("Việc này không làm được bằng mã truy cập."))
    return NotAllowed(
        _("Mã truy cập không có quyền này."),
        code="scope",
        hint=_("Cần một mã có quyền “%(scope)s”.") % {"scope": ", ".join(scopes)},
    )


def require_keyboard(principal: Principal) -> None:
    """A person, not a program with a token. Raises NotSignedIn, NotAllowed."""
    require_signed_in(principal)
    if principal.scopes is not None:
        raise NotAllowed(_("Việc này không làm được bằng mã truy cập."))


def needs_second_factor(principal: Principal) -> bool:
    """Whether a role held today asks for a second factor (outside demo mode)."""
    return principal.has(*NEED_SECOND_FACTOR)
