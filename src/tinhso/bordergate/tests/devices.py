"""Devices with keys at the gates of the tests, and what they deliver through the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.test import Client

from tinhso.base import clock
from tinhso.bordergate.core.events import CheckpointEvent, told
from tinhso.bordergate.core.kinds import EventKind
from tinhso.bordergate.core.tests.gate_world import Handheld
from tinhso.bordergate.core.tracks import Actor
from tinhso.bordergate.models import Checkpoint, Device, Gate, GateDuty, LinePlace, Trade, VisitState
from tinhso.bordergate.queries.visits import visit_id
from tinhso.people.principals import Principal

PATH = "/api/v1/gates/events"


def account_of(by: Principal) -> UUID:
    """The account of somebody who has one."""
    assert by.account_id is not None
    return by.account_id


def handheld(gate: Gate, name: str, officer: Principal, checkpoint: str = "") -> Handheld:
    """A device that the product knows, in the hands of an officer."""
    code = checkpoint or f"{gate.code}-B1"
    made = Handheld(name, gate.code, code, str(account_of(officer)))
    point, _new = Checkpoint.objects.get_or_create(code=code, gate=gate, kind="barrier", name="Barie 1")
    Device.objects.create(code=name, checkpoint=point, public_key=made.public, valid_from=clock.now())
    return made


def on_duty(who: Principal, *trades: Trade) -> Principal:
    """Somebody with these duties at all gates from now on."""
    for trade in trades:
        GateDuty.objects.create(account=account_of(who), trade=trade, valid_from=clock.now())
    return who


def says(
    device: Handheld,
    kind: EventKind,
    place: LinePlace,
    moment: datetime | None = None,
    actor: Actor = Actor.BORDER_GUARD,
    **payload: Any,
) -> CheckpointEvent:
    """The next event of a device about a place, at that moment or now."""
    return device.event(kind, moment or clock.now(), visit=visit_id(place), actor=actor, **payload)


def body(device: Handheld, events: Sequence[CheckpointEvent], sent_at: datetime | None = None) -> Any:
    """The batch as a device sends it."""
    items = [device.item(event) for event in events]
    return {
        "sent_at": told(sent_at or clock.now()),
        "events": [{"event": item.wire, "signature": item.signature} for item in items],
    }


def send(device: Handheld, *events: CheckpointEvent, sent_at: datetime | None = None) -> Any:
    """Deliver events as one batch; the answer."""
    return post(body(device, events, sent_at))


def post(batch: Any) -> Any:
    """Deliver a batch as it is."""
    return Client(enforce_csrf_checks=True).post(PATH, batch, content_type="application/json")


def state_of(place: LinePlace) -> VisitState:
    """Where its visit stands by the last event."""
    return VisitState.objects.get(place=place)
