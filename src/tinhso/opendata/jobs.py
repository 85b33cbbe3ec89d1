"""Background work of this room: published datasets follow their figures, each at its own frequency."""

from __future__ import annotations

from typing import Final

import structlog
from django.utils.translation import gettext_lazy as _

from tinhso.base import clock
from tinhso.base.audit.context import SystemActor
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.base.errors import Refusal
from tinhso.base.events.dispatch import Subscriber
from tinhso.base.jobs.registry import job
from tinhso.indicators import queries as indicators
from tinhso.opendata import publishing, queries
from tinhso.opendata.models import Dataset, DatasetVersion
from tinhso.warehouse.events import Published

ROBOT: Final = "opendata"
_log = structlog.get_logger("tinhso.opendata")


def is_due(dataset: Dataset, newest: DatasetVersion | None) -> bool:
    """Whether a published dataset may be renewed by itself today: once in each period of its frequency."""
    if newest is None or dataset.retired_at is not None:
        return False
    kind = PeriodKind(dataset.frequency or PeriodKind.DAY)
    return clock.local(newest.recorded_at).date() < Period.of(kind, clock.today()).start


@job("opendata.refresh")
def refresh(code: str) -> None:
    """Publish a new version of one dataset where it is due and its figures changed. Idempotent."""
    dataset = queries.by_code(code)
    newest = queries.newest_version(dataset)
    if not is_due(dataset, newest):
        return
    try:
        publishing.publish(SystemActor(ROBOT), code, note=str(_NOTE), automatic=True)
    except Refusal as refusal:  # trying again changes nothing; the page that manages it says the same
        _log.warning("dataset was not renewed", dataset=code, why=str(refusal))


@job("opendata.refresh_all", periodic="30 18 * * *")
def refresh_all() -> None:
    """Renew at 01:30 in Vietnam what is due; no event tells of a definition that begins."""
    for dataset in queries.datasets().public().in_force():
        refresh.enqueue(code=dataset.code)


def follow_figures(event: Published) -> None:
    """Look at the datasets that hold any of those figures, once the warehouse has them. Idempotent."""
    changed = {row.code for row in indicators.indicators().filter(pk__in=event.indicators)}
    for dataset in queries.datasets().public().in_force():
        if not event.indicators or changed & set(dataset.measures):
            refresh.enqueue(code=dataset.code)


SUBSCRIBERS = [Subscriber("opendata.follow_published", Published, follow_figures)]

_NOTE: Final = _("Tự động cập nhật theo số liệu mới xác nhận")
