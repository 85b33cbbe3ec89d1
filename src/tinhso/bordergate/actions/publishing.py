"""Publishing the line of a day: the file as printed, its root, chained to the day before."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict
from tinhso.bordergate.actions import lanes
from tinhso.bordergate.actions.dispatching import CLOCK, stream_of
from tinhso.bordergate.core.daylog import as_csv, root_of
from tinhso.bordergate.models import DayRoot, Gate, Lane, Run
from tinhso.bordergate.queries import lines


def publish_all(run: Run, day: date, by: Actor = CLOCK) -> list[DayRoot]:
    """Publish that day of every line in which something happened so far."""
    rows = Lane.objects.filter(run=run, entries__gt=0).select_related("gate")
    return [publish_day(run, lane.gate, lane.direction, day, by) for lane in rows.order_by("pk")]


def publish_day(run: Run, gate: Gate, direction: str, day: date, by: Actor = CLOCK) -> DayRoot:
    """Publish a day that is over (công bố sổ thứ tự); once. Raises Conflict for a day that is not over."""
    with acting(by, "gate.publish") as act:
        lane = lanes.locked(run, gate, direction)
        there = DayRoot.objects.filter(lane=lane, day=day).first()
        if there is not None:
            return there
        if act.now < lines.day_bounds(day)[1]:
            raise Conflict(_("Ngày này chưa kết thúc."), code="DAY_RUNS", field="day")
        head, rows = lines.day_head(lane, day), lines.day_rows(lane, day)
        before = DayRoot.objects.filter(lane=lane, day__lt=day).order_by("-day").first()
        root, previous = root_of(head, rows), before.chained if before else ""
        row = DayRoot.objects.create(
            lane=lane,
            day=day,
            content=as_csv(head, rows),
            root=root,
            previous=previous,
            chained=sha256(f"{previous}{root}".encode()).hexdigest(),
            illustrative=run.simulated,
        )
        act.record(stream_of(lane), subject=row, data={"day": day, "root": root}, facts=[row])
    return row
