"""Where targets stand: computed from facts as of any day, and kept for now in the confirming transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tinhso.base import clock
from tinhso.indicators.models import Direction, Observation
from tinhso.indicators.targets.reaching import rounded
from tinhso.steering.facts import (
    PLACES,
    FigureFact,
    StatementFact,
    View,
    collecting,
    latest_figures,
    latest_statements,
)
from tinhso.steering.models import Collector, IllustrativeState, Target, TargetState, TargetStatus
from tinhso.steering.status import Due, Situation, Thresholds, standing

BATCH = 500
"""Targets rebuilt together."""


@dataclass(frozen=True)
class Columns:
    """What the current state keeps of one target; the fields are the table's columns."""

    status: str = TargetStatus.UNKNOWN
    outlook: str = ""
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    due_value: Decimal | None = None
    due_on: date | None = None
    pace: Decimal | None = None
    dated: date | None = None
    observation_id: UUID | None = None
    statement_id: UUID | None = None
    reported: int = 0
    expected: int = 1


_NAMES = tuple(field.name for field in fields(Columns))
_UPDATED = (*(name.removesuffix("_id") for name in _NAMES), "changed_at")


@dataclass(frozen=True)
class Seen:
    """A target's columns, and whether an illustrative fact is behind them."""

    columns: Columns
    illustrative: bool


def thresholds() -> Thresholds:
    """The thresholds of this deployment (`TINHSO_OUTLOOK`)."""
    return Thresholds(*settings.OUTLOOK)


def measurable() -> QuerySet[Target]:
    """Targets with all that judging them needs, in two queries whatever their number."""
    parts = Collector.objects.filter(target=OuterRef("pk")).order_by().values("target")
    every = Subquery(parts.annotate(count=Count("pk")).values("count"))
    real = Subquery(parts.filter(illustrative=False).annotate(count=Count("pk")).values("count"))
    rows = Target.objects.select_related("plan", "indicator").prefetch_related("values")
    return rows.annotate(collecting=Coalesce(real, 0), collecting_shown=Coalesce(every, 0))


def compute(targets: Sequence[Target], view: View) -> dict[UUID, Seen]:
    """Where `targets` (from `measurable`) stand as seen from `view`: at most five queries."""
    figures = latest_figures(targets, view)
    statements = latest_statements([target.pk for target in targets], view)
    limits = thresholds()
    return {
        target.pk: _seen(target, view, figures.get(target.pk), statements.get(target.pk), limits)
        for target in targets
    }


def _seen(
    target: Target, view: View, fact: FigureFact | None, said: StatementFact | None, limits: Thresholds
) -> Seen:
    judged = standing(_situation(target, view, fact, said), limits)
    figure = fact.figure if fact else None
    exact = figure.exact if figure else None
    columns = Columns(
        status=judged.status.value,
        outlook=judged.outlook.value if judged.outlook else "",
        value=None if exact is None else rounded(exact, PLACES),
        numerator=figure.numerator if figure else None,
        denominator=figure.denominator if figure else None,
        due_value=judged.due.value if judged.due else None,
        due_on=judged.due.on if judged.due else None,
        pace=judged.pace,
        dated=figure.dated if figure else (said.stated.dated if said else None),
        observation_id=fact.observation if fact else None,
        statement_id=said.statement if said and judged.by_statement else None,
        reported=fact.reported if fact else 0,
        expected=fact.expected if fact else max(1, collecting(target, view)),
    )
    return Seen(columns, bool((fact and fact.illustrative) or (said and said.illustrative)))


def _situation(target: Target, view: View, fact: FigureFact | None, said: StatementFact | None) -> Situation:
    return Situation(
        as_of=view.as_of,
        starts_on=target.plan.starts_on,
        direction=Direction(target.direction),
        dues=[Due(value.due_on, value.value) for value in target.values.all()],
        decimals=target.indicator.decimals if target.indicator else 0,
        baseline=target.baseline,
        baseline_on=target.baseline_on,
        figure=fact.figure if fact else None,
        stated=said.stated if said else None,
        retired_on=target.retired_on,
    )


