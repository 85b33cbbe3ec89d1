"""Power that goes while files are published, and processes that read meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tinhso.base import clock
from tinhso.indicators import actions
from tinhso.indicators.models import State
from tinhso.indicators.tests.conftest import World
from tinhso.warehouse.storage import publishing, reading
from tinhso.warehouse.storage.waiting import What, bump, waiting
from tinhso.warehouse.tests.publishing_process import POINTS
from tinhso.warehouse.tests.store_scene import same, spoken, stored

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.standing_at(date(2026, 11, 21)):
        yield


def _process(*words: str) -> subprocess.Popen[str]:
    command = [
        sys.executable, "-m", "tinhso.warehouse.tests.publishing_process",
        str(connection.settings_dict["NAME"]), str(settings.WAREHOUSE), *words,
    ]  # fmt: skip
    source = str(Path(__file__).parents[3])
    return subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": source}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def _tell(world: World, value: int, period: str = "2026-Q3", agency: str = "so-khcn") -> None:
    draft = world.draft(
        indicator="to-cnscd", numerator=None, denominator=None, value=Decimal(value), period=period,
        agency=agency,
    )  # fmt: skip
    row = actions.record_observation(world.office, draft, State.CONFIRMED, reason="lại")
    bump({row.period_end.replace(day=1): [What(figure=row.pk)]})


def test_a_crash_leaves_a_whole_publication_and_the_next_run_completes(world: World) -> None:
    _tell(world, 1000)
    _tell(world, 2000, period="2024")
    publishing.publish()
    for number, point in enumerate(POINTS, start=1):
        before = stored()
        _tell(world, 3000, period="2024-12", agency="so-noi-vu" if number % 2 else "so-khcn")
        _tell(world, 4000, period=f"2026-{number:02}")
        ended = _process("publish", point)
        assert ended.wait(60) == -9, ended.communicate()[1]
        reading.forget()
        after = stored()
        old = list(POINTS).index(point) <= list(POINTS).index("files settled")
        assert same(after, before if old else spoken()), f"{point}: one publication, whole"
        completed = _process("publish", "")
        assert completed.wait(60) == 0, completed.communicate()[1]
        reading.forget()
        assert same(stored(), spoken()), point
        assert not waiting()


def test_processes_read_while_another_publishes(world: World) -> None:
    _tell(world, 1000)
    publishing.publish()
    readers = [_process("read", "4") for _number in range(2)]
    for number, period in enumerate(("2026-01", "2026-02", "2026-03", "2025", "2024", "2023")):
        _tell(world, 1000 * number, period=period)
        publishing.publish()
    for reader in readers:
        out, err = reader.communicate(timeout=60)
        assert reader.returncode == 0, err
        times, _versions = (int(word) for word in out.split())
        assert times > 1
    reading.forget()
    assert same(stored(), spoken())


def test_two_publishers_take_turns(world: World) -> None:
    _tell(world, 1000)
    publishers = [_process("publish", "") for _number in range(3)]
    for one in publishers:
        assert one.wait(60) == 0, one.communicate()[1]
    reading.forget()
    found = reading.snapshot()
    assert found and found.version == 1
    assert same(stored(), spoken())
