"""Any order, repetition and loss: properties of views and of the receipt (invariants 2, 4–7, 13, 14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.bordergate.core.events import CheckpointEvent, server_event
from tinhso.bordergate.core.ingest import receive
from tinhso.bordergate.core.ingest_types import Batch
from tinhso.bordergate.core.kinds import KIND_WRITERS, EventKind
from tinhso.bordergate.core.tests.gate_world import (
    HN,
    NAMES,
    THINGS,
    TT,
    VISIT,
    Handheld,
    Story,
    after,
    at,
    known,
)
from tinhso.bordergate.core.tracks import DONE, WRITERS, Actor, Track
from tinhso.bordergate.core.visit_states import ENDED, IN_LINE, INSIDE, Answer, Stored, VisitState, VisitView
from tinhso.bordergate.core.visits import view_of

_OTHER = {"tractor": "VN:29C99999", "driver": "driver-2", "container": "CSQU3054384"}
_TRACKS = [track.value for track in Track]


@st.composite
def payloads(draw: st.DrawFn, kind: EventKind) -> dict[str, object]:
    """A payload that such an event may have."""
    moment = at(8, draw(st.integers(0, 600))).isoformat()
    texts: dict[EventKind, dict[str, object]] = {
        EventKind.ACCEPTED: {"direction": draw(st.sampled_from(["export", "import"])), "stream": "F"},
        EventKind.CALLED: {"valid_until": moment},
        EventKind.LISTED: {"call_list": "L", "valid_from": at(8).isoformat(), "valid_until": moment},
        EventKind.DEFERRED: {"not_before": moment},
        EventKind.DIVERTED: {"to_gate": draw(st.sampled_from([HN, TT])), "reason": "x"},
        EventKind.AUTHORISED: {"valid_until": moment, "reason": "x", "decision": "y"},
        EventKind.RECLASSIFIED: {"stream": draw(st.sampled_from(["F", "G", "P"]))},
        EventKind.MISMATCH: {"field": "container"},
        EventKind.HELD: {"reason": "x"},
        EventKind.RELEASED: {"hold": str(uuid5(NAMES, f"e{draw(st.integers(0, 24))}")), "reason": "x"},
        EventKind.CHECKED: {
            "track": draw(st.sampled_from(_TRACKS)),
            "result": draw(st.sampled_from(["passed", "passed", "held", "failed", "not_needed"])),
            "inspected": draw(st.booleans()),
        },
        EventKind.CORRECTED: {
            "version": draw(st.integers(1, 4)),
            "fields": ["x"],
            "reopens": draw(st.lists(st.sampled_from(_TRACKS), unique=True)),
            "inspection": draw(st.booleans()),
            "things": draw(st.sampled_from([{}, {"container": "CSQU3054384"}, {"seal": "S2"}, _OTHER])),
        },
        EventKind.TRACTOR_CHANGED: {"things": {"tractor": "VN:29C99999"}, "parties": ["a", "b"]},
        EventKind.DRIVER_CHANGED: {"things": {"driver": "driver-2"}, "parties": ["a", "b"]},
        EventKind.TRANSHIPPED: {
            "sources": [{"unit": "A", "kg": draw(st.integers(1, 3))}],
            "targets": [{"unit": "B", "kg": 1}, {"unit": "C", "kg": 1}],
        },
    }
    payload = texts.get(kind, {})
    if kind == EventKind.ACCEPTED:
        payload |= {
            "place": "p",
            "things": THINGS,
            "tracks": draw(st.sampled_from([{}, {"health": "not_needed"}])),
        }
    if kind == EventKind.ARRIVED and draw(st.booleans()):
        payload = {"seen": {"container": draw(st.sampled_from([THINGS["container"], "CSQU3054384"]))}}
    return payload


def _way() -> list[Stored]:
    story = Story().accept().call().arrive().check_all(at(9, 30))
    story.add(EventKind.DISPATCHED, at(10), Actor.BORDER_GUARD).add(EventKind.CROSSED, at(10, 10))
    return story.add(EventKind.RETURNED, at(12)).events


_WAY = _way()
"""A visit that goes well; what is drawn comes in between."""


@st.composite
def life(draw: st.DrawFn) -> list[Stored]:
    """Events of one visit, sensible and senseless, many of the very same moment."""
    kinds = draw(st.lists(st.sampled_from(list(EventKind)), max_size=24))
    told = list(draw(st.sampled_from([[], _WAY[2:6], _WAY[2:], _WAY[2:]])))
    for number, kind in enumerate([EventKind.ACCEPTED, EventKind.CALLED, *kinds][:25]):
        early = number < 2
        moment = (
            at(8, number) if early else at(8, draw(st.integers(0, 300)), draw(st.sampled_from([0, 0, 3])))
        )
        writers = sorted(KIND_WRITERS[kind])
        event = server_event(
            kind,
            VISIT,
            event_id=uuid5(NAMES, f"e{number}"),
            gate=HN if early else draw(st.sampled_from([HN, HN, HN, TT])),
            at=moment,
            actor=draw(st.sampled_from([*writers, *writers, *Actor])) if not early else writers[0],
            payload=draw(payloads(kind)),
        )
        told.append(Stored(event, moment, moment))
    return told


@given(life(), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_give_the_same_view(events: list[Stored], chance: Random) -> None:
    """Invariant 5."""
    view = view_of(events)
    mixed = events + [event for event in events if chance.random() < 0.3]
    chance.shuffle(mixed)
    assert view_of(mixed) == view


@given(life())
def test_what_a_view_says_is_sound(events: list[Stored]) -> None:
    """Invariants 4, 6 and 7 on one visit, and that `cleared` is derived."""
    view = view_of(events)
    by_id = {stored.event.event_id: stored.event for stored in events}
    fine = {event_id for event_id, verdict in view.verdicts.items() if verdict.answer == Answer.OK}
    assert view.verdicts.keys() == by_id.keys()
    assert view.cleared == (all(state in DONE for state in view.tracks.values()) and not view.missing)
    for event_id in fine:
        event = by_id[event_id]
        assert event.actor in KIND_WRITERS[event.kind]
        if event.kind == EventKind.CHECKED:
            assert event.actor in WRITERS[Track(str(event.payload["track"]))]
    if view.state in INSIDE | {VisitState.CROSSED, VisitState.ABROAD, VisitState.RETURNED}:
        assert view.admitted_by is not None
        ground = by_id[view.admitted_by].kind
        assert ground in {EventKind.CALLED, EventKind.AUTHORISED, EventKind.LISTED}
    first, last = view.combinations[0].combination, view.combinations[-1].combination
    if (first.container, first.seal) != (last.container, last.seal):
        inspected = [one for one in fine if by_id[one].payload.get("inspection")]
        assert inspected, "never another container without another inspection"


def _left(view: VisitView) -> int:
    return int(view.left)


@given(life())
def test_counts_conserve_at_every_step(events: list[Stored]) -> None:
    """Invariant 14: what was left, plus what came, less what went, is what is left."""
    ordered = sorted(events, key=lambda stored: stored.effective_at)
    before = view_of([])
    for size in range(1, len(ordered) + 1):
        view = view_of(ordered[:size])
        came = view.state != VisitState.SUBMITTED and before.state == VisitState.SUBMITTED
        revived = before.state in ENDED and view.state in IN_LINE | INSIDE
        went = _left(before) == 1 and view.state not in IN_LINE | INSIDE
        assert _left(view) == _left(before) + came + revived - went
        before = view


@given(life(), st.data())
def test_a_lost_event_does_no_harm_and_heals(events: list[Stored], data: st.DataObject) -> None:
    lost = data.draw(st.sets(st.sampled_from(range(len(events))), max_size=6))
    rest = [stored for place, stored in enumerate(events) if place not in lost]
    partial = view_of(rest)
    assert partial.verdicts.keys() == {stored.event.event_id for stored in rest}
    if not any(stored.event.kind == EventKind.ACCEPTED for stored in rest):
        assert partial.visit is None
        assert not partial.cleared
    assert view_of([*rest, *(events[place] for place in sorted(lost, reverse=True))]) == view_of(events)


def _chains() -> tuple[list[Handheld], list[CheckpointEvent], list[Stored]]:
    barrier, yard = Handheld("d1"), Handheld("d2", checkpoint="HN-Y1")
    guard = Actor.BORDER_GUARD
    events = [
        barrier.event(EventKind.ARRIVED, at(9, 10)),
        yard.event(EventKind.YARD_IN, at(9, 20), actor=Actor.YARD),
        yard.event(EventKind.HELD, at(9, 25), actor=Actor.CUSTOMS, reason="x", name="hold"),
        barrier.event(EventKind.CHECKED, at(9, 30), actor=guard, track="border_guard", result="passed"),
        yard.event(
            EventKind.RELEASED, at(9, 40), actor=Actor.CUSTOMS, hold=str(uuid5(NAMES, "hold")), reason="y"
        ),
        yard.event(EventKind.CHECKED, at(9, 41), actor=Actor.CUSTOMS, track="customs", result="passed"),
        yard.event(EventKind.CHECKED, at(9, 42), actor=Actor.HEALTH, track="health", result="passed"),
        yard.event(
            EventKind.CHECKED, at(9, 43), actor=Actor.PLANT_QUARANTINE, track="quarantine", result="passed"
        ),
        yard.event(EventKind.YARD_OUT, at(9, 50), actor=Actor.YARD),
        barrier.event(EventKind.DISPATCHED, at(9, 55)),
        barrier.event(EventKind.CROSSED, at(10, 5)),
    ]
    return [barrier, yard], events, Story().accept().call().pay(at(9, 5)).events


DEVICES, CHAINED, BEGUN = _chains()


def _replayed(order: list[CheckpointEvent], start: datetime) -> tuple[VisitView, int]:
    """Each event delivered on its own, in that order; the view and how many barrier commands were given."""
    by_name = {device.name: device for device in DEVICES}
    store, commands = known(DEVICES, {VISIT: BEGUN}), 0
    for place, event in enumerate(order):
        moment = start + timedelta(seconds=place)
        received = receive(store, Batch(moment, (by_name[event.device].item(event),)), moment)
        store = after(store, received)
        commands += len(received.commands)
    assert store.parked == {}
    return view_of(store.visits[VISIT]), commands


IN_ORDER, _ = _replayed(CHAINED, at(12))


@settings(max_examples=60, deadline=None)
@given(st.permutations(CHAINED), st.lists(st.sampled_from(CHAINED), max_size=5))
def test_scenario_20_any_order_of_delivery_ends_in_the_same_state(
    order: list[CheckpointEvent], again: list[CheckpointEvent]
) -> None:
    view, commands = _replayed([*order, *again], at(12))
    assert view == IN_ORDER
    assert view.state == VisitState.CROSSED
    assert commands == 0, "all of it is told late"


@settings(max_examples=60, deadline=None)
@given(st.permutations(CHAINED), st.data())
def test_one_command_for_an_event_at_most_however_often_it_comes(
    order: list[CheckpointEvent], data: st.DataObject
) -> None:
    """Invariant 6: each event alone and live, repeated; never more commands than events."""
    by_name = {device.name: device for device in DEVICES}
    store, commands = known(DEVICES, {VISIT: BEGUN}), []
    for event in order:
        for _time in range(data.draw(st.integers(1, 2))):
            batch = Batch(event.device_time, (by_name[event.device].item(event),))
            received = receive(store, batch, event.device_time)
            store = after(store, received)
            commands += [command.event_id for command in received.commands]
            assert all(view.admitted_by for view in received.views.values() if received.commands)
    assert len(commands) == len(set(commands))


@given(st.permutations(range(6)))
def test_invariant_2_who_is_aside_says_why(order: list[int]) -> None:
    """A visit that was called and is not through has an exception that explains an overtaking."""
    story = Story().accept().call(at(9))
    story.add(EventKind.SUSPENDED, at(9, 10), reason="x").add(EventKind.RESUMED, at(9, 20), reason="y")
    story.call(at(9, 30)).add(EventKind.EXPIRED, at(10, 45))
    view = view_of([story.events[place] for place in order])
    assert [aside.word for aside in view.asides] == ["suspended", "no_show"]
    assert {aside.event_id for aside in view.asides} <= view.verdicts.keys()


def test_the_same_id_twice_counts_as_it_happened_first() -> None:
    story = Story().accept().call()
    late = replace(story.events[1], effective_at=at(12))
    assert view_of([late, *story.events]) == view_of(story.events)


def _ids(events: list[Stored]) -> set[UUID]:
    return {stored.event.event_id for stored in events}


@given(life())
def test_nothing_is_ever_forgotten(events: list[Stored]) -> None:
    """Invariant 13: every event is answered for, corrected or not."""
    assert view_of(events).verdicts.keys() == _ids(events)
