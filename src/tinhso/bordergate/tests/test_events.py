"""Signed events through the API: scenarios 5, 6, 7, 8, 20, 21 and 22 by number, on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry
from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.kinds import EventKind as K
from tinhso.bordergate.core.tests.gate_world import Handheld
from tinhso.bordergate.models import (
    BarrierCommand,
    CheckpointEvent,
    Device,
    GateAlarm,
    GateDuty,
    LineEntry,
    LinePlace,
    ParkedEvent,
    PlaceState,
    RefusedEvent,
    Step,
    Trade,
    VisitState,
)
from tinhso.bordergate.queries import visits
from tinhso.bordergate.tests.conftest import PLAIN, Scene, at
from tinhso.bordergate.tests.devices import account_of, body, handheld, on_duty, post, says, send, state_of

pytestmark = pytest.mark.django_db


def _steps(place: LinePlace) -> list[str]:
    return list(LineEntry.objects.filter(place=place.code).order_by("number").values_list("step", flat=True))


def test_an_arrival_admits_the_called_place_and_opens_the_barrier(
    scene: Scene, called: LinePlace, device: Handheld
) -> None:
    event = says(device, K.ARRIVED, called)
    answer = send(device, event)
    assert (answer.status_code, answer.json()["answers"][0]["code"]) == (200, "OK")
    assert scene.again(called).state == PlaceState.THROUGH
    entry = LineEntry.objects.get(place=called.code, step=Step.ADMITTED)
    assert entry.data == {"event": str(event.event_id)}
    assert state_of(called).state == "arrived"
    assert BarrierCommand.objects.get().event_id == event.event_id
    assert visits.view(called).verdicts[event.event_id].status == 200
    sealed = AuditEntry.objects.get(stream="gate-device:HN-B1-01")
    assert sealed.data["head"] == event.digest


def test_scenario_05_five_times_one_row_five_identical_answers(called: LinePlace, device: Handheld) -> None:
    batch = body(device, [says(device, K.ARRIVED, called)])
    answers = [post(batch) for _number in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert CheckpointEvent.objects.count() == 1
    assert BarrierCommand.objects.count() == 1
    assert AuditEntry.objects.filter(stream="gate-device:HN-B1-01").count() == 1


def test_scenario_06_same_id_other_payload(called: LinePlace, device: Handheld) -> None:
    event = says(device, K.ARRIVED, called)
    send(device, event)
    before = visits.view(called)
    audited = AuditEntry.objects.count()
    answer = send(device, replace(event, payload={"note": "khác"}))
    assert (answer.status_code, answer.json()["answers"][0]["code"]) == (409, "EVENT_ID_REUSED")
    assert AuditEntry.objects.count() == audited + 1
    assert RefusedEvent.objects.get().in_chain is False
    assert visits.view(called) == before
    assert CheckpointEvent.objects.count() == 1
    assert send(device, event).status_code == 200


def test_scenario_07_two_devices_of_one_checkpoint(scene: Scene, called: LinePlace, device: Handheld) -> None:
    second = handheld(scene.gate, "HN-B1-02", scene.guard)
    first = says(device, K.ARRIVED, called)
    send(device, first)
    with at(8, 10, 3):
        answer = send(second, says(second, K.ARRIVED, called))
    assert answer.status_code == 200
    assert answer.json()["answers"][0]["duplicate_of"] == str(first.event_id)
    assert CheckpointEvent.objects.get(device__code="HN-B1-02").duplicate_of == first.event_id
    assert _steps(called).count("admitted") == 1
    assert BarrierCommand.objects.count() == 1


def test_scenario_08_two_gates_thirty_seconds_apart(
    scene: Scene, called: LinePlace, device: Handheld
) -> None:
    far = handheld(scene.other, "TT-B1-01", scene.guard)
    send(device, says(device, K.ARRIVED, called))
    with at(8, 10, 30):
        answer = send(far, says(far, K.ARRIVED, called))
        told = clock.now()
    assert (answer.status_code, answer.json()["answers"][0]["code"]) == (409, "CONFLICT_LOCATION")
    assert BarrierCommand.objects.count() == 1
    alarm = GateAlarm.objects.get(code="CONFLICT_LOCATION")
    assert (alarm.place_id, alarm.at - told) == (called.pk, timedelta(0))
    assert (state_of(called).state, state_of(called).gate) == ("arrived", "HN")
    assert state_of(called).missing[-1] == "hold:location"
    with at(8, 12):
        assert send(device, says(device, K.YARD_IN, called)).json()["answers"][0]["code"] == "FROZEN"


def test_scenario_15_another_container_freezes_the_place_in_its_line(
    scene: Scene, called: LinePlace, device: Handheld
) -> None:
    answer = send(device, says(device, K.ARRIVED, called, seen={"container": "CSQU3054383"}))
    assert (answer.status_code, answer.json()["answers"][0]["code"]) == (409, "HELD_MISMATCH")
    held = scene.again(called)
    assert (held.held, held.state, held.active) == (True, PlaceState.WAITING, True)
    assert BarrierCommand.objects.count() == 0
    hold = CheckpointEvent.objects.get()
    with at(12):
        scene.tick()
        assert scene.again(called).state == PlaceState.WAITING, "frozen, and no no-show"
        told = says(device, K.RELEASED, called, hold=str(hold.event_id), reason="xem lại")
        assert send(device, told).status_code == 200
        again = scene.again(called)
        assert (again.held, again.state, again.called_seq) == (False, PlaceState.CALLED, held.called_seq)
        assert state_of(called).state == "called"
        assert send(device, says(device, K.ARRIVED, called)).status_code == 200
    assert scene.again(called).state == PlaceState.THROUGH


def test_scenario_20_a_gap_parks_what_follows(scene: Scene, device: Handheld) -> None:
    with at(7):
        places = [scene.enter(PLAIN) for _number in range(25)]
        scene.tick()
    events = []
    for minute, place in enumerate(places):
        with at(7, 10 + minute):
            events.append(says(device, K.ARRIVED, place))
    missing = events.pop(13)
    with at(10):
        answer = send(device, *events)
        assert answer.status_code == 207
        codes = [one["status"] for one in answer.json()["answers"]]
        assert codes == [200] * 13 + [202] * 11
        assert (CheckpointEvent.objects.count(), ParkedEvent.objects.count()) == (13, 11)
        assert scene.again(places[24]).state != PlaceState.THROUGH
        late = send(device, missing)
        assert late.status_code == 200
    assert (CheckpointEvent.objects.count(), ParkedEvent.objects.count()) == (25, 0)
    rows = CheckpointEvent.objects.order_by("device_seq")
    assert [row.effective_at for row in rows] == [
        clock.local(event.device_time) for event in [*events[:13], missing, *events[13:]]
    ]
    with at(10, 5):
        assert {one["status"] for one in send(device, *events).json()["answers"]} == {200}
    assert not BarrierCommand.objects.exists(), "the trucks came in long ago"


def test_scenario_21_wrong_signature(called: LinePlace, device: Handheld) -> None:
    batch = body(device, [says(device, K.ARRIVED, called)])
    batch["events"][0]["signature"] = "0" * 128
    answer = post(batch)
    assert (answer.status_code, answer.json()["answers"][0]["code"]) == (401, "BAD_SIGNATURE")
    assert RefusedEvent.objects.get().code == "BAD_SIGNATURE"
    assert GateAlarm.objects.get().code == "BAD_SIGNATURE"
    assert not CheckpointEvent.objects.exists()
    assert not VisitState.objects.exists()


def test_scenario_21_an_officer_without_the_right_at_that_moment(
    scene: Scene, called: LinePlace, device: Handheld
) -> None:
    GateDuty.objects.filter(account=account_of(scene.guard)).update(valid_to=clock.now())
    answer = send(device, says(device, K.ARRIVED, called))
    assert (answer.status_code, answer.json()["answers"][0]["code"]) == (403, "OFFICER_NOT_VALID")
    assert RefusedEvent.objects.get().in_chain is True
    assert not VisitState.objects.exists()
    on_duty(scene.guard, Trade.BORDER_GUARD)
    assert send(device, says(device, K.ARRIVED, called)).status_code == 200, "the chain goes on"


def test_scenario_21_a_lost_device_and_one_that_nobody_knows(called: LinePlace, device: Handheld) -> None:
    stranger = Handheld("XX-1", "HN", "HN-B1", device.officer)
    assert send(stranger, says(stranger, K.ARRIVED, called)).status_code == 401
    Device.objects.update(lost_at=clock.now())
    answer = send(device, says(device, K.ARRIVED, called))
    assert (answer.status_code, answer.json()["answers"][0]["code"]) == (401, "DEVICE_REVOKED")
    assert RefusedEvent.objects.count() == 2


def test_scenario_22_a_clock_forty_minutes_ahead(called: LinePlace, device: Handheld) -> None:
    ahead = clock.now() + timedelta(minutes=40)
    assert send(device, says(device, K.ARRIVED, called, ahead), sent_at=ahead).status_code == 200
    row = CheckpointEvent.objects.get()
    assert (row.device_time, row.received_at) == (ahead, clock.now())
    assert (row.effective_at, row.flags) == (clock.now(), ["SKEW"])


def test_what_cannot_be_is_told_and_changes_nothing(called: LinePlace, device: Handheld) -> None:
    event = says(device, K.ARRIVED, called)
    odd = replace(event, visit=uuid4())
    assert send(device, odd).json()["answers"][0]["code"] == "UNKNOWN_VISIT"
    assert (
        post({"sent_at": "2025-07-15T08:10:00Z", "events": [{"event": 1, "signature": ""}]}).status_code
        == 422
    )
    assert post({"sent_at": "2025-07-15T08:10:00", "events": []}).status_code == 422
    wire = {**event.wire, "payload": {"note": "a\x00b"}}
    batch = {"sent_at": "2025-07-15T01:10:00Z", "events": [{"event": wire, "signature": "0" * 128}]}
    assert post(batch).status_code == 400
    with pytest.raises(GateFault, match="NOT_CANONICAL"):
        send(device, replace(event, payload={"note": "a\x00b"}))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bordergate_checkpointevent SET kind = 'crossed'",
        "DELETE FROM bordergate_checkpointevent",
        "TRUNCATE bordergate_checkpointevent CASCADE",
        "UPDATE bordergate_barriercommand SET valid_until = now() + interval '1 year'",
        "DELETE FROM bordergate_refusedevent",
        "UPDATE bordergate_gatealarm SET code = 'NOTHING'",
    ],
)
def test_plain_sql_changes_no_event(called: LinePlace, device: Handheld, statement: str) -> None:
    send(device, says(device, K.ARRIVED, called), says(device, K.CROSSED, called))
    unsigned = body(device, [says(device, K.YARD_IN, called)])
    unsigned["events"][0]["signature"] = "0" * 128
    post(unsigned)
    with pytest.raises(Error, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def test_the_database_takes_one_number_and_one_id_once(called: LinePlace, device: Handheld) -> None:
    send(device, says(device, K.ARRIVED, called))
    row = CheckpointEvent.objects.get()
    for change in ({"event_id": uuid4()}, {"device_seq": 99}):
        copy = CheckpointEvent.objects.get()
        copy.pk = uuid4()
        for name, value in change.items():
            setattr(copy, name, value)
        with pytest.raises(Error, match="unique"), transaction.atomic():
            copy.save(force_insert=True)
    assert CheckpointEvent.objects.get() == row
