"""The open schema of checkpoint events: one table of payloads; checks and JSON Schema both follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, cast
from uuid import UUID

from tinhso.bordergate.core.events import FORM, CheckpointEvent
from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.kinds import EventKind
from tinhso.bordergate.core.shaping import problem_of
from tinhso.bordergate.core.tracks import RESULTS, Actor, Track, TrackState

_UUID: Final = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
_DAY: Final = r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
_MOMENT: Final = _DAY + r"(\.([0-9]{3}|[0-9]{6}))?(Z|[+-][0-9]{2}:[0-9]{2})$"
_DEVICE_MOMENT: Final = _DAY + r"\.[0-9]{3}Z$"
_NAME: Final = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$"
_NAME_OR_NONE: Final = r"^([A-Za-z0-9][A-Za-z0-9._:-]{0,63})?$"


def _text(most: int = 500) -> dict[str, object]:
    return {"type": "string", "maxLength": most}


def _pattern(pattern: str) -> dict[str, object]:
    return {"type": "string", "pattern": pattern}


def _enum(values: list[str]) -> dict[str, object]:
    return {"type": "string", "enum": values}


_KG: Final[dict[str, object]] = {"type": "integer", "minimum": 1, "maximum": 10**7}
_DONG: Final[dict[str, object]] = {"type": "integer", "minimum": 0, "maximum": 10**12}
_COUNT: Final[dict[str, object]] = {"type": "integer", "minimum": 1, "maximum": 10**6}
_YES: Final[dict[str, object]] = {"type": "boolean"}
_TRACK: Final = _enum([track.value for track in Track])
_FINDING: Final = _enum(sorted(state.value for state in RESULTS))
_STREAM: Final = _enum(["F", "P", "G"])
_THINGS: Final[dict[str, object]] = {
    "type": "object",
    "properties": {name: _text(64) for name in ("tractor", "trailer", "container", "seal", "driver", "vin")},
    "additionalProperties": False,
}
_STARTS: Final[dict[str, object]] = {
    "type": "object",
    "properties": {track.value: _enum([TrackState.PENDING, TrackState.NOT_NEEDED]) for track in Track},
    "additionalProperties": False,
}
_LOADS: Final[dict[str, object]] = {
    "type": "array",
    "minItems": 1,
    "maxItems": 50,
    "items": {
        "type": "object",
        "properties": {"unit": _text(64), "kg": _KG},
        "required": ["unit", "kg"],
        "additionalProperties": False,
    },
}
_LIST: Final[dict[str, object]] = {"type": "array", "maxItems": 200, "items": _text(200)}


@dataclass(frozen=True)
class Shape:
    """What the payload of a kind holds: fields that must be there, fields that may (as JSON Schema)."""

    required: Mapping[str, Mapping[str, object]]
    optional: Mapping[str, Mapping[str, object]]

    @property
    def schema(self) -> dict[str, object]:
        """The payload's JSON Schema."""
        return {
            "type": "object",
            "properties": {**self.required, **self.optional},
            "required": sorted(self.required),
            "additionalProperties": False,
        }


def _shape(**fields: Mapping[str, object]) -> Shape:
    """Names that end in an underscore may be left out."""
    return Shape(
        MappingProxyType({name: one for name, one in fields.items() if not name.endswith("_")}),
        MappingProxyType({name.rstrip("_"): one for name, one in fields.items() if name.endswith("_")}),
    )


_SCAN: Final = _shape(seen_=_THINGS, call_list_=_text(64), note_=_text())
_REASON: Final = _shape(reason=_text(), reference_=_text(120))
_DECISION: Final = _shape(reason=_text(), decision=_text(120))

