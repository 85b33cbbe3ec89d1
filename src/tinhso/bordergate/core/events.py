"""The checkpoint event: what a device or the product says has happened, in a form that others can check.

The published form is described in docs/gate-events.md; `event_shapes.json_schema()` is its JSON Schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tinhso.bordergate.core.canonical import canonical_bytes, digest_of, is_signed, sign_bytes
from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.kinds import EventKind
from tinhso.bordergate.core.tracks import Actor

FORM: Final = "tinhso.gate-event/1"
"""Name and version of the published form; part of what is signed."""

NO_HASH: Final = "0" * 64
"""`prev_hash` of a device's first event, and of events that stand in no chain."""

SERVER: Final = "server"
"""The device of events that the product itself makes; they stand in no device's chain (`device_seq` 0)."""


def told(moment: datetime) -> str:
    """A moment as events print it: UTC, milliseconds, `2025-07-15T01:02:03.004Z`.

    Raises GateFault `NAIVE_MOMENT`.
    """
    if moment.tzinfo is None:
        raise GateFault("NAIVE_MOMENT", "A moment without a time zone is no moment.")
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


@dataclass(frozen=True)
class CheckpointEvent:
    """One thing that happened to one visit, said by one device.

    `device_time` is the device's clock in whole milliseconds; `device_seq` counts the device's events from 1
    without gaps, `prev_hash` is the digest of the one before. `actor` is the capacity in which `officer`
    writes; `payload` holds what the kind needs (`event_shapes.SHAPES`).
    """

    event_id: UUID
    visit: UUID
    kind: EventKind
    gate: str
    checkpoint: str
    device: str
    device_seq: int
    device_time: datetime
    officer: str
    actor: Actor
    payload: Mapping[str, object] = field(default_factory=dict)
    prev_hash: str = NO_HASH

    @property
    def wire(self) -> dict[str, object]:
        """The event as JSON: what is signed, sent, stored and published."""
        return {
            "form": FORM,
            "event_id": str(self.event_id),
            "visit": str(self.visit),
            "kind": self.kind.value,
            "gate": self.gate,
            "checkpoint": self.checkpoint,
            "device": self.device,
            "device_seq": self.device_seq,
            "device_time": told(self.device_time),
            "officer": self.officer,
            "actor": self.actor.value,
            "payload": dict(self.payload),
            "prev_hash": self.prev_hash,
        }

    @cached_property
    def canonical(self) -> bytes:
        """The bytes that are signed. Raises GateFault `NOT_CANONICAL`."""
        return canonical_bytes(self.wire)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes: what the device's next event names as `prev_hash`."""
        return digest_of(self.canonical)


def sign(event: CheckpointEvent, key: Ed25519PrivateKey) -> str:
    """The device's signature over the event."""
    return sign_bytes(event.canonical, key)


def verify(event: CheckpointEvent, signature: str, public_key: str) -> bool:
    """Whether the holder of that key signed exactly this event."""
    return is_signed(event.canonical, signature, public_key)


def server_event(
    kind: EventKind,
    visit: UUID,
    *,
    event_id: UUID,
    gate: str,
    at: datetime,
    officer: str = "",
    actor: Actor = Actor.SERVER,
    payload: Mapping[str, object] | None = None,
    checkpoint: str = "",
) -> CheckpointEvent:
    """An event that the product itself records: in no device's chain. `at` is told in whole milliseconds."""
    whole = at.replace(microsecond=at.microsecond // 1000 * 1000)
    return CheckpointEvent(
        event_id=event_id,
        visit=visit,
        kind=kind,
        gate=gate,
        checkpoint=checkpoint,
        device=SERVER,
        device_seq=0,
        device_time=whole,
        officer=officer,
        actor=actor,
        payload=payload or {},
    )
