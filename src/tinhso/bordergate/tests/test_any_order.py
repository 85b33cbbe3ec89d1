"""Whatever the order in which batches come, the stored state of a visit is the same (invariant 5)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.bordergate.core.events import CheckpointEvent as Event
from tinhso.bordergate.core.kinds import EventKind as K
from tinhso.bordergate.core.tests.gate_world import Handheld
from tinhso.bordergate.core.tracks import Actor
from tinhso.bordergate.models import (
    BarrierCommand,
    CheckpointEvent,
    LinePlace,
    ParkedEvent,
    Trade,
    VisitState,
)
from tinhso.bordergate.queries import visits
from tinhso.bordergate.tests.conftest import Scene, at, somebody
from tinhso.bordergate.tests.devices import handheld, on_duty, says, send

pytestmark = pytest.mark.django_db
Step = tuple[Handheld, Event]
_STORY: tuple[tuple[int, K, Actor, dict[str, Any]], ...] = (
    (0, K.ARRIVED, Actor.BORDER_GUARD, {}),
    (1, K.YARD_IN, Actor.YARD, {}),
    (1, K.CHECKED, Actor.HEALTH, {"track": "health", "result": "passed"}),
    (2, K.CHECKED, Actor.CUSTOMS, {"track": "customs", "result": "held"}),
    (1, K.CHECKED, Actor.PLANT_QUARANTINE, {"track": "quarantine", "result": "not_needed"}),
    (2, K.CHECKED, Actor.CUSTOMS, {"track": "customs", "result": "passed"}),
    (0, K.CHECKED, Actor.BORDER_GUARD, {"track": "border_guard", "result": "passed"}),
    (2, K.FEE_SETTLED, Actor.CASHIER, {"amount": 500_000, "receipt": "BL-1"}),
    (0, K.DISPATCHED, Actor.BORDER_GUARD, {}),
    (0, K.CROSSED, Actor.BORDER_GUARD, {}),
)


class _Undone(Exception):
    """Ends a try without a trace."""


@pytest.fixture
def place(scene: Scene) -> LinePlace:
    """A place that was called at 07:00."""
    with at(7):
        entered = scene.enter()
        scene.tick()
    return entered


@pytest.fixture
def story(scene: Scene, place: LinePlace) -> list[Step]:
    """Three devices that told nobody of anything until 08:00."""
    all_of_them = on_duty(somebody("Trực"), *Trade)
    devices = [handheld(scene.gate, f"HN-B{n}-01", all_of_them, f"HN-B{n}") for n in (1, 2, 3)]
    told = []
    for minute, (which, kind, actor, payload) in enumerate(_STORY):
        with at(7, 5 + 2 * minute):
            told.append((devices[which], says(devices[which], kind, place, actor=actor, **payload)))
    return told


def _after(place: LinePlace, order: list[Step]) -> dict[str, Any]:
    """What is stored once events came one by one in that order; then all of it is undone."""
    found: dict[str, Any] = {}
    try:
        with transaction.atomic():
            for second, (device, event) in enumerate(order):
                with at(8, 0, second):
                    send(device, event)
            row = VisitState.objects.values().get(place=place)
            found = {name: row[name] for name in ("state", "tracks", "missing", "holds", "times", "gate")}
            found["view"] = visits.view(place).state.value
            found["events"] = CheckpointEvent.objects.count()
            found["waiting"] = ParkedEvent.objects.count()
            found["line"] = LinePlace.objects.get(pk=place.pk).state
            found["opened"] = BarrierCommand.objects.count()
            raise _Undone
    except _Undone:
        return found


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_gives_the_same_state(place: LinePlace, story: list[Step], data: st.DataObject) -> None:
    told = _after(place, story)
    assert (told["state"], told["line"], told["events"]) == ("crossed", "through", len(_STORY))
    order = data.draw(st.permutations([*story, *story[:3]]), label="order")
    assert _after(place, order) == told


def test_the_projection_is_what_the_events_tell(place: LinePlace, story: list[Step]) -> None:
    for second, (device, event) in enumerate(story):
        with at(8, 0, second):
            send(device, event)
        row, view = VisitState.objects.get(place=place), visits.view(place)
        assert (row.state, row.missing, row.events) == (
            view.state.value,
            list(view.missing),
            len(view.verdicts),
        )
        assert row.tracks == {track.value: state.value for track, state in view.tracks.items()}
        assert row.admitted_by == view.admitted_by


def test_a_closed_visit_frees_its_vehicle(scene: Scene, place: LinePlace, story: list[Step]) -> None:
    """Scenario 4: while the visit lasts its vehicle takes no place; after `closed` it does."""
    for second, (device, event) in enumerate(story):
        with at(8, 0, second):
            send(device, event)
    with at(8, 30):
        assert LinePlace.objects.get(pk=place.pk).active
        last = story[0][0]
        assert send(last, says(last, K.CLOSED, place)).status_code == 200
        assert not LinePlace.objects.get(pk=place.pk).active
        vehicle = scene.company.vehicles.get(key=place.vehicle_key)
        assert scene.enter(vehicle=vehicle).pk != place.pk
