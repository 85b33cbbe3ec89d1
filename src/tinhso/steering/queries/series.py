"""What the chart of a target shows, and the table below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.indicators import queries as figures
from tinhso.indicators.models import Direction, Observation
from tinhso.indicators.targets.reaching import rounded
from tinhso.places.models import Level
from tinhso.steering.facts import PLACES, FigureFact, View, all_figures
from tinhso.steering.models import Plan, Report, Statement, Target, TargetStatus
from tinhso.steering.queries.shapes import Point, Series, SeriesEvent
from tinhso.steering.state import measurable
from tinhso.steering.status import Due, Situation, needed_on

REFORM: Final = date(2025, 7, 1)
"""The day two-level local administration began: figures by place before and after are of other units."""


def target_series(target: Target, *, with_illustrative: bool = False) -> Series:
    """Baseline, confirmed figures, pace needed, values due and events of a target; seven queries."""
    whole = measurable().get(pk=target.pk)
    view = View(clock.today(), with_illustrative=with_illustrative)
    facts = all_figures(whole, view)
    dues = [Due(value.due_on, value.value) for value in whole.values.all()]
    unit, decimals = (whole.indicator.unit, whole.indicator.decimals) if whole.indicator else ("", 0)
    baseline = (
        Point(whole.baseline_on or whole.plan.starts_on, whole.baseline)
        if whole.baseline is not None
        else None
    )
    return Series(
        target=target,
        unit=unit,
        decimals=decimals,
        baseline=baseline,
        actual=_points(facts),
        needed=_needed(whole, dues, decimals),
        due=tuple(Point(value.due_on, value.value, value.text) for value in whole.values.all()),
        events=_events(whole, with_illustrative=with_illustrative),
    )


def _points(facts: Sequence[FigureFact]) -> tuple[Point, ...]:
    known = _observations([fact.observation for fact in facts if fact.observation])
    return tuple(point for fact in facts if (point := _point(fact, known)) is not None)


def _observations(keys: Sequence[UUID]) -> dict[UUID, Observation]:
    return {row.pk: row for row in figures.figures().whole().filter(pk__in=keys)}


def _point(fact: FigureFact, known: dict[UUID, Observation]) -> Point | None:
    exact = fact.figure.exact
    if exact is None:
        return None
    value = rounded(exact, PLACES)
    row = known.get(fact.observation) if fact.observation else None
    if row is None:
        source = _("Tổng hợp từ %(count)d đơn vị") % {"count": fact.expected}
        return Point(fact.figure.dated, value, source=source, illustrative=fact.illustrative)
    source = str(row.document or row.agency or _("Báo cáo đã xác nhận"))
    return Point(fact.figure.dated, value, row.text, source, row.period, row.pk, row.illustrative)


def _needed(target: Target, dues: Sequence[Due], decimals: int) -> tuple[Point, ...]:
    """The corners of the line of pace: where it begins, and every value due."""
    situation = Situation(
        as_of=clock.today(),
        starts_on=target.plan.starts_on,
        direction=Direction(target.direction),
        dues=dues,
        decimals=decimals,
        baseline=target.baseline,
        baseline_on=target.baseline_on,
    )
    if not dues:
        return ()
    begins = target.baseline_on if target.baseline and target.baseline_on else target.plan.starts_on
    first = needed_on(situation, begins, dues[0])
    corners = [] if first is None else [Point(begins, first)]
    return (*corners, *(Point(due.on, due.value) for due in dues))


def _events(target: Target, *, with_illustrative: bool) -> tuple[SeriesEvent, ...]:
    plan: Plan = target.plan
    found = [SeriesEvent(plan.starts_on, plan.short_title, "plan", plan.get_absolute_url())]
    if plan.starts_on <= REFORM <= max(plan.ends_on, clock.today()) and target.place.level != Level.COUNTRY:
        found.append(SeriesEvent(REFORM, _("Sắp xếp đơn vị hành chính"), "reform"))
    said = Statement.objects.standing().filter(target=target).select_related("document")
    told = Report.objects.filter(target=target, state=Report.State.CONFIRMED).exclude(difficulties="")
    if not with_illustrative:
        said, told = said.filter(illustrative=False), told.filter(illustrative=False)
    for row in said:
        word = str(TargetStatus(row.status).label)
        found.append(SeriesEvent(row.dated, f"{word}: {row.note}", "statement"))
    found += [SeriesEvent(row.dated, row.difficulties, "difficulty") for row in told]
    if target.retired_on:
        found.append(SeriesEvent(target.retired_on, target.retired_reason, "retired"))
    return tuple(sorted(found, key=lambda event: event.on))
