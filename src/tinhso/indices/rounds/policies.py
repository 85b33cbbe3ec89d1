"""Who opens a round, scores, verifies, appeals; who sees points before they are published."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed
from tinhso.indices.core.moves import OWNERS, Move
from tinhso.indices.models import Component, RoundState
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability, Scope
from tinhso.people.models import Role
from tinhso.people.policies import Span
from tinhso.people.principals import Principal

_NOBODY: Final = Span(frozenset())
_OF_AN_AGENCY: Final = (Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY, Role.STANDING_OFFICE)


def _span(by: Actor, capability: Capability) -> Span:
    """The agencies over which `by` holds `capability`; the product itself holds it over all."""
    if isinstance(by, SystemActor):
        return Span(None)
    return people.span(by, capability) if isinstance(by, Principal) else _NOBODY


def own_agencies(by: Actor) -> frozenset[UUID]:
    """The agencies in which `by` scores or verifies; what comes on paper is nobody's own work."""
    return by.agencies_as(*_OF_AN_AGENCY) if isinstance(by, Principal) else frozenset()


def may_manage(by: Actor) -> bool:
    """Opening, scheduling, assigning, publishing, reopening, entering results: the standing office."""
    return _span(by, Capability.CONFIRM).agencies is None


def require_manage(by: Actor) -> None:
    """Raises NotSignedIn, NotAllowed unless `by` is the standing office."""
    if may_manage(by):
        return
    if isinstance(by, Principal):
        people.require_signed_in(by)
        if not by.may_use(Scope.CONFIRM):
            raise people.scope_missing(Scope.CONFIRM)
    raise NotAllowed(_("Việc này dành cho cơ quan thường trực."))


def may_score(by: Actor, component: Component) -> bool:
    """Officers and heads of the owner; the standing office enters what comes on paper."""
    return component.owner_id in _span(by, Capability.WRITE_FIGURES)


def may_verify(by: Actor, component: Component) -> bool:
    """People of the verifier agency where one is named, else the standing office."""
    if isinstance(by, SystemActor):
        return True
    if component.verifier_id is None:
        return may_manage(by)
    named = component.verifier_id in own_agencies(by)
    return named and isinstance(by, Principal) and by.may_use(Scope.CONFIRM)


def may_move(by: Actor, component: Component, move: Move) -> bool:
    """Whether this kind of step is for `by`."""
    return (may_score if move in OWNERS else may_verify)(by, component)


def require_move(by: Actor, component: Component, move: Move) -> None:
    """Raises NotSignedIn, NotAllowed naming whose step it is."""
    if may_move(by, component, move):
        return
    scope = Scope.FIGURES if move in OWNERS else Scope.CONFIRM
    if isinstance(by, Principal):
        people.require_signed_in(by)
        if not by.may_use(scope):
            raise people.scope_missing(scope)
    if move in OWNERS:
        whose = str(component.owner or _("chưa giao đơn vị nào"))
        raise NotAllowed(
            _("Chỉ số này không do đơn vị của bạn tự chấm."),
            hint=_("Đơn vị chủ trì: %(agency)s.") % {"agency": whose},
        )
    whose = str(component.verifier or _("cơ quan thường trực"))
    raise NotAllowed(
        _("Bạn không thẩm định được chỉ số này."),
        hint=_("Nơi thẩm định: %(agency)s.") % {"agency": whose},
    )


def require_other_eyes(by: Actor, before: UUID | None) -> None:
    """Who scored or appealed does not rule on it. Raises NotAllowed."""
    if before is not None and before == by.actor_id:
        raise NotAllowed(
            _("Người đã chấm hoặc kiến nghị không tự thẩm định điểm đó."),
            code="own_score",
            hint=_("Nhờ một người khác của nơi thẩm định."),
        )


def visible(by: Actor) -> Q:
    """The components that `by` may see: all of a published round, else those of agencies one reads."""
    held = _span(by, Capability.READ_SUBMITTED)
    own = held.rows("owner", "verifier")
    seen = Q(round__state=RoundState.PUBLISHED) | own if held.agencies is not None else own
    return seen if shows_illustrative(by) else seen & Q(illustrative=False)


def may_see(by: Actor, component: Component) -> bool:
    """The same for one."""
    held = _span(by, Capability.READ_SUBMITTED)
    own = component.owner_id in held or (component.verifier_id is not None and component.verifier_id in held)
    shown = not component.illustrative or shows_illustrative(by)
    return shown and (component.round.state == RoundState.PUBLISHED or own)


def require_see(by: Actor, component: Component) -> None:
    """Raises NotSignedIn, NotAllowed for points that are not published."""
    if may_see(by, component):
        return
    if isinstance(by, Principal):
        people.require_signed_in(by)
    raise NotAllowed(
        _("Điểm của đợt này chưa công bố."),
        hint=_("Đơn vị chủ trì, nơi thẩm định và lãnh đạo xem được trước khi công bố."),
    )


def shows_illustrative(by: Actor) -> bool:
    """Whether rows of the demo are for this reader."""
    return not isinstance(by, Principal) or by.illustrative or not by.is_signed_in
