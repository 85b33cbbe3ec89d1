"""Locking what a batch of events touches, in one order, and reading what the core must know of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from django.db.models import Q

from tinhso.base import clock
from tinhso.bordergate.actions.following import IN_LINE
from tinhso.bordergate.core.event_shapes import parse
from tinhso.bordergate.core.events import verify
from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.ingest_types import ChainEnd, Duty, Item, Known, Parked, Receipt
from tinhso.bordergate.core.ingest_types import Device as KnownDevice
from tinhso.bordergate.core.tracks import Actor
from tinhso.bordergate.models import (
    BarrierCommand,
    CheckpointEvent,
    Device,
    DeviceChain,
    Lane,
    LinePlace,
    ParkedEvent,
    RefusedEvent,
)
from tinhso.bordergate.policies import duties_of
from tinhso.bordergate.queries import visits


@dataclass
class Claim:
    """What is locked until the transaction ends: chains of devices, lanes, places by visit."""

    known: Known = field(default_factory=Known)
    devices: dict[str, Device] = field(default_factory=dict)
    chains: dict[str, DeviceChain] = field(default_factory=dict)
    places: dict[UUID, LinePlace] = field(default_factory=dict)
    lanes: dict[int, Lane] = field(default_factory=dict)


def claim(items: Sequence[Item]) -> Claim:
    """Lock chains by device, lanes and places by key, in this order, and read what is stored of them.

    Nothing is locked for a batch in which no event is authentic: whoever holds no key keeps nobody waiting.
    """
    found = Claim(devices=_devices(items))
    if not any(_is_authentic(item, found.devices) for item in items):
        found.known = Known(devices={code: _known(device) for code, device in found.devices.items()})
        return found
    found.chains = _chains(found.devices)
    parked = list(ParkedEvent.objects.filter(device__in=found.devices.values()).select_related("device"))
    wires = [item.wire for item in items] + [row.wire for row in parked]
    claim_places(found, _ids(wires, "visit"))
    found.known = _knowledge(found, parked, wires)
    return found


def claim_places(found: Claim, keys: Collection[UUID]) -> None:
    """Lock the places of these visits, and before them the lanes of those that still stand in a line."""
    told = LinePlace.objects.select_related("lane__gate", "lane__run").filter(declaration__in=keys)
    seen = {place.pk: place for place in told}
    lanes = {place.lane_id for place in seen.values() if place.state in IN_LINE}
    if lanes:
        rows = Lane.objects.select_for_update(of=("self",)).select_related("gate", "run")
        found.lanes = {lane.pk: lane for lane in rows.filter(pk__in=lanes).order_by("pk")}
    locked = LinePlace.objects.select_for_update(no_key=True).filter(pk__in=seen)
    for place in locked.order_by("pk"):
        place.lane = found.lanes.get(place.lane_id, seen[place.pk].lane)
        found.places[visits.visit_id(place)] = place


def _devices(items: Sequence[Item]) -> dict[str, Device]:
    names = {name for item in items if (name := name_in(item.wire))}
    rows = Device.objects.filter(code__in=names).select_related("checkpoint__gate").order_by("code")
    return {device.code: device for device in rows} if names else {}


def name_in(wire: object) -> str:
    """The device that an event names; empty where it names none that could be one."""
    name = wire.get("device") if isinstance(wire, Mapping) else None
    return name if isinstance(name, str) and name.isascii() and name.isprintable() and len(name) <= 64 else ""


def _is_authentic(item: Item, devices: Mapping[str, Device]) -> bool:
    device = devices.get(name_in(item.wire))
    if device is None:
        return False
    try:
        return verify(parse(item.wire), item.signature, device.public_key)
    except GateFault:
        return False


def _chains(devices: Mapping[str, Device]) -> dict[str, DeviceChain]:
    rows = DeviceChain.objects.select_for_update(of=("self",)).filter(device__in=devices.values())
    found = {row.device_id: row for row in rows.order_by("device__code")}
    new = [DeviceChain(device=device) for device in devices.values() if device.pk not in found]
    if new:
        DeviceChain.objects.bulk_create(new, ignore_conflicts=True)
        found = {row.device_id: row for row in rows.order_by("device__code")}
    return {code: found[device.pk] for code, device in devices.items()}


def _ids(wires: Iterable[object], name: str) -> set[UUID]:
    found = set()
    for wire in wires:
        told = wire.get(name) if isinstance(wire, Mapping) else None
        try:
            found.add(UUID(str(told)))
        except ValueError:
            continue
    return found


def _knowledge(found: Claim, parked: Sequence[ParkedEvent], wires: Sequence[object]) -> Known:
    places, ids = list(found.places.values()), _ids(wires, "event_id")
    rows = list(
        CheckpointEvent.objects.filter(Q(place__in=places) | Q(event_id__in=ids)).select_related("device")
    )
    return Known(
        devices={code: _known(device) for code, device in found.devices.items()},
        duties=_duties(wires),
        visits=visits.joined(places, rows),
        receipts={**_refused(ids), **{row.event_id: visits.receipt(row) for row in rows}},
        ends={code: _end(row) for code, row in found.chains.items() if row.seq},
        parked={(row.device.code, row.device_seq): _parked(row) for row in parked},
        commanded=frozenset(
            BarrierCommand.objects.filter(place__in=places).values_list("event_id", flat=True)
        ),
    )


def _known(device: Device) -> KnownDevice:
    return KnownDevice(
        device=device.code,
        gate=device.checkpoint.gate.code,
        public_key=device.public_key,
        valid_from=device.valid_from,
        valid_until=device.valid_to,
        lost_at=device.lost_at,
        checkpoints=frozenset({device.checkpoint.code}),
        unmanned=Actor(device.unmanned) if device.unmanned else None,
    )


def _duties(wires: Iterable[object]) -> dict[str, tuple[Duty, ...]]:
    """What the officers named may do; an officer is named by the id of the account."""
    found: dict[str, tuple[Duty, ...]] = {}
    for account, duties in duties_of(_ids(wires, "officer")).items():
        found[str(account)] = duties
    return found


def _refused(ids: Collection[UUID]) -> dict[UUID, Receipt]:
    rows = RefusedEvent.objects.filter(in_chain=True, event_id__in=ids)
    told = rows.values_list("event_id", "digest", "status", "code")
    return {cast(UUID, key): Receipt(key, digest, status, code) for key, digest, status, code in told}


def _end(row: DeviceChain) -> ChainEnd:
    return ChainEnd(row.seq, row.digest, row.effective_at)


def _parked(row: ParkedEvent) -> Parked:
    sent, received = clock.local(row.sent_at), clock.local(row.received_at)
    return Parked(parse(row.wire), row.signature, sent, received)
