"""The published form of events: bytes, hashes, signatures, and the open schema against real events."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from tinhso.bordergate.core.canonical import canonical_bytes, digest_of, is_signed
from tinhso.bordergate.core.event_shapes import SHAPES, json_schema, parse
from tinhso.bordergate.core.events import NO_HASH, sign, verify
from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.kinds import KIND_WRITERS, RANK, EventKind
from tinhso.bordergate.core.tests.gate_world import Handheld, Story, at
from tinhso.bordergate.core.tracks import Actor
from tinhso.bordergate.core.visits import HANDLERS

VALIDATOR = jsonschema_rs.validator_for(json_schema())
DOCUMENT = Path(__file__).resolve().parents[5] / "docs" / "gate-events.md"
WIRES: list[dict[str, Any]] = [
    stored.event.wire for stored in Story().accept().call().arrive().check_all().events
]


def handed() -> tuple[Handheld, dict[str, object]]:
    device = Handheld("d1")
    seen = {"container": "CSQU3054383"}
    return device, device.event(EventKind.ARRIVED, at(9, 10, 7), seen=seen, note="Lạng Sơn").wire


def test_the_bytes_are_those_of_any_other_writer() -> None:
    device, wire = handed()
    event = parse(wire)
    other = json.dumps(wire, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert event.canonical == other
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(device.public)).verify(
        bytes.fromhex(sign(event, device.key)), other
    )
    assert event.wire == wire


@pytest.mark.parametrize("field", sorted(WIRES[0].keys() - {"form"}))
def test_no_field_can_be_changed_under_a_signature(field: str) -> None:
    device, wire = handed()
    event = parse(wire)
    signature = sign(event, device.key)
    other: dict[str, Any] = {
        "event_id": event.visit,
        "visit": event.event_id,
        "kind": EventKind.YARD_IN,
        "device_seq": 2,
        "device_time": at(9, 10, 8),
        "actor": Actor.YARD,
        "payload": {},
        "prev_hash": "1" * 64,
    }
    changed = replace(event, **{field: other.get(field, "X")})
    assert verify(event, signature, device.public)
    assert not verify(changed, signature, device.public)


@pytest.mark.parametrize("signature", ["", "00" * 64, "zz" * 64, "A" * 128, "0" * 127])
def test_what_is_no_signature_is_none(signature: str) -> None:
    device, wire = handed()
    assert not verify(parse(wire), signature, device.public)
    assert not is_signed(b"x", "0" * 128, "1" * 63)


def test_a_device_chains_its_events() -> None:
    device = Handheld("d1")
    first = device.event(EventKind.ARRIVED, at(9))
    second = device.event(EventKind.YARD_IN, at(9, 1))
    assert first.prev_hash == NO_HASH
    assert second.prev_hash == first.digest == digest_of(first.canonical)


@pytest.mark.parametrize(
    "value", [{"a": 1.0}, {"a": 2**53}, {"A": 1}, {"a b": 1}, {"a": "e\u0302"}, {"a": "\ud800"}, {"a": {1}}]
)
def test_some_things_have_no_canonical_form(value: dict[str, object]) -> None:
    with pytest.raises(GateFault, match="NOT_CANONICAL"):
        canonical_bytes(value)


def test_bytes_do_not_depend_on_the_order_of_keys() -> None:
    assert canonical_bytes({"b": [1, None, True], "a": "Ạ"}) == '{"a":"Ạ","b":[1,null,true]}'.encode()


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire["kind"])
def test_real_events_follow_the_open_schema(wire: dict[str, object]) -> None:
    VALIDATOR.validate(wire)
    assert parse(wire).wire == wire


def _mutations() -> st.SearchStrategy[tuple[str, str, object]]:
    odd = st.one_of(
        st.none(), st.booleans(), st.integers(-1, 3), st.text(max_size=3), st.just([]), st.just({"x": 1})
    )
    where = st.sampled_from(["head", "payload"])
    return st.tuples(where, st.sampled_from([*WIRES[0], *WIRES[0]["payload"], "track", "seen", "new"]), odd)


@given(st.sampled_from(WIRES), _mutations(), st.booleans())
def test_the_schema_and_the_product_refuse_the_same(
    wire: dict[str, Any], mutation: tuple[str, str, object], remove: bool
) -> None:
    place, field, value = mutation
    head, payload = dict(wire), dict(wire["payload"])
    target = head if place == "head" else payload
    if remove:
        target.pop(field, None)
    else:
        target[field] = value
    if place == "payload":
        head["payload"] = payload
    try:
        parse(head)
        fine = True
    except GateFault as fault:
        fine = False
        assert fault.code == "EVENT_SHAPE"
    assert VALIDATOR.is_valid(head) == fine


def test_a_day_that_is_not_in_the_calendar_is_no_moment() -> None:
    with pytest.raises(GateFault, match="EVENT_SHAPE"):
        parse({**WIRES[0], "device_time": "2025-02-30T00:00:00.000Z"})


def test_the_published_schema_is_the_products() -> None:
    published = json.loads(DOCUMENT.with_suffix(".schema.json").read_text(encoding="utf-8"))
    assert published == json_schema()


def test_every_kind_is_complete() -> None:
    assert set(SHAPES) == set(HANDLERS) == set(KIND_WRITERS) == set(RANK) == set(EventKind)
    assert "cleared" not in {kind.value for kind in EventKind}


def test_the_page_for_makers_of_devices_tells_all_kinds_and_a_true_example() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for kind in EventKind:
        assert f"`{kind}`" in text, kind
    example, public, signature = re.findall(r"^    ([\[{\"a-f0-9].*)$", text, flags=re.MULTILINE)[:3]
    event = parse(json.loads(example))
    assert event.canonical.decode() == example
    assert verify(event, signature, public)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    with pytest.raises(InvalidSignature):
        key.verify(bytes.fromhex(signature), example.encode() + b" ")
