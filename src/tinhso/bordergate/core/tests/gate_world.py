"""A small world for tests of the gate: one visit and its story, devices with keys, a day in July."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, Self
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tinhso.bordergate.core.events import NO_HASH, CheckpointEvent, server_event, sign
from tinhso.bordergate.core.ingest_types import ChainEnd, Device, Duty, Item, Known, Received
from tinhso.bordergate.core.kinds import KIND_WRITERS, EventKind
from tinhso.bordergate.core.tracks import Actor, Track, effect_of
from tinhso.bordergate.core.visit_states import Stored, Verdict, VisitView
from tinhso.bordergate.core.visits import view_of

HN, TT = "HN", "TT"
ZONE = timezone(timedelta(hours=7))
NAMES = UUID("00000000-0000-4000-8000-000000000000")
VISIT = uuid5(NAMES, "visit")
THINGS = {
    "tractor": "VN:12C12345",
    "trailer": "12R00123",
    "container": "CSQU3054383",
    "seal": "S1",
    "driver": "driver-1",
}
CHECKERS = {
    Track.HEALTH: Actor.HEALTH,
    Track.QUARANTINE: Actor.PLANT_QUARANTINE,
    Track.BORDER_GUARD: Actor.BORDER_GUARD,
    Track.CUSTOMS: Actor.CUSTOMS,
}


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of 15/7/2025; hours beyond 24 are those of the next day."""
    return datetime(2025, 7, 15, tzinfo=ZONE) + timedelta(hours=hour, minutes=minute, seconds=second)


class Story:
    """The events of one visit, told one after the other."""

    def __init__(self, *, direction: str = "export", returns: str = "ordinary", **accepted: Any) -> None:
        self.visit = VISIT
        self.given: dict[str, Any] = {
            "direction": direction,
            "stream": "F",
            "place": "HN-E-0001",
            "things": THINGS,
            "returns": returns,
            **accepted,
        }
        self.events: list[Stored] = []

    def add(
        self,
        kind: EventKind,
        moment: datetime,
        actor: Actor | None = None,
        *,
        gate: str = HN,
        device: str = "",
        **payload: Any,
    ) -> Self:
        """One more event, effective at that moment."""
        writer = actor or next(one for one in Actor if one == Actor.SERVER or one in KIND_WRITERS[kind])
        if actor is None and Actor.SERVER in KIND_WRITERS[kind]:
            writer = Actor.SERVER
        event = server_event(
            kind,
            self.visit,
            event_id=uuid5(NAMES, f"{len(self.events)} {kind} {moment.isoformat()} {device}"),
            gate=gate,
            at=moment,
            actor=writer,
            payload=payload,
        )
        self.events.append(Stored(event, moment, moment))
        return self

    def accept(self, moment: datetime | None = None) -> Self:
        """Accepted at 08:00."""
        return self.add(EventKind.ACCEPTED, moment or at(8), **self.given)

    def call(self, moment: datetime | None = None, gate: str = HN) -> Self:
        """Called at 09:00 for 75 minutes."""
        moment = moment or at(9)
        until = (moment + timedelta(minutes=75)).isoformat()
        return self.add(EventKind.CALLED, moment, gate=gate, valid_until=until)

    def arrive(
        self, moment: datetime | None = None, *, gate: str = HN, device: str = "", **payload: Any
    ) -> Self:
        """At the control barrier at 09:10."""
        moment = moment or at(9, 10)
        return self.add(EventKind.ARRIVED, moment, Actor.BORDER_GUARD, gate=gate, device=device, **payload)

    def check(self, track: Track, moment: datetime | None = None, **payload: Any) -> Self:
        """A track passed, by who may say so."""
        told: dict[str, Any] = {"track": track.value, "result": "passed", **payload}
        return self.add(EventKind.CHECKED, moment or at(9, 30), CHECKERS[track], **told)

    def pay(self, moment: datetime | None = None) -> Self:
        """The fee is settled."""
        return self.add(
            EventKind.FEE_SETTLED, moment or at(9, 40), Actor.CASHIER, amount=500_000, receipt="R1"
        )

    def check_all(self, moment: datetime | None = None, leave_out: Track | None = None) -> Self:
        """All tracks passed, and the fee."""
        for track in CHECKERS:
            if track != leave_out:
                self.check(track, moment)
        return self.pay(moment)

    def correct(self, fields: Sequence[str], moment: datetime, *, version: int = 2, **payload: Any) -> Self:
        """A correction as the matrix has it."""
        effect = effect_of(fields)
        told: dict[str, Any] = {
            "version": version,
            "fields": list(fields),
            "reopens": sorted(effect.reopens),
            "inspection": effect.inspection,
        }
        return self.add(EventKind.CORRECTED, moment, **told, **payload)

    def swap(
        self, tractor: str, moment: datetime, *, parties: Sequence[str] = ("old", "new"), **payload: Any
    ) -> Self:
        """Another tractor."""
        things = {"tractor": tractor}
        return self.add(EventKind.TRACTOR_CHANGED, moment, things=things, parties=list(parties), **payload)

    def view(self) -> VisitView:
        """The visit as all events tell it."""
        return view_of(self.events)

    def last(self) -> Verdict:
        """What became of the event added last."""
        return self.view().verdicts[self.events[-1].event.event_id]


