"""Standing aside and leaving: deferring, holding, changing stream, decisions, cancelling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid
from tinhso.bordergate import policies
from tinhso.bordergate.actions import dispatching, lanes
from tinhso.bordergate.core.daylog import Aside
from tinhso.bordergate.core.streams import Stream
from tinhso.bordergate.models import Lane, LineEntry, LinePlace, PlaceState, Step
from tinhso.bordergate.queries.gates import capacity_of, rule_of
from tinhso.people.principals import Principal

_OPEN = (PlaceState.WAITING, PlaceState.CALLED)


def defer(by: Principal, place: LinePlace, hours: int) -> LinePlace:
    """Go later by a few hours (xin lùi giờ), the place kept: once in so many days a vehicle.

    A call already made keeps its number and is renewed then. Raises NotAllowed, Invalid; Conflict
    `DEFERRAL_LIMIT`, `NOT_IN_LINE`.
    """
    policies.require_of_place(by, place)
    with acting(by, "gate.defer") as act:
        lane, row = lanes.locked_of(place)
        rule = rule_of(lane.gate, lane.direction, act.now.date())
        if hours not in rule.deferrals:
            told = ", ".join(str(one) for one in rule.deferrals)
            raise Invalid(_("Số giờ được chọn: %(hours)s.") % {"hours": told}, code="HOURS", field="hours")
        _require_open(row)
        _require_no_deferral(row, rule.deferral_days)
        at = lanes.moment(lane)
        until = at + timedelta(hours=hours)
        if row.state == PlaceState.CALLED:
            row.state, row.valid_until, row.renew_from = PlaceState.WAITING, None, until
        else:
            row.available_from = until
        row.exception, row.exception_ref = Aside.DEFER, f"{hours}h"
        row.save()
        lanes.write(lane, at, Step.DEFERRED, row, {"hours": hours, "vehicle": row.vehicle_key})
        act.record(dispatching.stream_of(lane), subject=row.code, data={"deferred": row.code, "hours": hours})
        dispatching.bring_up(lane)
        row.refresh_from_db(fields=("state", "valid_until", "renew_from"))
    return row


def hold(by: Principal, place: LinePlace, why: str) -> LinePlace:
    """Freeze a place (tạm giữ lượt): it is not called and not lost. Raises NotAllowed, Invalid, Conflict."""
    policies.require_duty(by, policies.HOLDING, place.lane.gate)
    with acting(by, "gate.hold", reason=_reason(why)) as act:
        lane, row = lanes.locked_of(place)
        _require_open(row)
        if row.held:
            raise Conflict(_("Lượt này đang bị tạm giữ."), code="HELD", field="place")
        freeze(lane, row, {"why": why.strip()})
        act.record(dispatching.stream_of(lane), subject=row.code, data={"held": row.code})
        dispatching.bring_up(lane)
        row.refresh_from_db(fields=("state", "valid_until", "renew_from"))
    return row


def release(by: Principal, place: LinePlace, why: str) -> LinePlace:
    """End a hold (thôi tạm giữ): a call already made is renewed at once.

    Raises NotAllowed, Invalid, Conflict.
    """
    policies.require_duty(by, policies.HOLDING, place.lane.gate)
    with acting(by, "gate.release", reason=_reason(why)) as act:
        lane, row = lanes.locked_of(place)
        if not row.held:
            raise Conflict(_("Lượt này không bị tạm giữ."), code="NOT_HELD", field="place")
        thaw(lane, row, {"why": why.strip()})
        act.record(dispatching.stream_of(lane), subject=row.code, data={"released": row.code})
        dispatching.bring_up(lane)
        row.refresh_from_db(fields=("state", "valid_until", "renew_from"))
    return row


def freeze(lane: Lane, row: LinePlace, data: Mapping[str, object]) -> None:
    """Hold a place of a locked lane: a call already made counts no longer."""
    at = lanes.moment(lane)
    if row.state == PlaceState.CALLED:
        row.state, row.valid_until = PlaceState.WAITING, None
    row.held, row.exception = True, Aside.HOLD
    entry = lanes.write(lane, at, Step.HELD, row, data)
    row.exception_ref = f"entry:{entry.number}"
    row.save()


def thaw(lane: Lane, row: LinePlace, data: Mapping[str, object]) -> None:
    """End the hold of a place of a locked lane: a call already made is renewed first."""
    at = lanes.moment(lane)
    row.held = False
    if row.called_seq is not None:
        row.renew_from = at
    row.save()
    lanes.write(lane, at, Step.RELEASED, row, data)


def reclassify(by: Principal, place: LinePlace, stream: Stream, why: str) -> LinePlace:
    """Put a place into another stream (chuyển luồng), its moment of acceptance kept.

    Raises NotAllowed, Invalid; Conflict once it was called.
    """
    policies.require_duty(by, policies.HOLDING, place.lane.gate)
    with acting(by, "gate.reclassify", reason=_reason(why)) as act:
        lane, row = lanes.locked_of(place)
        if row.state != PlaceState.WAITING or row.called_seq is not None:
            raise Conflict(_("Lượt đã được gọi, không chuyển luồng được nữa."), code="CALLED", field="place")
        if row.stream == stream:
            raise Conflict(_("Lượt đã ở luồng này."), code="SAME_STREAM", field="stream")
        at = lanes.moment(lane)
        data = {"from": row.stream, "to": stream.value, "why": why.strip()}
        entry = lanes.write(lane, at, Step.RECLASSIFIED, row, data)
        row.stream, row.stream_why = stream, f"entry:{entry.number}"
        row.exception, row.exception_ref = Aside.HOLD, f"entry:{entry.number}"
        row.save()
        act.record(dispatching.stream_of(lane), subject=row.code, data=data)
        dispatching.bring_up(lane)
        row.refresh_from_db(fields=("state", "valid_until", "renew_from"))
    return row


def decide(by: Principal, place: LinePlace, reference: str, why: str) -> LinePlace:
    """Call a place out of turn by a signed decision (quyết định điều tiết): with reason, counted in public.

    Raises NotAllowed; Invalid without reference or reason, with a comma in the reference; Conflict.
    """
    policies.require_duty(by, policies.STEERING, place.lane.gate)
    named = reference.strip()
    if not named or "," in named or "\n" in named:
        raise Invalid(_("Nhập số quyết định, không có dấu phẩy."), code="REFERENCE", field="reference")
    with acting(by, "gate.decide", reason=_reason(why)) as act:
        lane, row = lanes.locked_of(place)
        if row.state != PlaceState.WAITING or row.held or row.called_seq is not None:
            raise Conflict(_("Chỉ gọi được lượt đang chờ."), code="NOT_WAITING", field="place")
        row.exception, row.exception_ref = Aside.DECISION, named
        rule = rule_of(lane.gate, lane.direction, act.now.date())
        capacity = capacity_of(lane.run, lane.gate, lane.direction)
        data: dict[str, object] = {"reference": named, "why": why.strip()}
        dispatching.call(lane, row, Step.DECIDED, data, (rule, capacity), None, lanes.moment(lane))
        act.record(
            dispatching.stream_of(lane), subject=row.code, data={"decided": row.code, "reference": named}
        )
    return row


def cancel(by: Principal, place: LinePlace, why: str = "") -> LinePlace:
    """Give a place up (huỷ lượt): the vehicle may take another. Raises NotAllowed, Conflict."""
    policies.require_of_place(by, place)
    with acting(by, "gate.cancel", reason=why.strip()) as act:
        lane, row = lanes.locked_of(place)
        _require_open(row)
        at = lanes.moment(lane)
        row.state, row.active, row.ended_at, row.held = PlaceState.ENDED, False, at, False
        row.exception, row.exception_ref = Aside.CANCELLED, ""
        row.save()
        lanes.write(lane, at, Step.CANCELLED, row)
        act.record(dispatching.stream_of(lane), subject=row.code, data={"cancelled": row.code})
        dispatching.bring_up(lane)
        row.refresh_from_db(fields=("state", "valid_until", "renew_from"))
    return row


def _reason(why: str) -> str:
    if not why.strip():
        raise Invalid(_("Nhập lý do."), code="REASON", field="why")
    return why.strip()


def _require_open(row: LinePlace) -> None:
    if row.state not in _OPEN:
        raise Conflict(_("Lượt này không còn trong hàng chờ."), code="NOT_IN_LINE", field="place")


def _require_no_deferral(row: LinePlace, days: int) -> None:
    since = clock.now() - timedelta(days=days)
    rows = LineEntry.objects.filter(lane__run=row.run, step=Step.DEFERRED, at__gt=since)
    if rows.filter(data__vehicle=row.vehicle_key).exists():
        raise Conflict(
            _("Xe này đã lùi giờ trong %(days)d ngày qua.") % {"days": days},
            code="DEFERRAL_LIMIT",
            field="hours",
            hint=_("Đến đúng giờ gọi, hoặc huỷ lượt và nhận lượt mới."),
        )
