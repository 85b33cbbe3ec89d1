"""At the barrier: whoever was called comes in."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.errors import Conflict
from tinhso.bordergate import policies
from tinhso.bordergate.actions import dispatching, lanes
from tinhso.bordergate.models import Lane, LinePlace, PlaceState, Step
from tinhso.people.principals import Principal


def admit(by: Principal, place: LinePlace) -> LinePlace:
    """Let a called vehicle in (cho vào cửa khẩu): its call ends, the next may be called.

    Raises NotAllowed; Conflict `NOT_CALLED` without a valid call, `HELD` where the place is frozen.
    """
    policies.require_duty(by, policies.BARRIER, place.lane.gate)
    with acting(by, "gate.admit") as act:
        lane, row = lanes.locked_of(place)
        if row.held:
            raise Conflict(_("Lượt này đang bị tạm giữ."), code="HELD", field="place")
        if row.state != PlaceState.CALLED:
            raise Conflict(_("Lượt này chưa được gọi hoặc đã hết hạn gọi."), code="NOT_CALLED", field="place")
        enter(lane, row)
        act.record(dispatching.stream_of(lane), subject=row.code, data={"admitted": row.code})
        dispatching.bring_up(lane)
    return row


def enter(lane: Lane, row: LinePlace, data: Mapping[str, object] | None = None) -> None:
    """Note in the log of a locked lane that a vehicle came in. Who may say so was asked before."""
    at = lanes.moment(lane)
    row.state, row.valid_until = PlaceState.THROUGH, None
    row.save()
    lanes.write(lane, at, Step.ADMITTED, row, data)
