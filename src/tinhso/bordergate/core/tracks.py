"""The five agencies' tracks of a visit: who may write which, and what a correction opens again.

The dependency matrix is data: a pack may bring its own. The rules are those of the published method: a typing
error re-opens what depends on the field and nothing else, and the place is kept in every case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tinhso.bordergate.core.faults import GateFault


class Track(StrEnum):
    """One agency's part in a visit (phần việc của từng lực lượng)."""

    HEALTH = "health"
    QUARANTINE = "quarantine"
    BORDER_GUARD = "border_guard"
    CUSTOMS = "customs"
    FEE = "fee"


class TrackState(StrEnum):
    """How a track stands."""

    NOT_NEEDED = "not_needed"
    PENDING = "pending"
    PASSED = "passed"
    HELD = "held"
    FAILED = "failed"


class Actor(StrEnum):
    """In which capacity somebody, or some machine, writes (tư cách người ghi)."""

    HEALTH = "health"
    PLANT_QUARANTINE = "plant_quarantine"
    ANIMAL_QUARANTINE = "animal_quarantine"
    BORDER_GUARD = "border_guard"
    CUSTOMS = "customs"
    CUSTOMS_MIRROR = "customs_mirror"
    """The import of decisions out of the customs' own system."""
    GATE_CENTRE = "gate_centre"
    YARD = "yard"
    CASHIER = "cashier"
    """The ledger of fees: a fee is settled by money or by a recorded exemption."""
    SERVER = "server"
    """The product itself, for what declarants ask of it and for what its rules decide."""


DONE: Final = frozenset({TrackState.PASSED, TrackState.NOT_NEEDED})
"""States in which a track asks for nothing more."""

RESULTS: Final = frozenset({TrackState.PASSED, TrackState.HELD, TrackState.FAILED, TrackState.NOT_NEEDED})
"""What a check may find. `pending` comes from the start or a correction, never from an officer."""

WRITERS: Final[Mapping[Track, frozenset[Actor]]] = MappingProxyType(
    {
        Track.HEALTH: frozenset({Actor.HEALTH}),
        Track.QUARANTINE: frozenset({Actor.PLANT_QUARANTINE, Actor.ANIMAL_QUARANTINE}),
        Track.BORDER_GUARD: frozenset({Actor.BORDER_GUARD}),
        Track.CUSTOMS: frozenset({Actor.CUSTOMS, Actor.CUSTOMS_MIRROR}),
        Track.FEE: frozenset({Actor.CASHIER}),
    }
)


def may_write(actor: Actor, track: Track) -> bool:
    """Whether that capacity writes that track. Release by customs comes from customs alone."""
    return actor in WRITERS[track]


def require_writer(actor: Actor, track: Track) -> None:
    """Raises GateFault `TRACK_NOT_YOURS` (403) where the track belongs to somebody else."""
    if not may_write(actor, track):
        raise GateFault(
            "TRACK_NOT_YOURS",
            f"{actor} does not write the track of {track}.",
            status=403,
            extra={"track": track.value, "actor": actor.value},
        )


def missing_for_release(tracks: Mapping[Track, TrackState]) -> tuple[str, ...]:
    """The tracks that still stand in the way, in the order of `Track`. A track not told of is pending."""
    return tuple(track.value for track in Track if tracks.get(track, TrackState.PENDING) not in DONE)


@dataclass(frozen=True)
class Effect:
    """What changing a field does to a visit.

    `reopens`: tracks whose approval no longer stands; `inspection`: customs must see the goods again;
    `stream`: the stream is found anew; `once`: allowed once before arrival, then with a decision; `divert`:
    no correction but a diversion.
    """

    reopens: frozenset[Track] = frozenset()
    inspection: bool = False
    stream: bool = False
    once: bool = False
    divert: bool = False

    def __or__(self, other: Effect) -> Effect:
        return Effect(
            self.reopens | other.reopens,
            self.inspection or other.inspection,
            self.stream or other.stream,
            self.once or other.once,
            self.divert or other.divert,
        )


NO_EFFECT: Final = Effect()
_GOODS: Final = Effect(frozenset({Track.CUSTOMS, Track.QUARANTINE, Track.FEE}), stream=True)
_PERSON: Final = Effect(frozenset({Track.BORDER_GUARD}))
_BOX: Final = Effect(frozenset({Track.CUSTOMS, Track.QUARANTINE, Track.BORDER_GUARD}), inspection=True)
UNKNOWN_FIELD: Final = Effect(frozenset(Track), stream=True)
"""A field that no rule names re-opens everything: forgotten fields must not slip through."""

Matrix = Sequence[tuple[str, Effect]]
"""Rules (field or beginning of a field, effect): the longest beginning that fits decides."""

MATRIX: Final[Matrix] = (
    ("driver.phone", NO_EFFECT),
    ("driver", _PERSON),
    ("relay_driver.phone", NO_EFFECT),
    ("relay_driver", _PERSON),
    ("health", Effect(frozenset({Track.HEALTH}))),
    ("goods", _GOODS),
    ("goods.name_zh", NO_EFFECT),
    ("goods.value", Effect(frozenset({Track.CUSTOMS}))),
    ("goods.customs_number", Effect(frozenset({Track.CUSTOMS}))),
    ("goods.customs_channel", Effect(frozenset({Track.CUSTOMS}))),
    ("goods.origin_code", Effect(frozenset({Track.CUSTOMS, Track.QUARANTINE}))),
    ("goods.quarantine_certificate", Effect(frozenset({Track.QUARANTINE}), stream=True)),
    ("tractor", Effect(frozenset({Track.BORDER_GUARD}), once=True)),
    ("trailer", Effect(frozenset({Track.BORDER_GUARD, Track.CUSTOMS}))),
    ("container", _BOX),
    ("seal", _BOX),
    ("fee.payer", NO_EFFECT),
    ("fee", Effect(frozenset({Track.FEE}))),
    ("handover", Effect(frozenset({Track.BORDER_GUARD, Track.CUSTOMS, Track.FEE}))),
    ("gate", Effect(divert=True)),
    ("direction", Effect(divert=True)),
    ("route", Effect(frozenset({Track.BORDER_GUARD, Track.CUSTOMS}))),
    ("mode", Effect(frozenset({Track.CUSTOMS, Track.FEE, Track.BORDER_GUARD}))),
    ("yard", NO_EFFECT),
    ("planned_at", NO_EFFECT),
    ("asked_stream", NO_EFFECT),
)
"""The matrix for the fields of a declaration; a choice of this project where published rules name none."""


def effect_of(fields: Iterable[str], matrix: Matrix = MATRIX) -> Effect:
    """What changing these fields does together; fields as `Change.field` names them."""
    found = NO_EFFECT
    for field in fields:
        rules = [rule for rule in matrix if field == rule[0] or field.startswith(rule[0] + ".")]
        found |= max(rules, key=lambda rule: len(rule[0]))[1] if rules else UNKNOWN_FIELD
    return found
