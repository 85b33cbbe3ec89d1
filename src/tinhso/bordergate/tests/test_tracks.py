"""Five agencies, each with its own track: scenario 19, and what release lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotSignedIn
from tinhso.bordergate.actions.tracking import find
from tinhso.bordergate.core.kinds import EventKind as K
from tinhso.bordergate.core.tests.gate_world import Handheld
from tinhso.bordergate.core.tracks import Actor, Track
from tinhso.bordergate.models import CheckpointEvent, LinePlace, Trade, VisitState
from tinhso.bordergate.schemas import Finding
from tinhso.bordergate.tests.conftest import Scene, at, somebody
from tinhso.bordergate.tests.devices import handheld, on_duty, says, send
from tinhso.people.principals import ANONYMOUS, Principal

pytestmark = pytest.mark.django_db
PASSED = Finding(result="passed")
PAID = Finding(result="passed", amount=500_000, receipt="BL-1")
TRADES = {
    Track.HEALTH: Trade.HEALTH,
    Track.QUARANTINE: Trade.QUARANTINE,
    Track.BORDER_GUARD: Trade.BORDER_GUARD,
    Track.CUSTOMS: Trade.CUSTOMS,
    Track.FEE: Trade.FEE,
}


@pytest.fixture
def people(scene: Scene) -> dict[Track, Principal]:
    """Somebody of each agency."""
    with at(6):
        return {track: on_duty(somebody(track.value), trade) for track, trade in TRADES.items()}


@pytest.fixture
def device(scene: Scene) -> Handheld:
    """The border guard's device."""
    return handheld(scene.gate, "HN-B1-01", scene.guard)


@pytest.fixture
def inside(scene: Scene, device: Handheld) -> Iterator[LinePlace]:
    """A truck that came in at 08:10."""
    with at(7):
        place = scene.enter()
        scene.tick()
    with at(7, 10):
        assert send(device, says(device, K.ARRIVED, place)).status_code == 200
    with at(7, 30):
        yield place


def _find(people: dict[Track, Principal], place: LinePlace, *left_out: Track) -> None:
    for track, who in people.items():
        if track not in left_out:
            find(who, place, track, PAID if track == Track.FEE else PASSED)


def _visit(place: LinePlace) -> Any:
    return Client().get(f"/api/v1/gates/places/{place.code}/visit").json()


def test_scenario_19_quarantine_does_not_release_for_customs(
    inside: LinePlace, people: dict[Track, Principal]
) -> None:
    before, events = AuditEntry.objects.count(), CheckpointEvent.objects.count()
    with pytest.raises(NotAllowed) as refused:
        find(people[Track.QUARANTINE], inside, Track.CUSTOMS, PASSED)
    assert (refused.value.status, refused.value.code) == (403, "TRACK_NOT_YOURS")
    assert AuditEntry.objects.count() == before + 1
    entry = AuditEntry.objects.latest("id")
    assert (entry.verb, entry.data) == ("gate.track_refused", {"track": "customs", "result": "passed"})
    assert entry.actor == people[Track.QUARANTINE].account_id
    assert CheckpointEvent.objects.count() == events
    assert _visit(inside)["tracks"]["customs"] == "pending"


def test_scenario_19_no_dispatch_without_customs(
    inside: LinePlace, people: dict[Track, Principal], device: Handheld
) -> None:
    _find(people, inside, Track.CUSTOMS)
    with at(7, 35):
        answer = send(device, says(device, K.DISPATCHED, inside))
    assert answer.status_code == 409
    told = answer.json()["answers"][0]
    assert (told["code"], told["missing"]) == ("NOT_CLEARED", ["customs"])
    assert VisitState.objects.get(place=inside).missing == ["customs"]
    find(people[Track.CUSTOMS], inside, Track.CUSTOMS, PASSED)
    assert _visit(inside)["cleared"] is True
    with at(7, 40):
        assert send(device, says(device, K.DISPATCHED, inside)).status_code == 200
    with at(7, 50):
        crossed = says(device, K.CROSSED, inside)
        assert send(device, crossed).status_code == 200
    assert VisitState.objects.get(place=inside).state == "crossed"


def test_scenario_19_a_device_in_the_hands_of_quarantine(
    scene: Scene, inside: LinePlace, people: dict[Track, Principal]
) -> None:
    theirs = handheld(scene.gate, "HN-KD-01", people[Track.QUARANTINE], "HN-KD")
    for actor, code in (
        (Actor.PLANT_QUARANTINE, "TRACK_NOT_YOURS"),
        (Actor.CUSTOMS, "OFFICER_NOT_VALID"),
    ):
        event = says(theirs, K.CHECKED, inside, actor=actor, track="customs", result="passed")
        answer = send(theirs, event)
        assert (answer.status_code, answer.json()["answers"][0]["code"]) == (403, code)
    assert _visit(inside)["tracks"]["customs"] == "pending"


@pytest.mark.parametrize("track", list(Track))
def test_each_agency_writes_its_own_track_alone(
    inside: LinePlace, people: dict[Track, Principal], track: Track
) -> None:
    told = PAID if track == Track.FEE else PASSED
    for other, who in people.items():
        if other != track:
            with pytest.raises(NotAllowed):
                find(who, inside, track, told)
    view = find(people[track], inside, track, told)
    assert [one.value for one, state in view.tracks.items() if state == "passed"] == [track.value]
    assert track.value not in VisitState.objects.get(place=inside).missing


def test_what_cannot_be_found(scene: Scene, inside: LinePlace, people: dict[Track, Principal]) -> None:
    with pytest.raises(Invalid, match="biên lai"):
        find(people[Track.FEE], inside, Track.FEE, PASSED)
    with pytest.raises(Invalid, match="passed"):
        find(people[Track.HEALTH], inside, Track.HEALTH, Finding(result="pending"))
    with pytest.raises(NotSignedIn):
        find(ANONYMOUS, inside, Track.HEALTH, PASSED)
    with pytest.raises(NotAllowed):
        find(scene.manager, inside, Track.HEALTH, PASSED)
    waiting = scene.enter()
    assert find(people[Track.HEALTH], waiting, Track.HEALTH, PASSED).state == "called"
    with at(10):
        scene.tick()
        assert scene.again(waiting).state == "ended"
        with pytest.raises(Conflict) as late:
            find(people[Track.CUSTOMS], waiting, Track.CUSTOMS, PASSED)
    assert late.value.code == "NOT_NOW"
    assert _visit(waiting)["state"] == "expired"


def test_a_visit_tells_no_plate_name_or_reason(inside: LinePlace, people: dict[Track, Principal]) -> None:
    find(people[Track.HEALTH], inside, Track.HEALTH, Finding(result="held", why="sốt"))
    told = Client().get(f"/api/v1/gates/places/{inside.code}/visit")
    text = told.content.decode()
    assert told.json()["tracks"]["health"] == "held"
    for secret in ("sốt", inside.vehicle_key, inside.vin, "29C", str(people[Track.HEALTH].account_id)):
        assert secret not in text