SHAPES: Final[Mapping[EventKind, Shape]] = MappingProxyType(
    {
        EventKind.ACCEPTED: _shape(
            direction=_enum(["export", "import"]),
            stream=_STREAM,
            place=_text(64),
            things=_THINGS,
            tracks_=_STARTS,
            version_=_COUNT,
            returns_=_text(32),
            turned_back_of_=_pattern(_UUID),
        ),
        EventKind.RESUMED: _REASON,
        EventKind.RECLASSIFIED: _shape(stream=_STREAM, reason=_text()),
        EventKind.REORDERED: _DECISION,
        EventKind.CORRECTED: _shape(
            version=_COUNT,
            fields=_LIST,
            reopens={"type": "array", "maxItems": 5, "items": _TRACK},
            inspection_=_YES,
            stream_=_STREAM,
            things_=_THINGS,
            tracks_=_STARTS,
        ),
        EventKind.TRACTOR_CHANGED: _shape(
            things=_THINGS, parties=_LIST, decision_=_text(120), version_=_COUNT
        ),
        EventKind.DRIVER_CHANGED: _shape(things=_THINGS, parties=_LIST, version_=_COUNT),
        EventKind.CALLED: _shape(valid_until=_pattern(_MOMENT), called_seq_=_COUNT),
        EventKind.LISTED: _shape(
            call_list=_text(64), valid_from=_pattern(_MOMENT), valid_until=_pattern(_MOMENT)
        ),
        EventKind.EXPIRED: _shape(),
        EventKind.DEFERRED: _shape(not_before=_pattern(_MOMENT), hours_=_COUNT),
        EventKind.SUSPENDED: _REASON,
        EventKind.DIVERTED: _shape(
            to_gate=_pattern(_NAME), reason=_text(), decision_=_text(120), outside_=_YES
        ),
        EventKind.AUTHORISED: _shape(reason=_text(), decision=_text(120), valid_until=_pattern(_MOMENT)),
        EventKind.MISMATCH: _shape(field=_text(32), declared_=_text(64), seen_=_text(64), note_=_text()),
        EventKind.ARRIVED: _SCAN,
        EventKind.YARD_IN: _shape(place_=_text(32), **{f"{k}_": v for k, v in _SCAN.optional.items()}),
        EventKind.HELD: _shape(reason=_text(), reference_=_text(120)),
        EventKind.CHECKED: _shape(
            track=_TRACK,
            result=_FINDING,
            version_=_COUNT,
            inspected_=_YES,
            reference_=_text(120),
            note_=_text(),
        ),
        EventKind.FEE_SETTLED: _shape(amount=_DONG, receipt=_text(64), version_=_COUNT),
        EventKind.FEE_REOPENED: _REASON,
        EventKind.RELEASED: _shape(hold=_pattern(_UUID), reason=_text()),
        EventKind.TRANSHIPPED: _shape(sources=_LOADS, targets=_LOADS, note_=_text()),
        EventKind.YARD_OUT: _SCAN,
        EventKind.DISPATCHED: _SCAN,
        EventKind.CROSSED: _SCAN,
        EventKind.DELIVERED: _shape(note_=_text()),
        EventKind.TURNED_BACK: _REASON,
        EventKind.RETURNED: _SCAN,
        EventKind.VOIDED: _shape(reason=_text(), decision=_text(120), vehicles_=_LIST),
        EventKind.CANCELLED: _REASON,
        EventKind.REFUSED: _REASON,
        EventKind.CLOSED: _shape(note_=_text()),
    }
)

HEAD: Final[Mapping[str, object]] = MappingProxyType(
    {
        "type": "object",
        "properties": {
            "form": {"const": FORM},
            "event_id": _pattern(_UUID),
            "visit": _pattern(_UUID),
            "kind": _enum([kind.value for kind in EventKind]),
            "gate": _pattern(_NAME),
            "checkpoint": _pattern(_NAME_OR_NONE),
            "device": _pattern(_NAME),
            "device_seq": {"type": "integer", "minimum": 0, "maximum": 2**53 - 1},
            "device_time": _pattern(_DEVICE_MOMENT),
            "officer": _pattern(_NAME_OR_NONE),
            "actor": _enum([actor.value for actor in Actor]),
            "payload": {"type": "object"},
            "prev_hash": _pattern("^[0-9a-f]{64}$"),
        },
        "additionalProperties": False,
    }
)
"""Every event's own fields; all are required."""


_FIELDS: Final = cast(dict[str, object], HEAD["properties"])
_REQUIRED_HEAD: Final[Mapping[str, object]] = {**HEAD, "required": sorted(_FIELDS)}


def json_schema() -> dict[str, object]:
    """The open schema of a checkpoint event (JSON Schema 2020-12): the head, and one payload per kind."""
    cases = [
        {
            "if": {"properties": {"kind": {"const": kind.value}}},
            "then": {"properties": {"payload": shape.schema}},
        }
        for kind, shape in SHAPES.items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Checkpoint event",
        **_REQUIRED_HEAD,
        "allOf": cases,
    }


_PAYLOADS: Final = {kind.value: shape.schema for kind, shape in SHAPES.items()}


def parse(wire: object) -> CheckpointEvent:
    """The event out of its JSON. Raises GateFault `EVENT_SHAPE` (422) with the field that is wrong."""
    problem = problem_of(wire, _REQUIRED_HEAD, "event")
    head = cast(Mapping[str, object], wire)
    if problem is None:
        problem = problem_of(head["payload"], _PAYLOADS[str(head["kind"])], "event.payload")
    if problem is not None:
        raise GateFault("EVENT_SHAPE", problem, extra={"problem": problem})
    return CheckpointEvent(
        event_id=UUID(str(head["event_id"])),
        visit=UUID(str(head["visit"])),
        kind=EventKind(str(head["kind"])),
        gate=str(head["gate"]),
        checkpoint=str(head["checkpoint"]),
        device=str(head["device"]),
        device_seq=cast(int, head["device_seq"]),
        device_time=moment_in(head["device_time"], "event.device_time"),
        officer=str(head["officer"]),
        actor=Actor(str(head["actor"])),
        payload=cast(Mapping[str, object], head["payload"]),
        prev_hash=str(head["prev_hash"]),
    )


def moment_in(text: object, path: str) -> datetime:
    """The aware moment that is printed there. Raises GateFault `EVENT_SHAPE` for the 30th of February."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise GateFault("EVENT_SHAPE", f"{path} is no moment.", extra={"problem": path}) from error
    if moment.tzinfo is None:
        raise GateFault("EVENT_SHAPE", f"{path} has no time zone.", extra={"problem": path})
    return moment
