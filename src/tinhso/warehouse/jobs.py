"""Background work: what changed among the figures is wanted anew, and what is wanted is published."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from tinhso.base.events.dispatch import Subscriber
from tinhso.base.jobs.registry import job
from tinhso.base.packs.events import DemoCleared
from tinhso.indicators import events as figures
from tinhso.places.actions import PlaceEnded
from tinhso.warehouse.storage import faults, publishing, standing, waiting
from tinhso.warehouse.storage.waiting import What

log = logging.getLogger(__name__)


@job("warehouse.publish", once=True)
def publish() -> None:
    """Publish all that waits."""
    publishing.publish()


@job("warehouse.catch_up", periodic="* * * * * */10")
def catch_up() -> None:
    """Ask for what was left undone: after a crash, a restore, an upgrade; or was told by no event."""
    waiting.want_told_otherwise()
    if publishing.is_behind():
        publish.enqueue()


@job("warehouse.bind", periodic="40 18 * * *", once=True)
def bind() -> None:
    """Bind the months of years that are over into volumes, every day at 01:40 in Vietnam."""
    publishing.bind()


@job("warehouse.verify", periodic="25 * * * *", once=True)
def verify() -> None:
    """Look at every file in force, every hour; broken ones are written down and made anew."""
    found = standing.in_force()
    if found is not None and faults.verify(found):
        publish.enqueue()


def want(changes: Iterable[What]) -> None:
    """Have published anew what changed, in the caller's transaction."""
    if waiting.want(changes):
        publish.enqueue()


def _figure(event: figures.FigureEvent) -> None:
    want([What(figure=event.figure)])


def _batch(event: figures.BatchEvent) -> None:
    want([What(batch=event.batch)])


def _loaded(event: figures.FiguresLoaded) -> None:
    waiting.bump({month: [What(indicator=key) for key in keys] for month, keys in event.months.items()})
    publish.enqueue()


def _anew(event: object) -> None:
    del event
    waiting.bump_all()
    publish.enqueue()


def _otherwise(event: object) -> None:
    del event
    if waiting.want_told_otherwise():
        publish.enqueue()


SUBSCRIBERS = (
    Subscriber("warehouse.confirmed", figures.FigureConfirmed, _figure),
    Subscriber("warehouse.withdrawn", figures.FigureWithdrawn, _figure),
    Subscriber("warehouse.batch_confirmed", figures.FiguresConfirmed, _batch),
    Subscriber("warehouse.loaded", figures.FiguresLoaded, _loaded),
    Subscriber("warehouse.rebuilt", figures.FiguresRebuilt, _anew),
    Subscriber("warehouse.defined", figures.IndicatorDefined, _otherwise),
    Subscriber("warehouse.place_ended", PlaceEnded, _otherwise),
    Subscriber("warehouse.demo_cleared", DemoCleared, _anew),
)
