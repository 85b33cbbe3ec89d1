"""The page of the warehouse: partitions with their freshness, broken files, twins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tinhso.base import clock
from tinhso.base.events.dispatch import dispatch_waiting
from tinhso.indicators import actions
from tinhso.indicators.models import State
from tinhso.indicators.tests.conftest import World
from tinhso.people.models import Account
from tinhso.warehouse import jobs
from tinhso.warehouse.storage import publishing, reading
from tinhso.warehouse.tests.store_scene import EVER

pytestmark = pytest.mark.django_db
PAGE = "/warehouse/"


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.standing_at(date(2026, 11, 21)):
        yield


@pytest.fixture
def official(client: Client) -> Client:
    """Somebody signed in."""
    client.force_login(Account.objects.create(username="can-bo"))
    return client


def _text(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


def _tell(world: World) -> None:
    draft = world.draft(indicator="to-cnscd", numerator=None, denominator=None, value=Decimal(3))
    actions.record_observation(world.office, draft, State.CONFIRMED)
    dispatch_waiting()


def test_what_waits_and_what_is_published(
    world: World, official: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = official.get(PAGE).content.decode()
    assert "Chưa công bố gì" in page
    publishing.publish()
    _tell(world)
    assert "1 tháng có thay đổi đang chờ công bố." in official.get(PAGE).content.decode()
    publishing.publish()
    with django_assert_max_num_queries(12):
        page = official.get(PAGE).content.decode()
    assert "Mọi số liệu đã xác nhận đều có trong kho." in page
    assert "09/2026" in page
    (line,) = official.get(f"{PAGE}?format=json").json()["items"]
    assert (line["month"], line["rows"], line["waiting"]) == ("09/2026", 1, 0)
    assert "2026-09.v2" in _text(official.get(f"{PAGE}?format=csv"))


def test_a_broken_file_is_told_and_made_anew(world: World, official: Client) -> None:
    _tell(world)
    publishing.publish()
    found = reading.snapshot()
    assert found
    path = Path(found.files(*EVER)[0])
    path.write_bytes(path.read_bytes()[:-1])
    jobs.verify()
    told = official.get(f"{PAGE}?part=faults&format=json").json()["items"]
    assert [line["file"] for line in told] == [path.name]
    assert path.name in official.get(f"{PAGE}?part=faults").content.decode()
    jobs.publish()
    jobs.verify()
    assert len(official.get(f"{PAGE}?part=faults&format=json").json()["items"]) == 1


def test_it_is_for_officials(client: Client) -> None:
    assert client.get(PAGE).status_code in {302, 401, 403}
