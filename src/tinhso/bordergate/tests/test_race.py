"""Fifty at once: one place, forty-nine refusals that name it; and lanes that never give a number twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from django.db import connection

from tinhso.base import clock
from tinhso.base.errors import Conflict
from tinhso.bordergate.actions import declaring
from tinhso.bordergate.models import Direction, LineEntry, LinePlace
from tinhso.bordergate.tests.conftest import DAY, Scene, at

SPELLINGS = ("29C-123.45", "29C12345", "29c 123 45")


@pytest.mark.django_db(transaction=True)
def test_scenario_3_fifty_parallel_submits(scene: Scene) -> None:
    scene.vehicle("29C-123.45")
    for _ in range(3):
        scene.vehicle()
    moment = clock.now()
    keys = [
        declaring.draft(
            scene.trader, scene.company, scene.run, scene.gate if number % 2 else scene.other,
            Direction.EXPORT, scene.content(SPELLINGS[number % 3]),
        ).pk
        for number in range(50)
    ]  # fmt: skip

    def submit(number: int) -> str:
        with ExitStack() as stack:
            stack.callback(connection.close)
            stack.enter_context(clock.standing_at(moment))
            try:
                return declaring.submit(scene.trader, keys[number]).code
            except Conflict as refused:
                assert refused.code == "ACTIVE_PLACE_EXISTS"
                return f"409 {refused.extra['place']}"

    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(submit, range(50)))
    accepted = [answer for answer in answers if not answer.startswith("409")]
    assert len(accepted) == 1 and answers == {accepted[0]: 1, f"409 {accepted[0]}": 49}
    assert LinePlace.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_and_moments_of_a_line_rise_under_load(scene: Scene) -> None:
    vehicles = [scene.vehicle() for _ in range(24)]
    with at(8):
        moment = clock.now()
        keys = [scene.draft(vehicle) for vehicle in vehicles]

    def submit(number: int) -> None:
        try:
            with clock.standing_at(moment):
                declaring.submit(scene.trader, keys[number])
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(submit, range(len(keys))))
    entries = list(LineEntry.objects.filter(lane=scene.lane).order_by("number"))
    moments = [one.at for one in entries]
    assert [one.number for one in entries] == list(range(1, 49))
    assert moments == sorted(set(moments)) and clock.local(moments[0]).date() == DAY
    assert sorted(LinePlace.objects.values_list("accepted_seq", flat=True)) == list(range(1, 25))
