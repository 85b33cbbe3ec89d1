"""Calling: whose turn it is, as fast as capacity allows; overdue calls expire, stopped ones are renewed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor, SystemActor
from tinhso.bordergate.actions import lanes
from tinhso.bordergate.core.capacity import Capacity
from tinhso.bordergate.core.daylog import Aside
from tinhso.bordergate.core.streams import Turn, turn
from tinhso.bordergate.models import Gate, Lane, LinePlace, LineRule, PlaceState, Run, Step
from tinhso.bordergate.queries import lines
from tinhso.bordergate.queries.gates import capacity_of, cycle_of, rule_of

CLOCK = SystemActor("điều tiết tự động")
_NIGHT = timedelta(days=30)


def tick(run: Run, gate: Gate, direction: str, by: Actor = CLOCK) -> int:
    """Bring a line up to now (chạy lượt gọi): expire, renew, call. Returns how many entries were written."""
    with acting(by, "gate.dispatch") as act:
        lane = lanes.locked(run, gate, direction)
        before = lane.entries
        bring_up(lane)
        if lane.entries > before:
            act.record(stream_of(lane), data={"from": before + 1, "to": lane.entries, "hash": lane.hash})
    return lane.entries - before


def tick_all(run: Run, by: Actor = CLOCK) -> None:
    """Bring every line of a run in which somebody stands up to now, each in a transaction of its own."""
    for lane in lines.peopled(run):
        tick(run, lane.gate, lane.direction, by)
    Run.objects.filter(pk=run.pk).update(moment=clock.now())


def stream_of(lane: Lane) -> str:
    """The audit stream of a line."""
    return f"gate:{lane.run.code}:{lane.gate.code}:{lane.direction}"


def bring_up(lane: Lane) -> None:
    """As `tick`, inside an action that holds the lock."""
    capacity = capacity_of(lane.run, lane.gate, lane.direction)
    now = lanes.moment(lane)
    if not capacity.calendar.is_open(now):
        return
    rule = rule_of(lane.gate, lane.direction, now.date())
    for place in lines.called(lane).filter(valid_until__lte=now):
        _expire(lane, place)
    for place in lines.to_renew(lane, now):
        _renew(lane, place, rule, capacity)
    free = room(lane, capacity, now)
    while free > 0 and _call_next(lane, rule, capacity):
        free -= 1


def room(lane: Lane, capacity: Capacity, now: datetime) -> int:
    """How many more may be called: those called and not through stay below one hour of capacity."""
    rate: Fraction = capacity.rate_at(now)
    return max(0, -int(-rate // 1) - lines.called(lane).count())


def valid_until(capacity: Capacity, rule: LineRule, called_at: datetime) -> datetime:
    """The end of a call: window and grace in hours in which the gate is open: no night runs it out."""
    left = timedelta(minutes=rule.window_minutes + rule.grace_minutes)
    for span in capacity.calendar.open_between(called_at, called_at + _NIGHT):
        if span.until - span.since >= left:
            return span.since + left
        left -= span.until - span.since
    return called_at + _NIGHT


def _expire(lane: Lane, place: LinePlace) -> None:
    at = lanes.moment(lane)
    place.state, place.active, place.ended_at = PlaceState.ENDED, False, at
    place.exception, place.exception_ref = Aside.NO_SHOW, ""
    place.save()
    lanes.write(lane, at, Step.EXPIRED, place, {"valid_until": _iso(place.valid_until)})


def _renew(lane: Lane, place: LinePlace, rule: LineRule, capacity: Capacity) -> None:
    at = lanes.moment(lane)
    place.state, place.renew_from = PlaceState.CALLED, None
    place.valid_until = valid_until(capacity, rule, at)
    place.save()
    lanes.write(lane, at, Step.RENEWED, place, {"valid_until": _iso(place.valid_until)})


def _call_next(lane: Lane, rule: LineRule, capacity: Capacity) -> bool:
    at = lanes.moment(lane)
    if lane.pointer_day != at.date():
        lane.pointer, lane.pointer_day = 0, at.date()
    heads = lines.heads(lane, at)
    found = turn(cycle_of(rule), lane.pointer, tuple(heads))
    if found is None:
        return False
    data = {
        "cycle": rule.cycle,
        "pointer": [found.before, found.after],
        "heads": {stream.value: place.code for stream, place in heads.items()},
    }
    call(lane, heads[found.stream], Step.CALLED, data, (rule, capacity), found, at)
    return True


def call(
    lane: Lane,
    place: LinePlace,
    step: Step,
    data: Mapping[str, object],
    terms: tuple[LineRule, Capacity],
    found: Turn | None,
    at: datetime,
) -> None:
    """Call a place at a moment of the locked lane. `found` is its turn, None where a decision calls it."""
    rule, capacity = terms
    lane.called_seq += 1
    if found is not None:
        lane.pointer = found.after
    place.state, place.called_seq, place.called_at = PlaceState.CALLED, lane.called_seq, at
    place.available_from, place.valid_until = None, valid_until(capacity, rule, at)
    place.save()
    told = {**data, "call": lane.called_seq, "valid_until": _iso(place.valid_until)}
    lanes.write(lane, at, step, place, told)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
