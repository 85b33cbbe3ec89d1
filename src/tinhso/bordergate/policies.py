"""Who may do what at a gate: duties at the moment, and membership of companies."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotAllowed, NotSignedIn
from tinhso.bordergate.models import Company, Gate, GateDuty, LinePlace, Member, Trade
from tinhso.people.capabilities import Scope
from tinhso.people.principals import Principal

STEERING = (Trade.MANAGER,)
BARRIER = (Trade.MANAGER, Trade.BORDER_GUARD)
HOLDING = (Trade.MANAGER, Trade.BORDER_GUARD, Trade.CUSTOMS, Trade.QUARANTINE, Trade.HEALTH)


def require_signed_in(by: Principal) -> None:
    """Somebody with an account; a key needs the scope `gates`. Raises NotSignedIn, NotAllowed."""
    if not by.is_signed_in:
        raise NotSignedIn(_("Đăng nhập để làm việc này."))
    if not by.may_use(Scope.GATES):
        raise NotAllowed(_("Mã truy cập không dùng được cho việc này."), code="SCOPE")


def on_duty(by: Principal, trades: Iterable[Trade], gate: Gate) -> bool:
    """Whether `by` has one of these duties at the gate now."""
    if by.account_id is None or not by.may_use(Scope.GATES):
        return False
    now = clock.now()
    rows = GateDuty.objects.filter(account=by.account_id, trade__in=list(trades), valid_from__lte=now)
    here = Q(gate=None) | Q(gate=gate)
    return rows.filter(here, Q(valid_to=None) | Q(valid_to__gt=now)).exists()


def require_duty(by: Principal, trades: Iterable[Trade], gate: Gate) -> None:
    """Raises NotSignedIn, NotAllowed."""
    require_signed_in(by)
    wanted = list(trades)
    if not on_duty(by, wanted, gate):
        names = ", ".join(str(trade.label) for trade in wanted)
        raise NotAllowed(_("Chỉ dành cho: %(duties)s tại %(gate)s.") % {"duties": names, "gate": gate})


def declares_for(by: Principal, company: Company) -> bool:
    """Whether `by` may declare for the company now."""
    if by.account_id is None:
        return False
    now = clock.now()
    rows = Member.objects.filter(company=company, account=by.account_id, valid_from__lte=now)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=now)).exists()


def require_declares(by: Principal, company: Company) -> None:
    """Raises NotSignedIn, NotAllowed."""
    require_signed_in(by)
    if not declares_for(by, company):
        raise NotAllowed(_("Chỉ người được %(company)s giao khai báo.") % {"company": company})


def require_of_place(by: Principal, place: LinePlace) -> None:
    """The company's people, or the gate's management. Raises NotSignedIn, NotAllowed."""
    require_signed_in(by)
    if not on_duty(by, STEERING, place.lane.gate):
        require_declares(by, place.declaration.company)
