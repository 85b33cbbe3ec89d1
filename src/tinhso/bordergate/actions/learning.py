"""Each morning: how yesterday's forecasts did, and the errors that today's intervals are made of."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Final

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.bordergate.actions.dispatching import CLOCK, stream_of
from tinhso.bordergate.core.forecasting.replaying import learn, passings_of
from tinhso.bordergate.core.forecasting.shapes import Service
from tinhso.bordergate.models import ForecastDay, Lane, Run
from tinhso.bordergate.queries import lines
from tinhso.bordergate.queries.gates import capacity_of

WEEKS: Final = timedelta(days=21)
"""How far back forecasts are made again."""
_MOST: Final = 600
"""Forecasts made again for one line: of more vehicles every so-manieth."""


def learn_all(run: Run, today: date, by: Actor = CLOCK) -> list[ForecastDay]:
    """Learn for every line of a run what was known when `today` began; each line once a day."""
    rows = (
        Lane.objects.filter(run=run, entries__gt=0)
        .exclude(forecasts__day=today)
        .select_related("gate", "run")
    )
    return [_learn(lane, today, by) for lane in rows.order_by("pk")]


def _learn(lane: Lane, today: date, by: Actor) -> ForecastDay:
    begins = lines.day_bounds(today)[0]
    passings = passings_of(lines.stays(lane, begins - WEEKS, begins))
    capacity = capacity_of(lane.run, lane.gate, lane.direction).as_known(clock.now())
    learnt = learn(capacity, Service(), passings, today, every=1 + len(passings) // _MOST)
    score = {**asdict(learnt.yesterday), "day": learnt.yesterday.day.isoformat()}
    with acting(by, "gate.learn") as act:
        row = ForecastDay.objects.create(
            lane=lane,
            day=today,
            score=score,
            bands=learnt.errors.bands,
            outside=learnt.errors.outside,
            illustrative=lane.run.simulated,
        )
        act.record(stream_of(lane), subject=row, data={"day": today}, facts=[row])
    return row
