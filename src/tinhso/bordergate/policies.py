"""Who may do what at a gate: duties at the moment, and membership of companies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotAllowed, NotSignedIn
from tinhso.bordergate.core.ingest_types import Duty
from tinhso.bordergate.core.tracks import WRITERS, Actor, Track
from tinhso.bordergate.models import Company, Gate, GateDuty, LinePlace, Member, Trade
from tinhso.people.capabilities import Scope
from tinhso.people.principals import Principal

STEERING = (Trade.MANAGER,)
BARRIER = (Trade.MANAGER, Trade.BORDER_GUARD)
HOLDING = (Trade.MANAGER, Trade.BORDER_GUARD, Trade.CUSTOMS, Trade.QUARANTINE, Trade.HEALTH)

CAPACITIES: Final[Mapping[str, tuple[Actor, ...]]] = {
    Trade.MANAGER: (Actor.GATE_CENTRE,),
    Trade.BORDER_GUARD: (Actor.BORDER_GUARD,),
    Trade.CUSTOMS: (Actor.CUSTOMS,),
    Trade.HEALTH: (Actor.HEALTH,),
    Trade.QUARANTINE: (Actor.PLANT_QUARANTINE, Actor.ANIMAL_QUARANTINE),
    Trade.FEE: (Actor.CASHIER,),
    Trade.YARD: (Actor.YARD,),
}
"""In which capacities whoever has a duty writes. The import out of the customs' own system is nobody's."""


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


def duties_of(accounts: Collection[UUID]) -> dict[UUID, tuple[Duty, ...]]:
    """What these people may write and when, as the core judges it at the moment of an event."""
    found: dict[UUID, tuple[Duty, ...]] = {}
    rows = GateDuty.objects.filter(account__in=accounts).select_related("gate") if accounts else ()
    for row in rows:
        gates = frozenset({row.gate.code}) if row.gate else frozenset[str]()
        found[row.account] = found.get(row.account, ()) + tuple(
            Duty(str(row.account), actor, row.valid_from, row.valid_to, gates)
            for actor in CAPACITIES[row.trade]
        )
    return found


def capacity_for(by: Principal, track: Track, gate: Gate) -> Actor | None:
    """In which capacity `by` may write that agency's track at the gate now; None: in none."""
    if by.account_id is None or not by.may_use(Scope.GATES):
        return None
    now = clock.now()
    for duty in duties_of([by.account_id]).get(by.account_id, ()):
        if duty.actor in WRITERS[track] and duty.covers(duty.actor, gate.code, now):
            return duty.actor
    return None
