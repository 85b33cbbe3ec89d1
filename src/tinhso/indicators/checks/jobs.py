"""Background work: looking over stored figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.jobs.registry import job
from tinhso.indicators.checks import reviews
from tinhso.indicators.models import CheckRun


@job("indicators.review")
def review(run: UUID) -> None:
    """Do a look that was asked for. Run twice, it finds that it is finished."""
    asked = CheckRun.objects.get(pk=run)
    reviews.run(SystemActor(f"rà soát · {asked.asked_by}"), asked)


def ask(
    by: Actor,
    *,
    codes: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    place: str = "",
) -> CheckRun:
    """Ask for a look and have a worker do it. Raises as `reviews.ask`."""
    with transaction.atomic():
        asked = reviews.ask(by, codes=codes, since=since, until=until, place=place)
        review.enqueue(run=asked.pk)
    return asked
