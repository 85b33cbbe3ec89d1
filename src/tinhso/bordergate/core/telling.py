"""What the log of a line tells of one visit, as events of the product itself.

Nothing is written for it: an entry of the line is an event already, under the entry's own id and moment. An
entry that follows from an event (`data.event`) tells nothing more, as the event stands in the log itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID, uuid5

from tinhso.bordergate.core.events import server_event
from tinhso.bordergate.core.kinds import EventKind
from tinhso.bordergate.core.tracks import Actor
from tinhso.bordergate.core.visit_states import Stored

EVENT: Final = "event"
"""The field of an entry's data that names the event from which it follows."""


@dataclass(frozen=True)
class LineFact:
    """One entry of a line's log about one place."""

    entry: UUID
    at: datetime
    step: str
    data: Mapping[str, object]


@dataclass(frozen=True)
class Terms:
    """What was agreed when the place was given: `things` are bound together, by their keys."""

    visit: UUID
    place: str
    gate: str
    direction: str
    stream: str
    version: int
    things: Mapping[str, str]


@dataclass
class _Line:
    """The log while it is told; `held`: the entry that holds the place."""

    terms: Terms
    held: UUID | None = None


Told = tuple[EventKind, Actor, Mapping[str, object]]
_SERVER: Final = Actor.SERVER


def stored_of(terms: Terms, facts: Iterable[LineFact]) -> tuple[Stored, ...]:
    """The line's entries of one place, in their order, as events."""
    line = _Line(terms)
    return tuple(event for fact in facts if EVENT not in fact.data for event in _events(line, fact))


def _events(line: _Line, fact: LineFact) -> Iterator[Stored]:
    tell = _STEPS.get(fact.step)
    for number, (kind, actor, payload) in enumerate(tell(line, fact) if tell else ()):
        event = server_event(
            kind,
            line.terms.visit,
            event_id=uuid5(fact.entry, str(number)) if number else fact.entry,
            gate=line.terms.gate,
            at=fact.at,
            actor=actor,
            payload=payload,
        )
        yield Stored(event, fact.at, fact.at)


def _accepted(line: _Line, fact: LineFact) -> list[Told]:
    terms = line.terms
    payload: dict[str, object] = {
        "direction": terms.direction,
        "stream": str(fact.data.get("stream", terms.stream)),
        "place": terms.place,
        "version": terms.version,
        "things": dict(terms.things),
    }
    return [(EventKind.ACCEPTED, _SERVER, payload)]


def _called(_line: _Line, fact: LineFact) -> list[Told]:
    payload: dict[str, object] = {"valid_until": fact.data["valid_until"]}
    if "call" in fact.data:
        payload["called_seq"] = fact.data["call"]
    return [(EventKind.CALLED, _SERVER, payload)]


def _admitted(_line: _Line, _fact: LineFact) -> list[Told]:
    return [(EventKind.ARRIVED, Actor.BORDER_GUARD, {})]


def _expired(_line: _Line, _fact: LineFact) -> list[Told]:
    return [(EventKind.EXPIRED, _SERVER, {})]


def _deferred(_line: _Line, fact: LineFact) -> list[Told]:
    until = fact.at + timedelta(hours=int(str(fact.data["hours"])))
    return [(EventKind.DEFERRED, _SERVER, {"not_before": until.isoformat(), "hours": fact.data["hours"]})]


def _held(line: _Line, fact: LineFact) -> list[Told]:
    """A place held in the line is missing something, and its call counts no longer."""
    line.held = fact.entry
    reason = {"reason": str(fact.data.get("why", ""))}
    return [(EventKind.HELD, Actor.GATE_CENTRE, reason), (EventKind.SUSPENDED, _SERVER, reason)]


def _released(line: _Line, fact: LineFact) -> list[Told]:
    reason = str(fact.data.get("why", ""))
    resumed: Told = (EventKind.RESUMED, _SERVER, {"reason": reason})
    if line.held is None:
        return [resumed]
    released: Told = (EventKind.RELEASED, Actor.GATE_CENTRE, {"hold": str(line.held), "reason": reason})
    line.held = None
    return [released, resumed]


def _suspended(_line: _Line, fact: LineFact) -> list[Told]:
    return [(EventKind.SUSPENDED, _SERVER, {"reason": str(fact.data.get("notice", ""))})]


def _reclassified(_line: _Line, fact: LineFact) -> list[Told]:
    told = {"stream": fact.data["to"], "reason": str(fact.data.get("why", ""))}
    return [(EventKind.RECLASSIFIED, _SERVER, told)]


def _cancelled(_line: _Line, _fact: LineFact) -> list[Told]:
    return [(EventKind.CANCELLED, _SERVER, {"reason": ""})]


_STEPS: Final[Mapping[str, Callable[[_Line, LineFact], list[Told]]]] = MappingProxyType(
    {
        "accepted": _accepted,
        "called": _called,
        "decided": _called,
        "renewed": _called,
        "admitted": _admitted,
        "expired": _expired,
        "deferred": _deferred,
        "held": _held,
        "released": _released,
        "suspended": _suspended,
        "reclassified": _reclassified,
        "cancelled": _cancelled,
    }
)
"""What each step of a line says of the visit; other steps follow from an event and say nothing more."""
