"""What is seldom: large batches, nobody's events, events told too late, exceptions on authority."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tinhso.base import clock
from tinhso.bordergate.core.kinds import EventKind as K
from tinhso.bordergate.core.tests.gate_world import Handheld
from tinhso.bordergate.core.tracks import Actor
from tinhso.bordergate.core.verify_day import verify
from tinhso.bordergate.models import (
    BarrierCommand,
    CheckpointEvent,
    GateAlarm,
    LinePlace,
    PlaceState,
    RefusedEvent,
)
from tinhso.bordergate.queries.lines import day_file
from tinhso.bordergate.tests.conftest import DAY, PLAIN, Scene, at
from tinhso.bordergate.tests.devices import handheld, says, send, state_of

pytestmark = pytest.mark.django_db


def test_a_batch_of_a_hundred_asks_no_more_than_one_of_ten(
    scene: Scene, device: Handheld, django_assert_max_num_queries: Any
) -> None:
    with at(7):
        places = [scene.enter(PLAIN) for _number in range(25)]
        scene.tick()
    with at(7, 30):
        send(device, *[says(device, K.ARRIVED, place) for place in places[:10]])
    with at(7, 40):
        few = [says(device, K.YARD_IN, place) for place in places[:10]]
        with django_assert_max_num_queries(35) as small:
            send(device, *few)
    kinds = (K.YARD_OUT, K.YARD_IN)
    many = []
    for number in range(100):
        with at(8, number // 4 + number // 50 * 20, number % 4):
            many.append(says(device, kinds[number // 10 % 2], places[number % 10]))
    with at(9, 30), django_assert_max_num_queries(len(small.captured_queries)):
        assert send(device, *many).status_code in {200, 207}
    assert CheckpointEvent.objects.count() == 120


def test_nobody_without_a_key_fills_the_quarantine(
    called: LinePlace, device: Handheld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tinhso.bordergate.actions.receiving._MOST_UNBELIEVED", 2)
    stranger = Handheld("XX-1", "HN", "HN-B1", device.officer)
    statuses = [send(stranger, says(stranger, K.ARRIVED, called)).status_code for _number in range(3)]
    assert statuses == [401, 401, 429]
    assert RefusedEvent.objects.count() == 2
    assert send(device, says(device, K.ARRIVED, called)).status_code == 200


def test_told_late_after_the_line_gave_the_place_up(
    scene: Scene, called: LinePlace, device: Handheld
) -> None:
    event = says(device, K.ARRIVED, called)
    with at(10):
        scene.tick()
        assert scene.again(called).state == PlaceState.ENDED
        assert send(device, event).status_code == 200
    assert scene.again(called).state == PlaceState.ENDED, "the line is not rewritten"
    assert state_of(called).state == "arrived"
    assert GateAlarm.objects.get().code == "ARRIVED_AFTER_EXPIRY"
    assert not BarrierCommand.objects.exists()


def test_an_authorised_exception_is_seen_in_the_published_day(
    scene: Scene, called: LinePlace, device: Handheld
) -> None:
    centre = handheld(scene.gate, "HN-DT-01", scene.manager, "HN-DT")
    with at(8, 20):
        scene.announce(0)
        place, behind = scene.enter(PLAIN), scene.enter(PLAIN)
        until = (clock.now() + timedelta(hours=1)).isoformat()
        told: dict[str, Any] = {"reason": "cứu trợ", "decision": "12/QĐ", "valid_until": until}
        assert (
            send(centre, says(centre, K.AUTHORISED, place, actor=Actor.GATE_CENTRE, **told)).status_code
            == 200
        )
        assert send(device, says(device, K.ARRIVED, place)).status_code == 200
    inside = scene.again(place)
    assert (inside.state, inside.called_seq, inside.exception) == (PlaceState.THROUGH, None, "decision")
    with at(9):
        scene.announce(30)
        assert scene.again(behind).called_seq is not None
        assert verify(day_file(scene.lane, DAY), DAY.isoformat())
