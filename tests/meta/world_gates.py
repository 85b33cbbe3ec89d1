"""A gate with a line of one place, for the tests of routes: citizens declare, the standing office steers."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from tinhso.base import clock
from tinhso.bordergate.actions import declaring
from tinhso.bordergate.models import (
    Company,
    Direction,
    Gate,
    GateDuty,
    LineRule,
    Member,
    OpeningHours,
    Trade,
    Vehicle,
)
from tinhso.bordergate.queries.gates import live_run
from tinhso.bordergate.schemas import Content
from tinhso.people.models import Role
from tinhso.people.queries import principal_for

if TYPE_CHECKING:
    from tests.meta.world import World

CONTENT = {
    "mode": "XK",
    "goods": [{"hs": "85171300", "name": "Điện thoại", "net_kg": 1000}],
    "tractor": {"plate": "29C-123.45"},
}


def lay(world: World) -> None:
    """A company of the citizen's, a place that waits, a draft; nobody announced a capacity yet."""
    gate = Gate.objects.create(code="HN", name="Cửa khẩu Hữu Nghị")
    LineRule.objects.create(
        gate=gate, direction="export", valid_from=date(2020, 1, 1), version="1", cycle="F,F,G",
        window_minutes=60, grace_minutes=15, fresh_share="0.5", deferrals=[4],
    )  # fmt: skip
    OpeningHours.objects.create(
        gate=gate, direction="export", valid_from=date(2020, 1, 1), weekday=1, opens=time(7), closes=time(19)
    )
    company = Company.objects.create(tax_code="4900000001", name="Công ty Thử")
    citizen, office = world.accounts[Role.PUBLIC], world.accounts[Role.STANDING_OFFICE]
    since = clock.now() - timedelta(days=1)
    Member.objects.create(company=company, account=citizen.pk, label="Khai", valid_from=since)
    for trade in (Trade.MANAGER, Trade.HEALTH):
        GateDuty.objects.create(account=office.pk, trade=trade, valid_from=since)
    by, run, content = principal_for(citizen), live_run(), Content.model_validate(CONTENT)
    for plate, key, vin in (("29C-123.45", "VN:29C12345", "1" * 17), ("29C-1", "VN:29C1", "2" * 17)):
        Vehicle.objects.create(company=company, plate=plate, key=key, vin=vin, verified_at=since)
    row = declaring.draft(by, company, run, gate, Direction.EXPORT, content)
    world.rows["gate_place"] = declaring.submit(by, row.pk)
    world.rows["gate_draft"] = declaring.draft(by, company, run, gate, Direction.EXPORT, content)
    world.rows["gate"], world.rows["gate_company"] = gate, company
