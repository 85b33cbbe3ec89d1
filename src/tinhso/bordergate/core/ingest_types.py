"""What the receipt of a batch of events knows beforehand, and what it says afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tinhso.bordergate.core.barrier import LIVE, BarrierCommand
from tinhso.bordergate.core.clocks import CLOCK_RULES, ClockRules
from tinhso.bordergate.core.events import NO_HASH, CheckpointEvent
from tinhso.bordergate.core.tracks import Actor
from tinhso.bordergate.core.visit_fold import RULES, VisitRules
from tinhso.bordergate.core.visit_states import Stored, VisitView


@dataclass(frozen=True)
class Device:
    """A device that signs events (thiết bị tại chốt): where it stands, its Ed25519 public key (hexadecimal).

    Valid for events from `valid_from` to before `valid_until`. From `lost_at` on nothing of it is received,
    whatever its events say. `checkpoints` empty: all of the gate. `unmanned`: the capacity in which a camera
    writes.
    """

    device: str
    gate: str
    public_key: str
    valid_from: datetime
    valid_until: datetime | None = None
    lost_at: datetime | None = None
    checkpoints: frozenset[str] = frozenset()
    unmanned: Actor | None = None

    def is_valid(self, at: datetime) -> bool:
        """Whether its events of that moment count."""
        return self.valid_from <= at and (self.valid_until is None or at < self.valid_until)


@dataclass(frozen=True)
class Duty:
    """In which capacity somebody may write, where and from when to when; `gates` empty: at all of them."""

    officer: str
    actor: Actor
    valid_from: datetime
    valid_until: datetime | None = None
    gates: frozenset[str] = frozenset()

    def covers(self, actor: Actor, gate: str, at: datetime) -> bool:
        """Whether that was allowed then: rights are those of the moment of the event."""
        timely = self.valid_from <= at and (self.valid_until is None or at < self.valid_until)
        return timely and actor == self.actor and (not self.gates or gate in self.gates)


@dataclass(frozen=True)
class ChainEnd:
    """The last event of a device that stands in its chain."""

    seq: int = 0
    digest: str = NO_HASH
    effective_at: datetime | None = None


@dataclass(frozen=True)
class Item:
    """One event as delivered: its JSON, and the device's signature in hexadecimal."""

    wire: object
    signature: str


@dataclass(frozen=True)
class Batch:
    """What a device delivers at once; `sent_at` is its clock at the moment of sending."""

    sent_at: datetime
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Receipt:
    """The answer to one event: the same event gets the same one for ever. `digest` is the event's."""

    event_id: UUID | None
    digest: str
    status: int
    code: str
    of: UUID | None = None
    missing: tuple[str, ...] = ()

    @property
    def body(self) -> dict[str, object]:
        """The answer as JSON."""
        told: dict[str, object] = {
            "event_id": str(self.event_id) if self.event_id else None,
            "code": self.code,
        }
        if self.of is not None:
            told["duplicate_of" if self.code in {"DUPLICATE", "REPEAT"} else "of"] = str(self.of)
        if self.missing:
            told["missing"] = list(self.missing)
        return told


@dataclass(frozen=True)
class Parked:
    """An authentic event that waits for one before it in its device's chain."""

    event: CheckpointEvent
    signature: str
    sent_at: datetime
    received_at: datetime


@dataclass(frozen=True)
class Kept:
    """An event that goes into the log, with its signature and the answer given."""

    stored: Stored
    signature: str
    sent_at: datetime
    receipt: Receipt


@dataclass(frozen=True)
class Quarantined:
    """A copy of what was refused, for people to look at; it changes no state.

    `in_chain`: the device did write it, so its place in the chain is taken and its receipt stands.
    """

    wire: object
    signature: str
    received_at: datetime
    receipt: Receipt
    in_chain: bool = False


@dataclass(frozen=True)
class Alarm:
    """Something for people to see at once (cảnh báo)."""

    code: str
    gate: str
    event_id: UUID | None
    visit: UUID | None
    at: datetime


@dataclass(frozen=True)
class IngestRules:
    """All numbers of the receipt; `furthest`: how far ahead of its chain an event may be parked."""

    clock: ClockRules = CLOCK_RULES
    visit: VisitRules = RULES
    live: timedelta = LIVE
    furthest: int = 20_000


INGEST_RULES: Final = IngestRules()


@dataclass(frozen=True)
class Known:
    """What is stored and matters for a batch.

    `visits`: all kept events of every visit that the batch or the devices' parked events name (a visit that
    is not there is unknown). `receipts`: those of all these events, and of events in quarantine that stand in
    a chain, by id. `parked`: by device and number. `commanded`: events of these visits that opened a barrier.
    """

    devices: Mapping[str, Device] = field(default_factory=dict)
    duties: Mapping[str, tuple[Duty, ...]] = field(default_factory=dict)
    visits: Mapping[UUID, tuple[Stored, ...]] = field(default_factory=dict)
    receipts: Mapping[UUID, Receipt] = field(default_factory=dict)
    ends: Mapping[str, ChainEnd] = field(default_factory=dict)
    parked: Mapping[tuple[str, int], Parked] = field(default_factory=dict)
    commanded: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Received:
    """What became of a batch: one answer for each item in its order, and everything to be written at once.

    `unparked`: ids of events that were parked before and are so no longer. `ends`: chains as they stand now,
    of devices that moved. `views`: the visits that changed.
    """

    answers: tuple[Receipt, ...]
    kept: tuple[Kept, ...]
    parked: tuple[Parked, ...]
    unparked: tuple[UUID, ...]
    quarantined: tuple[Quarantined, ...]
    ends: Mapping[str, ChainEnd]
    commands: tuple[BarrierCommand, ...]
    alarms: tuple[Alarm, ...]
    views: Mapping[UUID, VisitView]
