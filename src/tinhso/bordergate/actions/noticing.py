"""Announcing: capacity with its source, stops and openings; never for a moment that has passed."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.errors import Conflict, Invalid
from tinhso.bordergate import policies
from tinhso.bordergate.actions import dispatching, lanes
from tinhso.bordergate.core.daylog import Aside
from tinhso.bordergate.events import CapacityAnnounced
from tinhso.bordergate.models import Direction, Gate, GateNotice, Lane, NoticeKind, PlaceState, Run, Step
from tinhso.bordergate.queries import lines
from tinhso.bordergate.queries.gates import capacity_of
from tinhso.bordergate.schemas import Capacity, Stop
from tinhso.people.principals import Principal


def announce_capacity(
    by: Principal, run: Run, gate: Gate, direction: Direction, told: Capacity
) -> GateNotice:
    """Announce how many vehicles an hour go through (công bố năng lực thông quan), and who set it.

    The order stays; calls made stay valid. Raises NotAllowed; Invalid for a moment that has passed.
    """
    policies.require_duty(by, policies.STEERING, gate)
    with acting(by, "gate.capacity", reason=told.why) as act:
        lane = lanes.locked(run, gate, direction)
        row = _notice(act, by, lane, NoticeKind.CAPACITY, told)
        dispatching.bring_up(lane)
    return row


def close(by: Principal, run: Run, gate: Gate, direction: Direction, told: Stop) -> GateNotice:
    """Close a gate (tạm dừng): whoever was called and has not come keeps the call and is renewed first.

    Raises NotAllowed, Invalid; Conflict where it is closed already.
    """
    policies.require_duty(by, policies.STEERING, gate)
    with acting(by, "gate.close", reason=told.why) as act:
        lane = lanes.locked(run, gate, direction)
        if capacity_of(run, gate, direction).calendar.closure_at(act.now) is not None:
            raise Conflict(_("Cửa khẩu đang tạm dừng."), code="CLOSED", field="gate")
        row = _notice(act, by, lane, NoticeKind.CLOSED, told)
        _suspend(lane, row)
    return row


def reopen(by: Principal, run: Run, gate: Gate, direction: Direction, told: Stop) -> GateNotice:
    """Open a gate again (mở lại) from a moment on. Raises NotAllowed, Invalid; Conflict where it is open."""
    policies.require_duty(by, policies.STEERING, gate)
    with acting(by, "gate.open", reason=told.why) as act:
        lane = lanes.locked(run, gate, direction)
        if capacity_of(run, gate, direction).calendar.closure_at(act.now) is None:
            raise Conflict(_("Cửa khẩu đang mở."), code="OPEN", field="gate")
        row = _notice(act, by, lane, NoticeKind.OPENED, told)
        stopped = lane.places.filter(state=PlaceState.WAITING, renew_from=None).exclude(called_seq=None)
        stopped.filter(held=False, exception=Aside.SUSPENDED).update(renew_from=row.valid_from)
        dispatching.bring_up(lane)
    return row


def _suspend(lane: Lane, stop: GateNotice) -> None:
    """Calls that wait for their vehicle wait for the opening instead: no no-show is counted."""
    for place in lines.called(lane):
        at = lanes.moment(lane)
        place.state, place.valid_until, place.renew_from = PlaceState.WAITING, None, None
        place.exception, place.exception_ref = Aside.SUSPENDED, f"notice:{stop.pk.hex[-8:]}"
        place.save()
        lanes.write(lane, at, Step.SUSPENDED, place, {"notice": str(stop.pk)})


def _notice(act: Act, by: Principal, lane: Lane, kind: NoticeKind, told: Capacity | Stop) -> GateNotice:
    from_moment = _from(told.valid_from, act.now)
    row = GateNotice.objects.create(
        run=lane.run,
        gate=lane.gate,
        direction=lane.direction,
        kind=kind,
        valid_from=from_moment,
        rate_per_hour=told.rate_per_hour if isinstance(told, Capacity) else None,
        why=told.why,
        source=told.source,
        label=by.actor_label,
        recorded_at=act.now,
        illustrative=lane.run.simulated or by.illustrative,
    )
    data = {"kind": kind.value, "valid_from": from_moment, "rate": row.rate_per_hour}
    act.record(dispatching.stream_of(lane), subject=row, data=data, facts=[row])
    act.emit(
        CapacityAnnounced(run=lane.run.code, gate=lane.gate.code, direction=lane.direction, kind=kind.value)
    )
    return row


def _from(asked: datetime | None, now: datetime) -> datetime:
    if asked is None:
        return now
    if asked < now:
        raise Invalid(_("Không công bố cho thời điểm đã qua."), code="PAST", field="valid_from")
    return asked
