"""Two who write at once never close a circle of waiting: real connections, each in its own transaction."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier, BrokenBarrierError
from uuid import UUID

import pytest
from django.db import connection

from tinhso.base import clock
from tinhso.base.errors import Conflict
from tinhso.steering.depth import needing
from tinhso.steering.models import Dependency
from tinhso.steering.tests import factories as make

TODAY = date(2026, 11, 21)
PATIENCE = 0.5
"""Seconds in which every writer could reach the look for a circle, were nobody kept waiting."""


@pytest.fixture
def met(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Every writer waits after its look for a circle until all have looked: the worst moment there is."""
    look = needing._way

    def slowed(gate: Barrier) -> Callable[[UUID, UUID], list[UUID]]:
        def way(since: UUID, until: UUID) -> list[UUID]:
            found = look(since, until)
            with suppress(BrokenBarrierError):  # the others are kept waiting, as they should be
                gate.wait(timeout=PATIENCE)
            return found

        return way

    return lambda crowd: monkeypatch.setattr(needing, "_way", slowed(Barrier(crowd)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crowd", [2, 4])
def test_of_those_who_would_close_a_circle_together_exactly_one_is_refused(
    crowd: int, met: Callable[[int], None]
) -> None:
    by, plan = make.office(), make.plan()
    tasks = [make.task(plan) for _n in range(crowd)]
    start = Barrier(crowd)
    met(crowd)

    def add(number: int) -> str:
        try:
            with clock.standing_at(TODAY):
                start.wait(timeout=30)
                needing.add_need(by, tasks[number].pk, tasks[(number + 1) % crowd].code)
                return "added"
        except Conflict as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(crowd) as pool:
        told = sorted(pool.map(add, range(crowd)))
    assert told == ["added"] * (crowd - 1) + ["circle"]
    assert Dependency.objects.count() == crowd - 1
