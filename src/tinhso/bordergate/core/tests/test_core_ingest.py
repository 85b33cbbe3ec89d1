"""What becomes of delivered batches: scenarios 5–8 and 20–22 by number, and what a cheat may try."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest

from tinhso.bordergate.core.clocks import BACK, LATE, SKEW
from tinhso.bordergate.core.events import CheckpointEvent
from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.ingest import accept_gap, receive
from tinhso.bordergate.core.ingest_types import Batch, Item, Known, Receipt, Received
from tinhso.bordergate.core.kinds import EventKind as K
from tinhso.bordergate.core.tests.gate_world import (
    NAMES,
    TT,
    VISIT,
    Handheld,
    Story,
    after,
    at,
    duties,
    known,
)
from tinhso.bordergate.core.tracks import Actor, Track
from tinhso.bordergate.core.visit_states import Stored, VisitState
from tinhso.bordergate.core.visits import view_of

CALLED = Story().accept().call().events


def deliver(
    before: Known, device: Handheld, *events: CheckpointEvent, when: int = 10
) -> tuple[Known, Received]:
    """One batch, sent and received at that second after 09:10."""
    moment = at(9, 10, when)
    received = receive(before, Batch(moment, tuple(device.item(event) for event in events)), moment)
    return after(before, received), received


def test_scenario_5_the_same_event_five_times() -> None:
    device = Handheld("d1")
    store = known([device], {VISIT: CALLED})
    event = device.event(K.ARRIVED, at(9, 10))
    bodies = []
    for second in range(10, 15):
        store, received = deliver(store, device, event, when=second)
        bodies.append((received.answers[0].status, received.answers[0].body))
        assert len(received.commands) == (1 if second == 10 else 0)
    assert bodies == [(200, {"event_id": str(event.event_id), "code": "OK"})] * 5
    assert len(store.visits[VISIT]) == len(CALLED) + 1


def test_scenario_5_within_one_batch() -> None:
    device = Handheld("d1")
    event = device.event(K.ARRIVED, at(9, 10))
    _, received = deliver(known([device], {VISIT: CALLED}), device, *[event] * 5)
    assert len(set(received.answers)) == 1
    assert (len(received.kept), len(received.commands)) == (1, 1)


def test_scenario_6_the_same_id_with_another_payload() -> None:
    device = Handheld("d1")
    store, _ = deliver(known([device], {VISIT: CALLED}), device, device.event(K.ARRIVED, at(9, 10), name="x"))
    state = view_of(store.visits[VISIT])
    store, received = deliver(store, device, device.event(K.ARRIVED, at(9, 10), name="x", note="y"))
    assert (received.answers[0].status, received.answers[0].code) == (409, "EVENT_ID_REUSED")
    assert (len(received.quarantined), received.kept, received.commands) == (1, (), ())
    assert view_of(store.visits[VISIT]) == state


def test_scenario_7_one_barrier_command_for_two_devices() -> None:
    first, second = Handheld("d1"), Handheld("d2")
    store = known([first, second], {VISIT: CALLED})
    one = first.event(K.ARRIVED, at(9, 10))
    store, opened = deliver(store, first, one)
    store, again = deliver(store, second, second.event(K.ARRIVED, at(9, 10, 3)), when=13)
    assert [command.event_id for command in opened.commands] == [one.event_id]
    assert again.commands == ()
    assert again.answers[0].status == 200
    assert again.answers[0].body["duplicate_of"] == str(one.event_id)
    assert again.kept[0].receipt.of == one.event_id
    assert len(store.visits[VISIT]) == len(CALLED) + 2


def test_scenario_8_two_gates_one_alarm_no_barrier() -> None:
    here, there = Handheld("d1"), Handheld("d2", gate=TT, checkpoint="TT-B1")
    store = known([here, there], {VISIT: CALLED})
    store, _ = deliver(store, here, here.event(K.ARRIVED, at(9, 10)))
    store, received = deliver(store, there, there.event(K.ARRIVED, at(9, 10, 30)), when=30)
    assert (received.answers[0].status, received.answers[0].code) == (409, "CONFLICT_LOCATION")
    assert received.commands == ()
    assert [alarm.code for alarm in received.alarms] == ["CONFLICT_LOCATION"]
    assert received.views[VISIT].state == VisitState.ARRIVED
    store, received = deliver(store, here, here.event(K.YARD_IN, at(9, 11), actor=Actor.YARD), when=60)
    assert (received.answers[0].code, received.commands, received.alarms) == ("FROZEN", (), ())


def test_scenario_8_both_barriers_stay_closed_whichever_scan_is_heard_first() -> None:
    here, there = Handheld("d1"), Handheld("d2", gate=TT, checkpoint="TT-B1")
    store = known([here, there], {VISIT: CALLED})
    store, first = deliver(store, there, there.event(K.ARRIVED, at(9, 10, 30)), when=31)
    _, second = deliver(store, here, here.event(K.ARRIVED, at(9, 10)), when=40)
    assert second.views[VISIT].state == VisitState.ARRIVED
    assert first.commands == second.commands == ()
    assert [alarm.code for alarm in second.alarms] == ["CONFLICT_LOCATION"]


def test_a_conflict_that_comes_to_light_late_is_an_alarm_too() -> None:
    """The first scan, at another gate, was offline and is told after the second."""
    here, there = Handheld("d1"), Handheld("d2", gate=TT, checkpoint="TT-B1")
    store = known([here, there], {VISIT: CALLED})
    store, _ = deliver(store, here, here.event(K.ARRIVED, at(9, 10)))
    _, received = deliver(store, there, there.event(K.ARRIVED, at(9, 9)), when=50)
    assert received.answers[0].code == "WRONG_GATE"
    assert [alarm.code for alarm in received.alarms] == ["CONFLICT_LOCATION"]


def entries(device: Handheld, count: int = 25) -> tuple[dict[UUID, list[Stored]], list[CheckpointEvent]]:
    """So many trucks called, each let in offline at its own minute."""
    visits, events = {}, []
    for number in range(1, count + 1):
        visit = uuid5(NAMES, f"truck {number}")
        story = Story(place=f"HN-E-{number:04d}")
        story.visit = visit
        visits[visit] = story.accept().call(at(9)).events
        events.append(device.event(K.ARRIVED, at(9, number), visit=visit))
    return visits, events


def test_scenario_20_a_gap_parks_what_follows() -> None:
    device = Handheld("d1")
    visits, events = entries(device)
    store = known([device], visits)
    missing = events.pop(13)
    moment = at(12)
    batch = Batch(moment, tuple(device.item(event) for event in events))
    received = receive(store, batch, moment)
    store = after(store, received)
    assert [answer.status for answer in received.answers] == [200] * 13 + [202] * 11
    assert (len(received.kept), len(received.parked)) == (13, 11)
    assert all(LATE in kept.stored.flags for kept in received.kept)
    assert received.commands == (), "the barrier was opened hours ago"
    again = receive(store, batch, at(12, 1))
    assert [answer.status for answer in again.answers] == [200] * 13 + [202] * 11
    assert (again.kept, again.parked) == ((), ())
    late = receive(store, Batch(at(13), (device.item(missing),)), at(13))
    store = after(store, late)
    assert late.answers[0].status == 200
    assert (len(late.kept), len(late.unparked), store.parked) == (12, 11, {})
    assert all(view_of(told).state == VisitState.ARRIVED for told in store.visits.values())
    assert store.ends["d1"].seq == 25


def test_a_gap_that_nobody_can_fill_is_closed_by_decision() -> None:
    """The tablet fell under a truck: its last batch came, one event before it never will."""
    device = Handheld("d1")
    visits, events = entries(device)
    missing = events.pop(13)
    batch = Batch(at(12), tuple(device.item(event) for event in events))
    store = after(known([device], visits), receive(known([device], visits), batch, at(12)))
    received = accept_gap(store, "d1", at(14))
    assert (len(received.kept), len(received.unparked)) == (11, 11)
    assert [alarm.code for alarm in received.alarms] == ["GAP_ACCEPTED"]
    assert received.kept[0].stored.effective_at == at(9, 15)
    store = after(store, received)
    late = receive(store, Batch(at(15), (device.item(missing),)), at(15))
    assert late.answers[0].code == "SEQ_TAKEN"
    with pytest.raises(GateFault, match="NOTHING_PARKED"):
        accept_gap(store, "d1", at(16))


def test_scenario_21_a_wrong_signature() -> None:
    device, thief = Handheld("d1"), Handheld("thief")
    store = known([device], {VISIT: CALLED})
    event = device.event(K.ARRIVED, at(9, 10))
    received = receive(store, Batch(at(9, 10), (thief.item(event),)), at(9, 10))
    assert (received.answers[0].status, received.answers[0].code) == (401, "BAD_SIGNATURE")
    assert (len(received.quarantined), received.kept, received.views) == (1, (), {})
    store = after(store, received)
    _, genuine = deliver(store, device, event)
    assert genuine.answers[0].status == 200, "a forger does not use up the id of the genuine event"


def test_scenario_21_an_officer_whose_right_had_ended() -> None:
    device = Handheld("d1")
    store = known([device], {VISIT: CALLED}, duties(Actor.BORDER_GUARD, until=at(9, 10)))
    store, received = deliver(
        store, device, device.event(K.ARRIVED, at(9, 9)), device.event(K.YARD_IN, at(9, 10))
    )
    assert [answer.status for answer in received.answers] == [200, 403]
    assert received.answers[1].code == "OFFICER_NOT_VALID"
    assert view_of(store.visits[VISIT]).state == VisitState.ARRIVED
    assert received.quarantined[0].in_chain, "the chain goes on behind it"
    _, again = deliver(store, device, device.event(K.YARD_IN, at(9, 10, 5)))
    assert again.answers[0].code == "OFFICER_NOT_VALID"


def test_scenario_21_devices_retired_and_lost() -> None:
    device = Handheld("d1")
    store = known([device], {VISIT: CALLED})
    retired = replace(store, devices={"d1": replace(device.known, valid_until=at(9, 10))})
    event = device.event(K.ARRIVED, at(9, 10))
    assert deliver(retired, device, event)[1].answers[0].status == 401
    lost = replace(store, devices={"d1": replace(device.known, lost_at=at(9, 10))})
    assert deliver(lost, device, event)[1].answers[0].code == "DEVICE_REVOKED"
    assert deliver(replace(store, devices={}), device, event)[1].answers[0].code == "DEVICE_UNKNOWN"


def test_scenario_22_a_clock_forty_minutes_ahead() -> None:
    device = Handheld("d1")
    store = known([device], {VISIT: CALLED})
    wrong = timedelta(minutes=40)
    event = device.event(K.ARRIVED, at(9, 10) + wrong)
    received = receive(store, Batch(at(9, 10, 1) + wrong, (device.item(event),)), at(9, 10, 1))
    stored = received.kept[0].stored
    assert SKEW in stored.flags
    assert (stored.event.device_time, stored.received_at) == (at(9, 50), at(9, 10, 1))
    assert stored.effective_at == at(9, 10, 1)
    assert received.views[VISIT].times[VisitState.ARRIVED] == at(9, 10, 1)


def test_an_event_from_after_its_own_sending_has_a_wrong_clock() -> None:
    device = Handheld("d1")
    event = device.event(K.ARRIVED, at(9, 30))
    batch = Batch(at(9, 10), (device.item(event),))
    stored = receive(known([device], {VISIT: CALLED}), batch, at(9, 10)).kept[0].stored
    assert (set(stored.flags), stored.effective_at) == ({SKEW}, at(9, 10))


def test_a_clock_set_back_cannot_date_an_arrival_back() -> None:
    """The call ran out at 10:15; the device is set to 10:00 to let a friend in."""
    device = Handheld("d1", officer="o1")
    other = Story().accept().call(at(10)).events
    friend = uuid5(NAMES, "friend")
    events = Story().accept().call(at(9)).events
    store = known([device], {VISIT: other, friend: events})
    first = device.event(K.ARRIVED, at(10, 30))
    store = after(store, receive(store, Batch(at(10, 30), (device.item(first),)), at(10, 30)))
    forged = device.event(K.ARRIVED, at(10), visit=friend)
    received = receive(store, Batch(at(10, 31), (device.item(forged),)), at(10, 31))
    assert received.kept[0].stored.flags == {BACK}
    assert received.answers[0].code == "NO_VALID_CALL"


def test_a_devices_own_order_is_never_lost() -> None:
    device = Handheld("d1")
    moment = at(9, 20)
    events = [
        device.event(K.ARRIVED, moment),
        device.event(K.YARD_IN, moment),
        device.event(K.HELD, moment, reason="x"),
        device.event(K.YARD_OUT, moment),
        device.event(K.HELD, moment, reason="y"),
    ]
    received = receive(
        known([device], {VISIT: CALLED}),
        Batch(at(9, 21), tuple(device.item(event) for event in reversed(events))),
        at(9, 21),
    )
    times = [kept.stored.effective_at for kept in received.kept]
    assert times == sorted(set(times))
    assert [answer.status for answer in received.answers] == [200] * 5


def test_a_copied_key_is_found_out() -> None:
    device = Handheld("d1")
    store = known([device], {VISIT: CALLED})
    copy = Handheld("d1")
    store, _ = deliver(store, device, device.event(K.ARRIVED, at(9, 10)))
    store, received = deliver(store, device, copy.event(K.ARRIVED, at(9, 10), name="other"))
    assert received.answers[0].code == "SEQ_TAKEN"
    store, received = deliver(store, device, copy.event(K.YARD_IN, at(9, 10), name="next"))
    assert received.answers[0].code == "CHAIN_BROKEN"
    assert [alarm.code for alarm in received.alarms] == ["CHAIN_BROKEN"]


def test_a_parked_event_of_another_chain_is_found_out_when_the_gap_closes() -> None:
    device, copy = Handheld("d1"), Handheld("d1")
    store = known([device], {VISIT: CALLED})
    first = device.event(K.ARRIVED, at(9, 10))
    copy.event(K.ARRIVED, at(9, 9), name="false")
    false = copy.event(K.YARD_IN, at(9, 11), name="false too")
    store, parked = deliver(store, device, false)
    assert parked.answers[0].status == 202
    store, received = deliver(store, device, first)
    assert received.answers[0].status == 200
    assert [one.receipt.code for one in received.quarantined] == ["CHAIN_BROKEN"]
    assert received.unparked == (false.event_id,)
    _, received = deliver(store, device, device.event(K.YARD_IN, at(9, 12)))
    assert received.answers[0].status == 200


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"gate": "TT"}, "DEVICE_ELSEWHERE"),
        ({"checkpoint": "HN-B2"}, "DEVICE_ELSEWHERE"),
        ({"officer": "nobody"}, "OFFICER_NOT_VALID"),
        ({"kind": K.DISPATCHED, "actor": Actor.YARD}, "KIND_NOT_YOURS"),
        ({"kind": K.CALLED, "actor": Actor.SERVER, "payload": {"valid_until": "2025-07-15T10:00:00Z"}}, "OK"),
        ({"visit": uuid5(NAMES, "no such visit")}, "UNKNOWN_VISIT"),
    ],
)
def test_who_may_say_what(changed: dict[str, Any], code: str) -> None:
    device = Handheld("d1")
    rights = duties(*(actor for actor in Actor if actor != Actor.SERVER))
    event = replace(device.event(K.ARRIVED, at(9, 10)), **changed)
    store = known([device], {VISIT: CALLED}, rights)
    bound = replace(device.known, checkpoints=frozenset({"HN-B1"}))
    _, received = deliver(replace(store, devices={"d1": bound}), device, event)
    expected = "OFFICER_NOT_VALID" if code == "OK" else code
    assert received.answers[0].code == expected
    assert (received.kept, received.commands) == ((), ())


def test_a_right_at_one_gate_is_none_at_another() -> None:
    device = Handheld("d1")
    right = replace(duties(Actor.BORDER_GUARD)["o1"][0], gates=frozenset({TT}))
    store = known([device], {VISIT: CALLED}, {"o1": (right,)})
    _, received = deliver(store, device, device.event(K.ARRIVED, at(9, 10)))
    assert received.answers[0].code == "OFFICER_NOT_VALID"


def test_a_camera_writes_in_its_own_capacity_alone() -> None:
    device = Handheld("cam1", officer="")
    store = known([device], {VISIT: CALLED}, {})
    store = replace(store, devices={"cam1": replace(device.known, unmanned=Actor.GATE_CENTRE)})
    seen = device.event(K.ARRIVED, at(9, 10), actor=Actor.GATE_CENTRE)
    guard = device.event(K.YARD_IN, at(9, 12), actor=Actor.YARD)
    _, received = deliver(store, device, seen, guard, when=130)
    assert [answer.code for answer in received.answers] == ["OK", "OFFICER_NOT_VALID"]


def test_scenario_19_at_the_door() -> None:
    device = Handheld("d1")
    store = known([device], {VISIT: CALLED}, duties(Actor.PLANT_QUARANTINE))
    event = device.event(K.CHECKED, at(9, 10), actor=Actor.PLANT_QUARANTINE, track="customs", result="passed")
    _, received = deliver(store, device, event)
    assert (received.answers[0].status, received.answers[0].code) == (403, "TRACK_NOT_YOURS")
    assert len(received.quarantined) == 1


def test_what_is_no_event_gets_an_answer_of_its_own() -> None:
    device = Handheld("d1")
    good = device.event(K.ARRIVED, at(9, 10))
    items = (Item("nonsense", ""), Item({**good.wire, "gate": 7}, ""), Item({**good.wire, "extra": 1}, ""))
    batch = Batch(at(9, 10), (*items, device.item(good)))
    received = receive(known([device], {VISIT: CALLED}), batch, at(9, 10))
    assert [answer.code for answer in received.answers] == ["EVENT_SHAPE"] * 3 + ["OK"]
    assert received.answers[0] == Receipt(None, "", 422, "EVENT_SHAPE")


def test_a_batch_without_a_time_zone_is_refused() -> None:
    naive = at(9).replace(tzinfo=None)
    with pytest.raises(GateFault, match="NAIVE_MOMENT"):
        receive(known([], {}), Batch(naive, ()), at(9))


def test_a_release_refused_and_made_good_by_what_came_late_opens_at_the_next_scan() -> None:
    """Customs passed at 09:30 on an offline device; at 10:00 the barrier did not know it yet."""
    gate, customs = Handheld("d1"), Handheld("d2", checkpoint="HN-C1")
    story = Story().accept().call().arrive()
    story.check_all(at(9, 20), leave_out=Track.CUSTOMS)
    store = known([gate, customs], {VISIT: story.events})
    first = gate.event(K.DISPATCHED, at(10))
    refused = receive(store, Batch(at(10), (gate.item(first),)), at(10))
    assert (refused.answers[0].status, refused.answers[0].missing) == (409, ("customs",))
    store = after(store, refused)
    told = customs.event(K.CHECKED, at(9, 30), actor=Actor.CUSTOMS, track="customs", result="passed")
    store = after(store, receive(store, Batch(at(10, 5), (customs.item(told),)), at(10, 5)))
    assert view_of(store.visits[VISIT]).state == VisitState.DISPATCHED
    again = receive(store, Batch(at(10, 6), (gate.item(gate.event(K.DISPATCHED, at(10, 6))),)), at(10, 6))
    assert len(again.commands) == 1
    store = after(store, again)
    third = receive(store, Batch(at(10, 9), (gate.item(gate.event(K.DISPATCHED, at(10, 9))),)), at(10, 9))
    assert third.commands == ()
