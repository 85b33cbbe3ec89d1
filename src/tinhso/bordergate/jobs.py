"""Background work of this room: lines are brought up to date, days are published."""

from __future__ import annotations

from datetime import timedelta

from tinhso.base import clock
from tinhso.base.jobs.registry import job
from tinhso.bordergate.actions.dispatching import tick_all
from tinhso.bordergate.actions.learning import learn_all
from tinhso.bordergate.actions.publishing import publish_all
from tinhso.bordergate.queries.gates import live_run


@job("bordergate.tick", periodic="* * * * *", once=True)
def bring_lines_up() -> None:
    """Expire, renew and call in every line of the real days."""
    tick_all(live_run())


@job("bordergate.publish", periodic="5 * * * *", once=True)
def publish_yesterday() -> None:
    """Publish the lines of the day that is over, and learn from its forecasts; once."""
    publish_all(live_run(), clock.today() - timedelta(days=1))
    learn_all(live_run(), clock.today())