def refresh(targets: Iterable[Target | UUID]) -> None:
    """Bring the current state of `targets` up to date inside the caller's transaction; set-wise.

    Call it after any write that a status follows from: a confirmed figure, a statement, a changed target. The
    targets stay locked until the transaction ends, so that parts confirmed at the same time add up.
    """
    keys = {target.pk if isinstance(target, Target) else target for target in targets}
    for some in _batches(sorted(keys)):
        with transaction.atomic():
            list(Target.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk"))
            _store(list(measurable().filter(pk__in=some)))


def lock_measured(indicator: UUID) -> None:
    """Lock every target measured by that indicator, in one order.

    Take it before the first write of a figure: everybody then locks targets first and audit streams after,
    and nobody waits in a circle.
    """
    rows = Target.objects.select_for_update().filter(indicator=indicator)
    list(rows.order_by("pk").values_list("pk"))


def refresh_for(observation: Observation) -> list[UUID]:
    """Refresh every target that `observation` tells of, in whatever plan. Returns their ids."""
    return refresh_measured(observation.indicator_id)


def refresh_measured(indicator: UUID) -> list[UUID]:
    """Refresh every target measured by that indicator. Returns their ids."""
    return refresh_measured_by([indicator])


def refresh_measured_by(indicators: Collection[UUID]) -> list[UUID]:
    """Refresh every target measured by any of those indicators, each once. Returns their ids."""
    keys = list(Target.objects.filter(indicator__in=indicators).values_list("pk", flat=True))
    refresh(keys)
    return keys


def rebuild_all(progress: Callable[[int, int], None] | None = None) -> int:
    """Rebuild the state of every target from its facts; the result equals what was kept step by step."""
    keys = list(Target.objects.order_by("plan_id", "pk").values_list("pk", flat=True))
    for done, some in enumerate(_batches(keys)):
        refresh(some)
        if progress:
            progress(min((done + 1) * BATCH, len(keys)), len(keys))
    return len(keys)


def amiss(most: int | None = None, progress: Callable[[int, int], None] | None = None) -> tuple[int, int]:
    """How many targets are kept otherwise than their facts say today, of how many looked at.

    All of them, or `most` taken by chance. Changes nothing.
    """
    found = Target.objects.order_by("?" if most else "pk").values_list("pk", flat=True)
    keys = list(found[:most] if most else found)
    wrong = 0
    for done, some in enumerate(_batches(keys)):
        targets = list(measurable().filter(pk__in=some))
        published, apart = _told(targets)
        kept = {row.pk: _columns(row) for row in TargetState.objects.filter(pk__in=published)}
        shown = {row.target_id: _columns(row) for row in IllustrativeState.objects.filter(target__in=some)}
        wrong += sum(
            kept.get(target.pk) != published.get(target.pk) or shown.get(target.pk) != apart.get(target.pk)
            for target in targets
        )
        if progress:
            progress(min((done + 1) * BATCH, len(keys)), len(keys))
    return wrong, len(keys)


def _batches(keys: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _told(targets: Sequence[Target]) -> tuple[dict[UUID, Columns], dict[UUID, Columns]]:
    """What is published of `targets` today, and what stands apart because of an illustrative fact."""
    today = clock.today()
    published = compute(targets, View(today))
    shown = compute(targets, View(today, with_illustrative=True))
    real = {target.pk: published[target.pk].columns for target in targets if not target.illustrative}
    apart = {
        target.pk: shown[target.pk].columns
        for target in targets
        if target.illustrative or shown[target.pk].illustrative
    }
    return real, apart


def _store(targets: Sequence[Target]) -> None:
    published, apart = _told(targets)
    _put_published(published)
    _put_illustrative(apart, [target.pk for target in targets])


def _put_published(wanted: dict[UUID, Columns]) -> None:
    stored = {row.pk: row for row in TargetState.objects.filter(pk__in=wanted)}
    rows = [
        TargetState(target_id=key, changed_at=clock.now(), **dict(_pairs(columns)))
        for key, columns in wanted.items()
        if key not in stored or _columns(stored[key]) != columns
    ]
    TargetState.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["target"], update_fields=_UPDATED
    )


def _put_illustrative(wanted: dict[UUID, Columns], looked_at: Collection[UUID]) -> None:
    stored = {row.target_id: row for row in IllustrativeState.objects.filter(target__in=looked_at)}
    if gone := stored.keys() - wanted.keys():
        IllustrativeState.objects.filter(target__in=gone).delete()
    rows = [
        IllustrativeState(target_id=key, illustrative=True, changed_at=clock.now(), **dict(_pairs(columns)))
        for key, columns in wanted.items()
        if key not in stored or _columns(stored[key]) != columns
    ]
    IllustrativeState.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["target"], update_fields=_UPDATED
    )


def _pairs(columns: Columns) -> Iterator[tuple[str, object]]:
    return ((name, getattr(columns, name)) for name in _NAMES)


def _columns(row: TargetState | IllustrativeState) -> Columns:
    return Columns(**{name: getattr(row, name) for name in _NAMES})
