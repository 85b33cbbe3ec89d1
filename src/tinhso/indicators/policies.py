"""Who may send, confirm, return and withdraw figures. Confirmed figures are open to everybody."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed
from tinhso.indicators.approval.levels import Chain, Deciding
from tinhso.indicators.models import Indicator, PersonalData
from tinhso.indicators.querysets import ObservationQuerySet
from tinhso.people import policies as people
from tinhso.people.capabilities import ABLE, Capability, Reach, scopes_open
from tinhso.people.policies import Span
from tinhso.people.principals import Principal

_NOBODY = Span(frozenset())


def _span(by: Actor, capability: Capability) -> Span:
    """The agencies over which `by` holds `capability`; the product itself holds it over all."""
    if isinstance(by, SystemActor):
        return Span(None)
    return people.span(by, capability) if isinstance(by, Principal) else _NOBODY


def may_confirm(by: Actor) -> bool:
    """Who confirms for every agency also returns, corrects and withdraws: the standing office."""
    return _span(by, Capability.CONFIRM).agencies is None


def deciding(by: Actor) -> Deciding:
    """What `by` decides on figures as: the standing office (so does the product), the head of agencies."""
    if isinstance(by, SystemActor):
        return Deciding(office=True)
    if not isinstance(by, Principal) or not scopes_open(by.scopes, Capability.CONFIRM):
        return Deciding()
    heads = [role for role in by.roles if ABLE[role].get(Capability.CONFIRM) is Reach.OWN]
    return Deciding(office=may_confirm(by), agencies=by.agencies_as(*heads))


def may_decide(by: Actor) -> bool:
    """Whether any level is `by`'s."""
    return bool(deciding(by))


def may_submit(by: Actor, agency: UUID | None) -> bool:
    """The standing office for anybody; officers and heads for their own agency."""
    return agency in _span(by, Capability.CONFIRM) or agency in _span(by, Capability.REPORT)


def may_see_versions(by: Actor, agency: UUID | None) -> bool:
    """Unconfirmed and returned versions are for those who may read what was submitted."""
    return agency in _span(by, Capability.READ_SUBMITTED)


def may_see_levels(by: Actor, agency: UUID | None, chain: Chain) -> bool:
    """Those who may read what was submitted, and every level that decides on it."""
    who = deciding(by)
    return may_see_versions(by, agency) or any(rung.held_by(who) for rung in chain.rungs)


def may_write_figures(by: Actor, agency: UUID | None) -> bool:
    """Many at once: the standing office for anybody; officers and heads for their own agency."""
    return agency in _span(by, Capability.WRITE_FIGURES)


def may_enter(by: Actor) -> bool:
    """Whether there is anything that `by` may write figures of."""
    return bool(_span(by, Capability.WRITE_FIGURES))


def own_agencies(by: Actor) -> frozenset[UUID] | None:
    """The agencies that `by` writes figures of; None means all."""
    return _span(by, Capability.WRITE_FIGURES).agencies


def only_agency(by: Actor) -> UUID | None:
    """The agency that is meant when none is named: the only one there is for `by`."""
    held = own_agencies(by)
    return next(iter(held)) if held and len(held) == 1 else None


def require_enter(by: Actor) -> None:
    """Raises NotSignedIn, NotAllowed unless `by` may write figures of somebody."""
    if isinstance(by, Principal):
        people.require_may(by, Capability.WRITE_FIGURES)
    elif not may_enter(by):
        raise NotAllowed(_("Bạn không có quyền làm việc này."))


def require_lock(by: Actor) -> None:
    """Raises NotAllowed unless `by` may close and reopen periods."""
    if not may_confirm(by):
        raise NotAllowed(_("Chỉ cơ quan thường trực được khoá, mở lại kỳ số liệu."))


def open_figures(by: Actor, rows: ObservationQuerySet) -> ObservationQuerySet:
    """Figures that `by` may see: those that may tell of single persons for who reads what is submitted."""
    return rows.open_to(_span(by, Capability.READ_SUBMITTED).agencies)


def require_open(by: Actor, indicator: Indicator, agency: UUID | None = None) -> None:
    """Raises NotAllowed where figures may tell of single persons and `by` may not read them."""
    if indicator.personal_data != PersonalData.NONE and agency not in _span(by, Capability.READ_SUBMITTED):
        raise NotAllowed(_("Số liệu của chỉ số này có dữ liệu cá nhân; chỉ người có quyền mới xem được."))


def may_read_all(by: Actor, indicator: Indicator) -> bool:
    """Whether every figure of the indicator is open to `by`."""
    impersonal = indicator.personal_data == PersonalData.NONE
    return impersonal or _span(by, Capability.READ_SUBMITTED).agencies is None


def may_define(by: Actor) -> bool:
    """Who lays down what is measured: the standing office."""
    return _span(by, Capability.DEFINE_INDICATORS).agencies is None


def require_define(by: Actor) -> None:
    """Raises NotAllowed unless `by` may lay down what is measured."""
    if not may_define(by):
        raise NotAllowed(_("Chỉ cơ quan thường trực được thêm, sửa định nghĩa chỉ số."))


def require_decide(by: Actor) -> None:
    """Raises NotSignedIn, NotAllowed unless some level of approval is `by`'s."""
    if isinstance(by, Principal):
        people.require_may(by, Capability.CONFIRM)
    elif not may_decide(by):
        raise NotAllowed(_("Bạn không có quyền làm việc này."))


def require_confirm(by: Actor) -> None:
    """Raises NotAllowed unless `by` may decide on figures."""
    if not may_confirm(by):
        raise NotAllowed(_("Chỉ cơ quan thường trực được xác nhận, trả lại, đính chính hoặc rút số liệu."))


def require_submit(by: Actor, agency: UUID | None) -> None:
    """Raises NotAllowed unless `by` may send figures of that agency."""
    if not may_submit(by, agency):
        raise NotAllowed(_("Bạn chỉ gửi được số liệu của đơn vị mình."), field="agency")
