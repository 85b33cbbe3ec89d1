"""What can happen to a visit, and who may say so.

`cleared` is no event: it follows from tracks, fee and holds, and nobody can type it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.tracks import Actor


class EventKind(StrEnum):
    """The kinds of checkpoint event (sự kiện tại cửa khẩu), in the order of a visit's life.

    The order also decides between events of the very same moment, so that a call follows its acceptance.
    """

    ACCEPTED = "accepted"
    RESUMED = "resumed"
    RECLASSIFIED = "reclassified"
    REORDERED = "reordered"
    CORRECTED = "corrected"
    TRACTOR_CHANGED = "tractor_changed"
    DRIVER_CHANGED = "driver_changed"
    CALLED = "called"
    LISTED = "listed"
    EXPIRED = "expired"
    DEFERRED = "deferred"
    SUSPENDED = "suspended"
    DIVERTED = "diverted"
    AUTHORISED = "authorised"
    MISMATCH = "mismatch"
    ARRIVED = "arrived"
    YARD_IN = "yard_in"
    HELD = "held"
    CHECKED = "checked"
    FEE_SETTLED = "fee_settled"
    FEE_REOPENED = "fee_reopened"
    RELEASED = "released"
    TRANSHIPPED = "transhipped"
    YARD_OUT = "yard_out"
    DISPATCHED = "dispatched"
    CROSSED = "crossed"
    DELIVERED = "delivered"
    TURNED_BACK = "turned_back"
    RETURNED = "returned"
    VOIDED = "voided"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    CLOSED = "closed"


RANK: Final[Mapping[EventKind, int]] = MappingProxyType({kind: place for place, kind in enumerate(EventKind)})

SCANS: Final = frozenset(
    {EventKind.ARRIVED, EventKind.YARD_IN, EventKind.YARD_OUT, EventKind.DISPATCHED, EventKind.CROSSED}
)
"""Kinds that say where the truck is: it cannot be at two gates at once."""

_CENTRE: Final = frozenset({Actor.GATE_CENTRE})
_SERVER: Final = frozenset({Actor.SERVER})
_GUARD: Final = frozenset({Actor.BORDER_GUARD})
_ENTRY: Final = frozenset({Actor.BORDER_GUARD, Actor.GATE_CENTRE, Actor.YARD})
_QUARANTINE: Final = frozenset({Actor.PLANT_QUARANTINE, Actor.ANIMAL_QUARANTINE})
_CUSTOMS: Final = frozenset({Actor.CUSTOMS, Actor.CUSTOMS_MIRROR})
_CHECKERS: Final = frozenset({Actor.HEALTH}) | _QUARANTINE | _GUARD | _CUSTOMS

KIND_WRITERS: Final[Mapping[EventKind, frozenset[Actor]]] = MappingProxyType(
    {
        EventKind.ACCEPTED: _SERVER,
        EventKind.RESUMED: _SERVER | _CENTRE,
        EventKind.RECLASSIFIED: frozenset({Actor.PLANT_QUARANTINE, Actor.ANIMAL_QUARANTINE})
        | _SERVER
        | _CENTRE,
        EventKind.REORDERED: _CENTRE,
        EventKind.CORRECTED: _SERVER,
        EventKind.TRACTOR_CHANGED: _SERVER | _GUARD | _CENTRE,
        EventKind.DRIVER_CHANGED: _SERVER | _GUARD,
        EventKind.CALLED: _SERVER,
        EventKind.LISTED: _SERVER,
        EventKind.EXPIRED: _SERVER,
        EventKind.DEFERRED: _SERVER,
        EventKind.SUSPENDED: _SERVER | _CENTRE,
        EventKind.DIVERTED: _SERVER | _CENTRE,
        EventKind.AUTHORISED: _CENTRE,
        EventKind.MISMATCH: _ENTRY | _CHECKERS,
        EventKind.ARRIVED: _ENTRY,
        EventKind.YARD_IN: _ENTRY,
        EventKind.HELD: _CHECKERS | _CENTRE,
        EventKind.CHECKED: _CHECKERS,
        EventKind.FEE_SETTLED: frozenset({Actor.CASHIER}),
        EventKind.FEE_REOPENED: frozenset({Actor.CASHIER}),
        EventKind.RELEASED: _CHECKERS | _CENTRE,
        EventKind.TRANSHIPPED: frozenset({Actor.YARD, Actor.CUSTOMS, Actor.GATE_CENTRE}),
        EventKind.YARD_OUT: _ENTRY,
        EventKind.DISPATCHED: _GUARD | _CENTRE,
        EventKind.CROSSED: _GUARD,
        EventKind.DELIVERED: _ENTRY | _SERVER,
        EventKind.TURNED_BACK: _GUARD | _CENTRE,
        EventKind.RETURNED: _GUARD,
        EventKind.VOIDED: _GUARD | _CENTRE,
        EventKind.CANCELLED: _SERVER | _CENTRE,
        EventKind.REFUSED: _CHECKERS | _CENTRE,
        EventKind.CLOSED: _SERVER | _CENTRE | _GUARD,
    }
)
"""Which capacity may write which kind; a check's track narrows it further (`tracks.WRITERS`)."""


def require_kind_writer(actor: Actor, kind: EventKind) -> None:
    """Raises GateFault `KIND_NOT_YOURS` (403) where that capacity does not write such events."""
    if actor not in KIND_WRITERS[kind]:
        raise GateFault(
            "KIND_NOT_YOURS",
            f"{actor} does not write {kind}.",
            status=403,
            extra={"kind": kind.value, "actor": actor.value},
        )
