"""A gate as the scenarios know it: Hữu Nghị, export, 07:00–19:00, 30 an hour, F,F,G, 60 + 15 minutes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from tinhso.base import clock
from tinhso.base.ids import new_id
from tinhso.bordergate.actions import admitting, declaring, dispatching
from tinhso.bordergate.actions.noticing import announce_capacity
from tinhso.bordergate.core.keys import plate_key
from tinhso.bordergate.core.tests.gate_world import Handheld
from tinhso.bordergate.models import (
    Company,
    Direction,
    Gate,
    GateDuty,
    Lane,
    LinePlace,
    LineRule,
    Member,
    OpeningHours,
    Run,
    Trade,
    Vehicle,
)
from tinhso.bordergate.queries.gates import live_run
from tinhso.bordergate.queries.lines import place_of
from tinhso.bordergate.schemas import Capacity, Content
from tinhso.bordergate.tests.devices import account_of, handheld
from tinhso.people.principals import Principal

DAY = date(2025, 7, 15)
FRESH, PLAIN, LIVE = "08106000", "85171300", "01022900"


def at(hour: int, minute: int = 0, second: int = 0, day: int = 0) -> AbstractContextManager[None]:
    """The clock at that time of the day of the tests, or so many days later."""
    moment = datetime.combine(DAY, time(hour, minute, second), clock.TZ)
    return clock.standing_at(moment + timedelta(days=day))


def somebody(name: str) -> Principal:
    """A person with an account."""
    return Principal(account_id=new_id(), name=name)


@dataclass
class Scene:
    """A gate, a company with a fleet, and the people around them."""

    gate: Gate
    other: Gate
    run: Run
    company: Company
    trader: Principal
    manager: Principal
    guard: Principal
    made: int = 0

    @property
    def lane(self) -> Lane:
        """The line of export as it stands."""
        return Lane.objects.get_or_create(run=self.run, gate=self.gate, direction="export")[0]

    def vehicle(self, plate: str = "", vin: str = "", *, verified: bool = True) -> Vehicle:
        """One more tractor of the fleet."""
        self.made += 1
        typed = plate or f"29C-{self.made:05d}"
        return Vehicle.objects.create(
            company=self.company,
            plate=typed,
            key=plate_key(typed),
            vin=vin or f"RLHPC1234567{self.made:05d}",
            verified_at=clock.now() if verified else None,
        )

    def content(self, plate: str, hs: str = PLAIN, **more: Any) -> Content:
        """What a declaration of one line of goods says."""
        goods = [{"hs": hs, "name": "Hàng thử", "net_kg": 20_000, "quarantine_certificate": "KD-1"}]
        told = {"mode": "XK", "goods": goods, "tractor": {"plate": plate}, **more}
        return Content.model_validate(told)

    def draft(self, vehicle: Vehicle, hs: str = PLAIN, gate: Gate | None = None, **more: Any) -> UUID:
        """A draft for that vehicle; its key."""
        content = self.content(vehicle.plate, hs, **more)
        return declaring.draft(
            self.trader, self.company, self.run, gate or self.gate, Direction.EXPORT, content
        ).pk

    def enter(self, hs: str = PLAIN, vehicle: Vehicle | None = None, **more: Any) -> LinePlace:
        """Declare and take a place."""
        return declaring.submit(self.trader, self.draft(vehicle or self.vehicle(), hs, **more))

    def tick(self) -> int:
        """Bring the line up to now."""
        return dispatching.tick(self.run, self.gate, "export")

    def admit(self, place: LinePlace) -> LinePlace:
        """Let it in."""
        return admitting.admit(self.guard, place)

    def again(self, place: LinePlace) -> LinePlace:
        """The place as it stands now."""
        return place_of(place.code, self.run)

    def calls(self) -> list[str]:
        """Codes in the order of their calls."""
        rows = LinePlace.objects.filter(lane=self.lane).exclude(called_seq=None)
        return list(rows.order_by("called_seq").values_list("code", flat=True))

    def announce(self, rate: int) -> None:
        """A capacity from now on."""
        told = Capacity(rate_per_hour=rate, source="Thông báo của phía bạn", why="thử")
        announce_capacity(self.manager, self.run, self.gate, Direction.EXPORT, told)


def _gate(code: str, name: str) -> Gate:
    gate = Gate.objects.create(code=code, name=name)
    for direction in Direction:
        LineRule.objects.create(
            gate=gate, direction=direction, valid_from=date(2025, 1, 1), version="thu-1", cycle="F,F,G",
            window_minutes=60, grace_minutes=15, fresh=["0810", "0803"], special=["0102"], fresh_share="0.5",
            certified=True, deferrals=[4, 6, 8, 10], deferral_days=60,
        )  # fmt: skip
        for weekday in range(1, 8):
            OpeningHours.objects.create(
                gate=gate, direction=direction, valid_from=date(2025, 1, 1), weekday=weekday,
                opens=time(7), closes=time(19),
            )  # fmt: skip
    return gate


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    """Everything there, the clock at 06:00, a capacity of 30 an hour announced."""
    with at(6):
        gate, other = _gate("HN", "Cửa khẩu Hữu Nghị"), _gate("TT", "Cửa khẩu Tân Thanh")
        company = Company.objects.create(tax_code="4900000001", name="Công ty Thử")
        made = Scene(
            gate, other, live_run(), company, somebody("Khai"), somebody("Điều tiết"), somebody("Biên phòng")
        )
        Member.objects.create(company=company, account=account_of(made.trader), label="Khai")
        for who, trade in ((made.manager, Trade.MANAGER), (made.guard, Trade.BORDER_GUARD)):
            GateDuty.objects.create(account=account_of(who), trade=trade, valid_from=clock.now())
        made.announce(30)
        yield made


@pytest.fixture
def called(scene: Scene) -> Iterator[LinePlace]:
    """A place that was called at 08:00."""
    with at(7, 30):
        place = scene.enter(PLAIN)
    with at(8):
        scene.tick()
    with at(8, 10):
        yield scene.again(place)


@pytest.fixture
def device(scene: Scene) -> Handheld:
    """The border guard's device at HN-B1."""
    return handheld(scene.gate, "HN-B1-01", scene.guard)