class Handheld:
    """A device with a key: it numbers, chains and signs what it is told."""

    def __init__(self, name: str, gate: str = HN, checkpoint: str = "HN-B1", officer: str = "o1") -> None:
        self.name, self.gate, self.checkpoint, self.officer = name, gate, checkpoint, officer
        self.key = Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b"."))
        self.public = self.key.public_key().public_bytes_raw().hex()
        self.seq, self.head = 0, NO_HASH

    def event(
        self,
        kind: EventKind,
        moment: datetime,
        *,
        visit: UUID = VISIT,
        actor: Actor = Actor.BORDER_GUARD,
        name: str = "",
        **payload: Any,
    ) -> CheckpointEvent:
        """The next event of this device."""
        self.seq += 1
        event = CheckpointEvent(
            event_id=uuid5(NAMES, name or f"{self.name} {self.seq}"),
            visit=visit,
            kind=kind,
            gate=self.gate,
            checkpoint=self.checkpoint,
            device=self.name,
            device_seq=self.seq,
            device_time=moment,
            officer=self.officer,
            actor=actor,
            payload=payload,
            prev_hash=self.head,
        )
        self.head = event.digest
        return event

    def item(self, event: CheckpointEvent) -> Item:
        """The event as delivered."""
        return Item(event.wire, sign(event, self.key))

    @property
    def known(self) -> Device:
        """The device as the product knows it."""
        return Device(self.name, self.gate, self.public, at(0))


def duties(*actors: Actor, officer: str = "o1", until: datetime | None = None) -> dict[str, tuple[Duty, ...]]:
    """What an officer may do from midnight on."""
    return {officer: tuple(Duty(officer, actor, at(0), until) for actor in actors)}


def known(
    devices: Sequence[Handheld],
    visits: Mapping[UUID, Sequence[Stored]],
    rights: Mapping[str, tuple[Duty, ...]] | None = None,
) -> Known:
    """What is stored before the first batch."""
    return Known(
        devices={device.name: device.known for device in devices},
        duties=rights if rights is not None else duties(*Actor),
        visits={visit: tuple(events) for visit, events in visits.items()},
    )


def after(before: Known, received: Received) -> Known:
    """What is stored once a batch has been written, as tables would keep it."""
    visits = dict(before.visits)
    for kept in received.kept:
        visits[kept.stored.event.visit] = (*visits[kept.stored.event.visit], kept.stored)
    receipts = {one.receipt.event_id: one.receipt for one in received.kept}
    receipts |= {one.receipt.event_id: one.receipt for one in received.quarantined if one.in_chain}
    gone = set(received.unparked)
    parked = {key: one for key, one in before.parked.items() if one.event.event_id not in gone}
    parked |= {(one.event.device, one.event.device_seq): one for one in received.parked}
    ends: dict[str, ChainEnd] = {**before.ends, **received.ends}
    return Known(
        devices=before.devices,
        duties=before.duties,
        visits=visits,
        receipts={**before.receipts, **{key: one for key, one in receipts.items() if key is not None}},
        ends=ends,
        parked=parked,
        commanded=before.commanded | {command.event_id for command in received.commands},
    )
