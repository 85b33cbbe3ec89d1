"""The one way to change a line: under the lock of its lane, with an entry in its log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from tinhso.base import clock
from tinhso.base.audit.context import current
from tinhso.base.audit.hashing import canonical
from tinhso.bordergate.models import Gate, Lane, LineEntry, LinePlace, Run, Step

_TICK: Final = timedelta(microseconds=1)


def locked(run: Run, gate: Gate, direction: str) -> Lane:
    """The lane, its row locked until the transaction ends: whoever comes second waits."""
    Lane.objects.get_or_create(run=run, gate=gate, direction=direction)
    rows = Lane.objects.select_for_update(of=("self",)).select_related("gate", "run")
    return rows.get(run=run, gate=gate, direction=direction)


def locked_of(place: LinePlace) -> tuple[Lane, LinePlace]:
    """The lane of a place, locked, and the place as it stands under the lock."""
    lane = locked(place.lane.run, place.lane.gate, place.lane.direction)
    fresh = LinePlace.objects.select_related("declaration__company").get(pk=place.pk)
    fresh.lane = lane
    return lane, fresh


def moment(lane: Lane) -> datetime:
    """The moment of the next entry: now, and always behind the entry before."""
    now = clock.now()
    return max(now, clock.local(lane.moment) + _TICK) if lane.moment else now


def write(
    lane: Lane,
    at: datetime,
    step: Step,
    place: LinePlace | None = None,
    data: Mapping[str, Any] | None = None,
) -> LineEntry:
    """Append an entry to the log of a locked lane, chained to the one before."""
    acting = current()
    lane.entries += 1
    code = place.code if place else ""
    told = {
        "lane": [lane.run.code, lane.gate.code, lane.direction],
        "number": lane.entries,
        "at": at,
        "step": step.value,
        "place": code,
        "data": dict(data or {}),
        "previous": lane.hash,
    }
    entry = LineEntry.objects.create(
        lane=lane,
        number=lane.entries,
        at=at,
        step=step,
        place=code,
        data=dict(data or {}),
        label=acting.actor_label if acting else "",
        previous=lane.hash,
        hash=sha256(canonical(told)).hexdigest(),
        illustrative=lane.run.simulated,
    )
    lane.hash, lane.moment = entry.hash, at
    lane.save()
    return entry
