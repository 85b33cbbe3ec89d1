"""Visits: all events of places, from the line's log and from devices and agencies, and the views of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.base import clock
from tinhso.bordergate.core.events import NO_HASH, SERVER
from tinhso.bordergate.core.events import CheckpointEvent as Event
from tinhso.bordergate.core.ingest_types import Receipt
from tinhso.bordergate.core.keys import KeyProblem, plate_key
from tinhso.bordergate.core.kinds import EventKind
from tinhso.bordergate.core.telling import LineFact, Terms, stored_of
from tinhso.bordergate.core.tracks import Actor
from tinhso.bordergate.core.visit_states import Stored, VisitView
from tinhso.bordergate.core.visits import view_of
from tinhso.bordergate.models import CheckpointEvent, DeclarationVersion, LineEntry, LinePlace

_VERSION_FIELDS = (
    "declaration_id", "number", "recorded_at",
    "content__trailer", "content__seal", "content__tractor__country",
)  # fmt: skip


def visit_id(place: LinePlace) -> UUID:
    """The visit of a place, as devices name it: one declaration is one crossing, so its id is the visit's."""
    return place.declaration_id


def events_of(places: Collection[LinePlace]) -> dict[UUID, tuple[Stored, ...]]:
    """All events of these visits, by visit, as line and log tell them; three queries for any number.

    The places come with their lanes.
    """
    rows = CheckpointEvent.objects.filter(place__in=places).select_related("device")
    return joined(places, rows)


def joined(places: Collection[LinePlace], rows: Iterable[CheckpointEvent]) -> dict[UUID, tuple[Stored, ...]]:
    """The same, where the rows of the log have been read."""
    of_line = _facts(places)
    versions = _versions(places)
    logged: dict[int, list[Stored]] = {}
    by_key = {place.pk: place for place in places}
    for row in rows:
        if row.place_id in by_key:
            logged.setdefault(row.place_id, []).append(stored(row, by_key[row.place_id]))
    found: dict[UUID, tuple[Stored, ...]] = {}
    for place in places:
        facts = of_line.get((place.lane_id, place.code), [])
        terms = _terms(place, versions.get(place.declaration_id, ()))
        found[visit_id(place)] = (*stored_of(terms, facts), *logged.get(place.pk, ()))
    return found


def view(place: LinePlace) -> VisitView:
    """The visit as all its events together tell it now."""
    return view_of(events_of([place])[visit_id(place)])


def stored(row: CheckpointEvent, place: LinePlace) -> Stored:
    """A row of the log as the core knows it."""
    event = Event(
        event_id=row.event_id,
        visit=visit_id(place),
        kind=EventKind(row.kind),
        gate=row.gate,
        checkpoint=row.checkpoint,
        device=row.device.code if row.device else SERVER,
        device_seq=row.device_seq or 0,
        device_time=row.device_time,
        officer=row.officer,
        actor=Actor(row.capacity),
        payload=row.payload,
        prev_hash=row.prev_hash or NO_HASH,
    )
    return Stored(event, row.effective_at, row.received_at, frozenset(row.flags))


def receipt(row: CheckpointEvent) -> Receipt:
    """The answer that a row of the log was given."""
    return Receipt(row.event_id, row.digest, row.status, row.code, row.duplicate_of, tuple(row.missing))


def _facts(places: Collection[LinePlace]) -> dict[tuple[int, str], list[LineFact]]:
    lanes, codes = {place.lane_id for place in places}, {place.code for place in places}
    rows = LineEntry.objects.filter(lane__in=lanes, place__in=codes).order_by("lane", "number")
    found: dict[tuple[int, str], list[LineFact]] = {}
    for pk, lane, place, at, step, data in rows.values_list("pk", "lane_id", "place", "at", "step", "data"):
        found.setdefault((lane, place), []).append(LineFact(pk, clock.local(at), step, data))
    return found


def _versions(places: Collection[LinePlace]) -> dict[UUID, list[Mapping[str, Any]]]:
    """What the versions of the declarations say that is bound together; nothing of persons is read."""
    keys = {place.declaration_id for place in places}
    found: dict[UUID, list[Mapping[str, Any]]] = {}
    rows = DeclarationVersion.objects.filter(declaration__in=keys).order_by("number")
    for row in rows.values(*_VERSION_FIELDS):
        found.setdefault(row["declaration_id"], []).append(row)
    return found


def _terms(place: LinePlace, versions: Iterable[Mapping[str, Any]]) -> Terms:
    """What was declared when the place was given: a later version changes nothing by itself."""
    version = _version_at(versions, place.accepted_at)
    things = {
        "tractor": place.vehicle_key,
        "vin": place.vin,
        "container": place.container,
        "trailer": _trailer(version),
        "seal": str(version.get("content__seal") or ""),
    }
    return Terms(
        visit=visit_id(place),
        place=place.code,
        gate=place.lane.gate.code,
        direction=place.lane.direction,
        stream=place.stream,
        version=int(version.get("number", 1)),
        things=things,
    )


def _version_at(versions: Iterable[Mapping[str, Any]], moment: datetime) -> Mapping[str, Any]:
    found: Mapping[str, Any] = {}
    for version in versions:
        if not found or version["recorded_at"] <= moment:
            found = version
    return found


def _trailer(version: Mapping[str, Any]) -> str:
    told = str(version.get("content__trailer") or "")
    try:
        return plate_key(told, str(version.get("content__tractor__country") or "VN")) if told else ""
    except KeyProblem:
        return told
