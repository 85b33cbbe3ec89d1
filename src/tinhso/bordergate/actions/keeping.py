"""Writing down what became of events: all of it in the transaction that read what it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tinhso.base import clock
from tinhso.bordergate.actions import dispatching
from tinhso.bordergate.actions.claiming import Claim, name_in
from tinhso.bordergate.actions.following import follow
from tinhso.bordergate.core.events import SERVER
from tinhso.bordergate.core.ingest_types import Alarm, Kept, Parked, Quarantined, Received
from tinhso.bordergate.core.visit_states import VisitView
from tinhso.bordergate.core.visits import view_of
from tinhso.bordergate.models import (
    BarrierCommand,
    CheckpointEvent,
    GateAlarm,
    Lane,
    LinePlace,
    ParkedEvent,
    PlaceState,
    RefusedEvent,
    VisitState,
)
from tinhso.bordergate.queries import visits

_LONGEST: Final = 20_000
"""Signs of a refused event that are kept."""
AFTER_EXPIRY: Final = "ARRIVED_AFTER_EXPIRY"
"""Told late: the truck had come in time, but the line has given its place up already."""


def keep(claim: Claim, told: Received) -> list[Lane]:
    """Write all that the core decided, and bring line and projection in step.

    The answer are the lanes in whose logs something was written.
    """
    _write_events(claim, told.kept)
    for code, end in told.ends.items():
        row = claim.chains[code]
        row.seq, row.digest, row.effective_at = end.seq, end.digest, end.effective_at
        row.save()
    ParkedEvent.objects.bulk_create([_parked(claim, one) for one in told.parked])
    if told.unparked:
        ParkedEvent.objects.filter(event_id__in=told.unparked).delete()
    RefusedEvent.objects.bulk_create([_refused(one, claim) for one in told.quarantined])
    _write_commands(claim, told)
    moved = _follow(claim, told)
    views = _seen_again(claim, told.views, moved)
    alarms = [*told.alarms, *_late(claim, told)]
    GateAlarm.objects.bulk_create([_alarm(claim, alarm) for alarm in alarms])
    project(claim.places, views, clock.now())
    return moved


def project(places: Mapping[UUID, LinePlace], views: Mapping[UUID, VisitView], now: datetime) -> None:
    """Write where these visits stand (trạng thái hiện tại); one statement for any number."""
    rows = [_state(places[key], view, now) for key, view in views.items()]
    if rows:
        VisitState.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["place"],
            update_fields=[
                "state", "gate", "tracks", "missing", "holds", "times", "admitted_by", "events", "as_of",
            ],
        )  # fmt: skip


def _state(place: LinePlace, view: VisitView, now: datetime) -> VisitState:
    return VisitState(
        place=place,
        state=view.state.value,
        gate=view.gate,
        tracks={track.value: state.value for track, state in view.tracks.items()},
        missing=list(view.missing),
        holds=[
            {
                "event": str(hold.event_id),
                "kind": hold.kind.value,
                "by": hold.actor.value,
                "since": clock.local(hold.since).isoformat(),
            }
            for hold in view.holds
        ],
        times={state.value: clock.local(moment).isoformat() for state, moment in view.times.items()},
        admitted_by=view.admitted_by,
        events=len(view.verdicts),
        as_of=now,
    )


def _write_events(claim: Claim, kept: Iterable[Kept]) -> None:
    CheckpointEvent.objects.bulk_create([_row(claim, one) for one in kept])


def _row(claim: Claim, kept: Kept) -> CheckpointEvent:
    stored, event, receipt = kept.stored, kept.stored.event, kept.receipt
    device = None if event.device == SERVER else claim.devices[event.device]
    place = claim.places[event.visit]
    return CheckpointEvent(
        event_id=event.event_id,
        place=place,
        device=device,
        device_seq=event.device_seq if device else None,
        kind=event.kind.value,
        gate=event.gate,
        checkpoint=event.checkpoint,
        officer=event.officer,
        capacity=event.actor.value,
        device_time=event.device_time,
        sent_at=kept.sent_at,
        received_at=stored.received_at,
        effective_at=stored.effective_at,
        flags=sorted(stored.flags),
        payload=dict(event.payload),
        prev_hash=event.prev_hash,
        digest=event.digest,
        signature=kept.signature,
        status=receipt.status,
        code=receipt.code,
        duplicate_of=receipt.of,
        missing=list(receipt.missing),
        illustrative=_is_illustrative(place) or bool(device and device.illustrative),
    )


def _is_illustrative(place: LinePlace | None) -> bool:
    return place is not None and place.lane.run.simulated


def _parked(claim: Claim, parked: Parked) -> ParkedEvent:
    return ParkedEvent(
        event_id=parked.event.event_id,
        device=claim.devices[parked.event.device],
        device_seq=parked.event.device_seq,
        wire=parked.event.wire,
        signature=parked.signature,
        sent_at=parked.sent_at,
        received_at=parked.received_at,
    )


def _refused(one: Quarantined, claim: Claim) -> RefusedEvent:
    device = claim.devices.get(name_in(one.wire))
    return RefusedEvent(
        event_id=one.receipt.event_id,
        device=name_in(one.wire),
        wire=json.dumps(one.wire, default=str)[:_LONGEST],
        signature=one.signature,
        received_at=one.received_at,
        digest=one.receipt.digest,
        status=one.receipt.status,
        code=one.receipt.code,
        in_chain=one.in_chain,
        illustrative=bool(device and device.illustrative),
    )


def _write_commands(claim: Claim, told: Received) -> None:
    rows = [
        BarrierCommand(
            event_id=command.event_id,
            place=claim.places[command.visit],
            gate=command.gate,
            checkpoint=command.checkpoint,
            given_at=command.given_at,
            valid_until=command.valid_until,
            illustrative=_is_illustrative(claim.places[command.visit]),
        )
        for command in told.commands
    ]
    BarrierCommand.objects.bulk_create(rows)


def _alarm(claim: Claim, alarm: Alarm) -> GateAlarm:
    place = claim.places.get(alarm.visit) if alarm.visit else None
    fields: dict[str, Any] = {"code": alarm.code, "gate": alarm.gate, "event_id": alarm.event_id}
    return GateAlarm(**fields, place=place, at=alarm.at, illustrative=_is_illustrative(place))


def _follow(claim: Claim, told: Received) -> list[Lane]:
    """Bring lines in step with their visits; each lane that moved calls whom it may call now."""
    before = {key: lane.entries for key, lane in claim.lanes.items()}
    for key, view in told.views.items():
        kept = [one for one in told.kept if one.stored.event.visit == key]
        place = claim.places[key]
        follow(place.lane, place, view, kept)
    moved = [lane for key, lane in claim.lanes.items() if lane.entries > before[key]]
    for lane in moved:
        dispatching.bring_up(lane)
    return moved


def _seen_again(
    claim: Claim, views: Mapping[UUID, VisitView], moved: Iterable[Lane]
) -> Mapping[UUID, VisitView]:
    """Views of visits whose line moved, told anew: a call may have been renewed just now."""
    lanes = {lane.pk for lane in moved}
    again = [claim.places[key] for key in views if claim.places[key].lane_id in lanes]
    events = visits.events_of(again) if again else {}
    return {**views, **{key: view_of(told) for key, told in events.items()}}


def _late(claim: Claim, told: Received) -> list[Alarm]:
    found = []
    for key, view in told.views.items():
        place = claim.places[key]
        if place.state == PlaceState.ENDED and view.admitted_by is not None and view.left:
            last = [one.stored for one in told.kept if one.stored.event.visit == key][-1]
            event = last.event
            found.append(Alarm(AFTER_EXPIRY, event.gate, event.event_id, key, last.received_at))
    return found
