"""Somebody who watches, in a province with communes before and since the merger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from tinhso.base import clock
from tinhso.exploration.watching.schemas import WatchDraft
from tinhso.people.models import Account, Role
from tinhso.people.principals import Principal
from tinhso.people.queries import principal_for
from tinhso.people.tests.conftest import House
from tinhso.warehouse.questions import Op
from tinhso.warehouse.tests.door_scene import Scene
from tinhso.warehouse.tests.door_scene import scene as new_scene

TODAY = date(2026, 11, 21)
Made = Callable[..., Principal]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Tests stand on one day."""
    with clock.standing_at(TODAY):
        yield


@pytest.fixture
def scene(db: None) -> Scene:
    """The places and what is measured."""
    return new_scene()


@pytest.fixture
def official(db: None) -> Made:
    """Makes somebody who signed in, with roles."""
    house = House()

    def make(*roles: Role, **more: Any) -> Principal:
        return principal_for(house.account(f"u{house.made}", *roles, **more))

    return make


@pytest.fixture
def me(official: Made) -> Principal:
    """An officer without any right to figures that are not published."""
    return official(Role.REPORTING_OFFICER)


def account_of(who: Principal) -> UUID:
    """The account of somebody who signed in."""
    assert who.account_id is not None
    return who.account_id


def closed(who: Principal) -> None:
    """Close somebody's account."""
    Account.objects.filter(pk=account_of(who)).update(is_active=False)


def draft(measure: str, op: Op = Op.BELOW, threshold: str = "80", **more: Any) -> WatchDraft:
    """What is watched: the communes of the province, unless told otherwise."""
    told: dict[str, Any] = {"level": "commune", "within": "20", **more}
    return WatchDraft(measure=measure, op=op, threshold=Decimal(threshold), **told)
