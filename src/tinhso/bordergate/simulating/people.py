"""Who acts in a simulation: a company with a fleet, and people on duty that nobody can sign in as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from tinhso.bordergate.core.keys import plate_key
from tinhso.bordergate.models import Company, GateDuty, Member, Trade, Vehicle
from tinhso.bordergate.simulating.traffic import Truck
from tinhso.people.principals import Principal

TAX_CODE: Final = "MO-PHONG"
_NAMES: Final = {
    "trader": "Mô phỏng: người khai",
    "manager": "Mô phỏng: điều tiết",
    "guard": "Mô phỏng: barie",
}


@dataclass(frozen=True)
class Cast:
    """The company and its people."""

    company: Company
    trader: Principal
    manager: Principal
    guard: Principal


def _account(role: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"tinhso:gate-simulation:{role}")


def cast(trucks: Sequence[Truck], since: datetime) -> Cast:
    """Everybody there, with a verified vehicle for every truck; made once, found again later."""
    company, _made = Company.objects.get_or_create(
        tax_code=TAX_CODE, defaults={"name": "Đội xe mô phỏng", "illustrative": True}
    )
    people = {
        role: Principal(account_id=_account(role), name=name, illustrative=True)
        for role, name in _NAMES.items()
    }
    Member.objects.get_or_create(
        company=company,
        account=_account("trader"),
        defaults={"label": _NAMES["trader"], "valid_from": since, "illustrative": True},
    )
    Member.objects.filter(company=company, valid_from__gt=since).update(valid_from=since)
    for role, trade in (("manager", Trade.MANAGER), ("guard", Trade.BORDER_GUARD)):
        told = {"label": _NAMES[role], "valid_from": since, "illustrative": True}
        GateDuty.objects.get_or_create(account=_account(role), trade=trade, defaults=told)
        GateDuty.objects.filter(account=_account(role), valid_from__gt=since).update(valid_from=since)
    _fleet(company, trucks, since)
    return Cast(company, people["trader"], people["manager"], people["guard"])


def _fleet(company: Company, trucks: Sequence[Truck], since: datetime) -> None:
    there = set(Vehicle.objects.filter(company=company).values_list("key", flat=True))
    Vehicle.objects.bulk_create(
        Vehicle(
            company=company, plate=truck.plate, key=plate_key(truck.plate), vin=truck.vin,
            verified_at=since, verified_label="mô phỏng", illustrative=True,
        )
        for truck in trucks
        if plate_key(truck.plate) not in there
    )  # fmt: skip
