"""The call list that a gate takes along when the network goes (danh sách gọi ký sẵn): signed, short-lived.

An offline device admits the vehicles on it and no others, each once, and only while its call is valid.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, cast
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tinhso.bordergate.core.canonical import canonical_bytes, is_signed, sign_bytes
from tinhso.bordergate.core.events import told
from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.visit_states import Combination, VisitState, VisitView

FORM: Final = "tinhso.call-list/1"
VALID_FOR: Final = timedelta(hours=8)
"""How long a list may be used: a choice of the published rules for offline gates."""
_COMPARED: Final = ("tractor", "trailer", "container", "seal")


@dataclass(frozen=True)
class ListedCall:
    """One vehicle that may come in: what it must look like, from when to before when. Nothing personal."""

    visit: UUID
    place: str
    tractor: str
    trailer: str
    container: str
    seal: str
    valid_from: datetime
    valid_until: datetime

    @property
    def wire(self) -> dict[str, object]:
        """The entry as JSON."""
        return {
            "visit": str(self.visit),
            "place": self.place,
            **{name: getattr(self, name) for name in _COMPARED},
            "valid_from": told(self.valid_from),
            "valid_until": told(self.valid_until),
        }


@dataclass(frozen=True)
class CallList:
    """The list of one gate and direction; `list_id` is named by every event that rests on it."""

    list_id: str
    gate: str
    direction: str
    issued_at: datetime
    valid_until: datetime
    calls: tuple[ListedCall, ...]

    @property
    def wire(self) -> dict[str, object]:
        """The list as JSON: what is signed and handed to devices."""
        return {
            "form": FORM,
            "list_id": self.list_id,
            "gate": self.gate,
            "direction": self.direction,
            "issued_at": told(self.issued_at),
            "valid_until": told(self.valid_until),
            "calls": [call.wire for call in self.calls],
        }


def listed(view: VisitView) -> ListedCall | None:
    """A visit's entry: only while it is called, not held, and its call stands."""
    call, things = view.call, view.combination
    if view.visit is None or call is None or call.withdrawn or view.state != VisitState.CALLED or view.frozen:
        return None
    return ListedCall(
        visit=view.visit,
        place=view.place,
        tractor=things.tractor,
        trailer=things.trailer,
        container=things.container,
        seal=things.seal,
        valid_from=call.called_at,
        valid_until=call.valid_until,
    )


def issue(
    list_id: str,
    views: Sequence[VisitView],
    planned: Sequence[ListedCall] = (),
    *,
    gate: str,
    direction: str,
    at: datetime,
    valid_for: timedelta = VALID_FOR,
) -> CallList:
    """The list of a gate at a moment: all that are called there, and those `planned` to be, by place.

    For each planned one the product records an event `listed`, on which an offline arrival then rests.
    """
    here = [view for view in views if view.gate == gate and view.direction == direction]
    calls = [call for view in here if (call := listed(view)) is not None and call.valid_until > at]
    until = at + valid_for
    entries = [*calls, *(replace(one, valid_until=min(one.valid_until, until)) for one in planned)]
    by_place = tuple(sorted(entries, key=lambda call: (call.place, call.valid_from)))
    return CallList(list_id, gate, direction, at, until, by_place)


def sign(one: CallList, key: Ed25519PrivateKey) -> str:
    """The server's signature over the list."""
    return sign_bytes(canonical_bytes(one.wire), key)


def opened(wire: Mapping[str, object], signature: str, public_key: str) -> CallList:
    """A list as a device received it. Raises GateFault `BAD_SIGNATURE` (401), `CALL_LIST_SHAPE` (422)."""
    if not is_signed(canonical_bytes(wire), signature, public_key):
        raise GateFault("BAD_SIGNATURE", "The call list is not signed by the server.", status=401)
    try:
        return _parsed(wire)
    except (KeyError, ValueError, TypeError) as error:
        raise GateFault("CALL_LIST_SHAPE", str(error)) from error


def _parsed(wire: Mapping[str, object]) -> CallList:
    if wire["form"] != FORM:
        raise ValueError(f"another form: {wire['form']}")
    return CallList(
        list_id=str(wire["list_id"]),
        gate=str(wire["gate"]),
        direction=str(wire["direction"]),
        issued_at=datetime.fromisoformat(str(wire["issued_at"])),
        valid_until=datetime.fromisoformat(str(wire["valid_until"])),
        calls=tuple(_entry(call) for call in cast(Sequence[Mapping[str, object]], wire["calls"])),
    )


def _entry(wire: Mapping[str, object]) -> ListedCall:
    return ListedCall(
        visit=UUID(str(wire["visit"])),
        place=str(wire["place"]),
        tractor=str(wire["tractor"]),
        trailer=str(wire["trailer"]),
        container=str(wire["container"]),
        seal=str(wire["seal"]),
        valid_from=datetime.fromisoformat(str(wire["valid_from"])),
        valid_until=datetime.fromisoformat(str(wire["valid_until"])),
    )


def admit(
    one: CallList,
    seen: Combination,
    *,
    at: datetime,
    admitted: Collection[UUID] = (),
    visit: UUID | None = None,
) -> ListedCall:
    """The entry on which a vehicle may come in now, found by its tractor's key or its ticket's `visit`.

    `admitted`: visits that were let in before. Raises GateFault, all with status 409: `LIST_EXPIRED`,
    `NOT_LISTED`, `ALREADY_ADMITTED`, `NO_VALID_CALL`, `HELD_MISMATCH` (with the names that differ).
    """
    if not one.issued_at <= at < one.valid_until:
        raise GateFault("LIST_EXPIRED", one.list_id, status=409)
    for call in one.calls:
        if call.visit == visit or (visit is None and call.tractor == seen.tractor):
            return _checked(call, seen, at, admitted)
    raise GateFault("NOT_LISTED", seen.tractor or str(visit), status=409)


def _checked(call: ListedCall, seen: Combination, at: datetime, admitted: Collection[UUID]) -> ListedCall:
    if call.visit in admitted:
        raise GateFault("ALREADY_ADMITTED", call.place, status=409)
    if not call.valid_from <= at < call.valid_until:
        raise GateFault("NO_VALID_CALL", call.place, status=409)
    looked = {name: getattr(seen, name) for name in _COMPARED if getattr(seen, name)}
    differing = sorted(name for name, value in looked.items() if value != getattr(call, name))
    if differing:
        raise GateFault("HELD_MISMATCH", call.place, status=409, extra={"fields": differing})
    return call
