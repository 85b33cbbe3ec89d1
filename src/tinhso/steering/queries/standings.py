"""Where a plan's targets stand: now from the table of the current state, any other day from the facts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.base import clock
from tinhso.steering.facts import View
from tinhso.steering.models import (
    IllustrativeState,
    Outlook,
    Plan,
    Target,
    TargetState,
    TargetStatus,
)
from tinhso.steering.queries.shapes import TargetRow
from tinhso.steering.state import Columns, compute, measurable

_AROUND = ("plan", "goal__pillar", "pillar", "lead", "indicator")


def target_states(
    plan: Plan,
    as_of: date | None = None,
    known_at: datetime | None = None,
    *,
    with_illustrative: bool = False,
) -> list[TargetRow]:
    """The targets of a plan where they stand, in the plan's order.

    `as_of` selects facts dated not later, `known_at` facts recorded not later; without both it is now, in two
    queries. Targets retired by then are there, as not carried out.
    """
    return target_states_of([plan.pk], as_of, known_at, with_illustrative=with_illustrative)


def target_states_of(
    plans: Collection[UUID],
    as_of: date | None = None,
    known_at: datetime | None = None,
    *,
    with_illustrative: bool = False,
) -> list[TargetRow]:
    """The same for several plans together, in as few queries."""
    wanted = Q(plan__in=plans) if with_illustrative else Q(plan__in=plans, illustrative=False)
    if as_of is None and known_at is None:
        return now_rows(Target.objects.filter(wanted), with_illustrative=with_illustrative)
    view = View(as_of or clock.today(), known_at, with_illustrative)
    targets = list(measurable().filter(wanted).select_related(*_AROUND).order_by(*_ORDER))
    return states_then(targets, view)


def states_then(targets: Sequence[Target], view: View) -> list[TargetRow]:
    """Those targets as seen from `view`; what judging them needs is read along where it is missing."""
    if any("collecting" not in vars(target) for target in targets):
        targets = list(measurable().filter(pk__in=[target.pk for target in targets]))
    seen = compute(targets, view)
    return [
        row_of(target, seen[target.pk].columns, target.illustrative or seen[target.pk].illustrative)
        for target in targets
    ]


_ORDER = ("plan__order", "plan_id", "goal__order", "order", "code")


def now_rows(targets: QuerySet[Target], *, with_illustrative: bool) -> list[TargetRow]:
    """Those targets as they stand now, in one query."""
    around = (*_AROUND, "current", *(("shown",) if with_illustrative else ()))
    return [now_row(target) for target in targets.select_related(*around).order_by(*_ORDER)]


def now_row(target: Target) -> TargetRow:
    """A target as it stands now: with illustration where `shown` was selected along and there is any."""
    shown: IllustrativeState | None = (
        getattr(target, "shown", None) if "shown" in target._state.fields_cache else None
    )
    kept: TargetState | IllustrativeState | None = shown or getattr(target, "current", None)
    if kept is None:
        return TargetRow(target, TargetStatus.UNKNOWN, illustrative=target.illustrative)
    return row_of(target, kept, target.illustrative or shown is not None)


def row_of(target: Target, kept: Columns | TargetState | IllustrativeState, illustrative: bool) -> TargetRow:
    """The row of a target from the columns of its state."""
    return TargetRow(
        target=target,
        status=TargetStatus(kept.status),
        outlook=Outlook(kept.outlook) if kept.outlook else None,
        pace=kept.pace,
        value=kept.value,
        numerator=kept.numerator,
        denominator=kept.denominator,
        due_value=kept.due_value,
        due_on=kept.due_on,
        dated=kept.dated,
        observation_id=kept.observation_id,
        statement_id=kept.statement_id,
        reported=kept.reported,
        expected=kept.expected,
        illustrative=illustrative,
    )
