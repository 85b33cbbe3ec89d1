"""What plans aim at, for the rooms below that ask (`TINHSO_TARGETS`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from tinhso.base import clock
from tinhso.indicators.models import Direction
from tinhso.indicators.targets.asking import Aim, Baseline, Wanted
from tinhso.steering.models import Plan, Target, TargetValue


def of_plans(wanted: Wanted) -> Iterator[Aim]:
    """The values due of targets that stand, of plans that are no drafts; one statement."""
    if wanted.agencies is not None:
        return
    today = clock.today()
    rows = TargetValue.objects.filter(
        Q(target__retired_on=None) | Q(target__retired_on__gt=today), target__indicator__in=wanted.indicators
    ).exclude(target__plan__stage=Plan.Stage.DRAFT)
    if not wanted.illustrative:
        rows = rows.filter(illustrative=False, target__illustrative=False, target__plan__illustrative=False)
    if wanted.places is not None:
        rows = rows.filter(target__place__code__in=wanted.places)
    if wanted.since and wanted.until:
        rows = rows.filter(due_on__gte=wanted.since, due_on__lte=wanted.until)
    for row in rows.select_related("target__plan__document", "target__place").order_by("due_on"):
        yield _aim(row)


def _aim(row: TargetValue) -> Aim:
    target: Target = row.target
    plan: Plan = target.plan
    assert target.indicator_id is not None, "asked by indicator"
    baseline = None
    if target.baseline is not None:
        begins = target.baseline_on or plan.starts_on
        baseline = Baseline(target.baseline, begins, target.get_absolute_url())
    return Aim(
        target.indicator_id,
        target.place,
        row.due_on,
        row.value,
        "plan",
        target.get_absolute_url(),
        Direction(target.direction),
        text=row.text,
        title=target.title,
        locator=target.clause,
        document=plan.document,
        baseline=baseline,
        illustrative=row.illustrative or target.illustrative or plan.illustrative,
    )
