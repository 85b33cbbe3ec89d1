"""The facts a status follows from, read for many targets at once: latest figures and statements as of a day.

A whole figure is one of the target's indicator and place by no agency, or by its lead. A target with
collectors is also told by the parts: of the latest period for which all parts are in, added up by the
indicator's rule. The later of the two counts, the whole on the same day. Rows of one unit under the same
code are one place here, whatever their time.

A figure is a result of a plan when its period ends after the plan's first day. What ended before tells where
the plan began: no status follows from it, the chart shows it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.base.numbers import round_half_up
from tinhso.indicators.models import Adding
from tinhso.steering.models import Statement, Target, TargetStatus
from tinhso.steering.status import Figure, Stated

REACHES = (timedelta(days=100), timedelta(days=400), timedelta(days=1_000_000))
"""How far back parts are looked for: past a quarter, past a year, then all of history for the few left."""
CORRECTED = timedelta(days=400)
"""How much later a version may be dated than the figure it corrects."""

MEASURED = ("count", "ratio", "percent", "actual_target", "rank", "money")
PLACES = 6


@dataclass(frozen=True)
class View:
    """From when facts are seen: those dated not later than `as_of`, recorded not later than `known_at`."""

    as_of: date
    known_at: datetime | None = None
    with_illustrative: bool = False


@dataclass(frozen=True)
class FigureFact:
    """The latest confirmed figure of a target; no observation where several parts make it."""

    figure: Figure
    observation: UUID | None = None
    reported: int = 1
    expected: int = 1
    illustrative: bool = False


@dataclass(frozen=True)
class StatementFact:
    """The latest statement of a target."""

    stated: Stated
    statement: UUID
    illustrative: bool = False


_SEEN = """
    AND NOT o.is_target AND o.kind = ANY(%(kinds)s)
    AND (%(known)s::timestamptz IS NULL OR o.recorded_at <= %(known)s)
    AND (%(illustrative)s OR NOT o.illustrative)
"""

_OF_PLAN = "(%(every)s OR o.period_end > plan.starts_on)"

_IN_FORCE = """
    AND NOT EXISTS (
      SELECT 1 FROM indicators_observation newer
      WHERE newer.indicator_id = o.indicator_id AND newer.place_id = o.place_id
        AND newer.state IN ('confirmed', 'withdrawn')
        AND ((newer.period = o.period AND newer.kind = o.kind AND NOT newer.is_target
              AND newer.illustrative = o.illustrative AND newer.code = o.code
              AND newer.agency_id IS NOT DISTINCT FROM o.agency_id
              AND (newer.recorded_at, newer.id) > (o.recorded_at, o.id))
             OR newer.supersedes_id = o.id)
        AND (%(known)s::timestamptz IS NULL OR newer.recorded_at <= %(known)s))
"""

_MEASURE = """CASE WHEN o.kind = 'actual_target' THEN o.actual WHEN o.kind = 'rank' THEN o.rank
    WHEN o.value IS NOT NULL THEN o.value WHEN o.denominator > 0 THEN
      (SELECT factor FROM indicators_indicator told WHERE told.id = o.indicator_id)
      * o.numerator / o.denominator END"""

_WHOLE = f"""
SELECT t.id, found.id, found.dated, found.measure, found.numerator, found.denominator, found.illustrative
FROM steering_target t
JOIN steering_plan plan ON plan.id = t.plan_id
JOIN places_place tp ON tp.id = t.place_id
JOIN LATERAL (
  SELECT o.id, o.dated, {_MEASURE} AS measure, o.numerator, o.denominator, o.illustrative
  FROM places_place p JOIN indicators_observation o ON o.place_id = p.id
  WHERE p.code = tp.code AND p.level = tp.level AND o.indicator_id = t.indicator_id
    AND o.state = 'confirmed' AND o.dated <= %(as_of)s
    AND (o.agency_id IS NULL OR (o.agency_id = t.lead_id AND NOT EXISTS (
      SELECT 1 FROM steering_collector c WHERE c.target_id = t.id AND c.agency_id = t.lead_id
        AND (%(illustrative)s OR NOT c.illustrative))))
    AND {_OF_PLAN} {_SEEN} {_IN_FORCE}
  ORDER BY o.dated DESC, o.period_start, o.illustrative DESC, o.recorded_at DESC, o.id DESC
  LIMIT %(limit)s
) found ON true
WHERE t.id = ANY(%(targets)s)
"""  # noqa: S608 - put together from the constants above

_PARTS = f"""
WITH latest AS (
  SELECT DISTINCT ON (t.id, c.id, o.period, o.kind, o.code, o.illustrative)
    t.id AS target, c.id AS collector, o.period_start, o.period_end, o.dated, o.state, o.recorded_at, o.id,
    {_MEASURE} AS measure, o.numerator, o.denominator, o.illustrative
  FROM steering_target t
  JOIN steering_plan plan ON plan.id = t.plan_id
  JOIN steering_collector c ON c.target_id = t.id AND (%(illustrative)s OR NOT c.illustrative)
  JOIN LATERAL (
    SELECT * FROM indicators_observation one
    WHERE one.indicator_id = t.indicator_id AND one.place_id = COALESCE(c.place_id, t.place_id)
      AND one.state IN ('confirmed', 'withdrawn') AND one.dated > %(since)s AND one.dated <= %(until)s
      AND (one.dated <= %(as_of)s OR one.period_start <= %(as_of)s)
    OFFSET 0 -- one walk of the index a collector: a plan's parts are few among all figures
  ) o ON o.agency_id = c.agency_id OR (o.agency_id IS NULL AND c.place_id IS NOT NULL)
  WHERE t.id = ANY(%(targets)s) AND {_OF_PLAN} {_SEEN}
    AND NOT EXISTS (
      SELECT 1 FROM indicators_observation newer
      WHERE newer.supersedes_id = o.id AND newer.state IN ('confirmed', 'withdrawn')
        AND (%(known)s::timestamptz IS NULL OR newer.recorded_at <= %(known)s))
  ORDER BY t.id, c.id, o.period, o.kind, o.code, o.illustrative, o.recorded_at DESC, o.id DESC
), part AS (
  SELECT DISTINCT ON (target, collector, period_start, period_end) * FROM latest
  WHERE state = 'confirmed' AND dated <= %(as_of)s
  ORDER BY target, collector, period_start, period_end, illustrative DESC, recorded_at DESC, id DESC
)
SELECT target, max(dated) AS day, count(*), sum(measure), avg(measure), max(measure), min(measure),
  sum(numerator), sum(denominator), bool_or(illustrative)
FROM part
GROUP BY target, period_start, period_end
ORDER BY target, period_end DESC, period_start
"""  # noqa: S608 - put together from the constants above


def latest_figures(targets: Sequence[Target], view: View) -> dict[UUID, FigureFact]:
    """The latest confirmed figure of each target that has one; four queries at most."""
    measured = [target for target in targets if target.indicator_id]
    if not measured:
        return {}
    found = _wholes([target.pk for target in measured], view)
    for target, fact in _by_parts(measured, view).items():
        whole = found.get(target)
        if whole is None or not _outranks(whole, fact):
            found[target] = fact
        else:
            found[target] = replace(whole, reported=fact.reported, expected=fact.expected)
    told_in = {target.pk: target.indicator.factor for target in measured if target.indicator}
    return {target: _told_in(fact, told_in[target]) for target, fact in found.items()}


def _told_in(fact: FigureFact, factor: Decimal) -> FigureFact:
    return replace(fact, figure=replace(fact.figure, factor=factor))


def collecting(target: Target, view: View) -> int:
    """How many agencies report parts of a target that `state.measurable` read, the demo's where they show."""
    return int(getattr(target, "collecting_shown" if view.with_illustrative else "collecting", 0))


def _outranks(whole: FigureFact, parts: FigureFact) -> bool:
    return not parts.figure.complete or whole.figure.dated >= parts.figure.dated


def _rows(
    sql: str, view: View, targets: Collection[UUID], since: date | None = None, *, every: bool = False
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            {
                "targets": list(targets),
                "as_of": view.as_of,
                "known": view.known_at,
                "illustrative": view.with_illustrative,
                "kinds": list(MEASURED),
                "since": since or date.min,
                "until": _around(
                    view.as_of, CORRECTED
                ),  # versions dated later may correct what was dated by then
                "limit": None if every else 1,
                "every": every,
            },
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _around(day: date, span: timedelta) -> date:
    """`day` moved by `span`, as far as the calendar goes."""
    try:
        return day + span
    except OverflowError:
        return date.max if span > timedelta() else date.min


def _wholes(targets: Collection[UUID], view: View) -> dict[UUID, FigureFact]:
    return {row[0]: _whole(row) for row in _rows(_WHOLE, view, targets)}


def _whole(row: tuple[Any, ...]) -> FigureFact:
    _target, observation, dated, measure, numerator, denominator, illustrative = row
    return FigureFact(Figure(dated, measure, numerator, denominator), observation, illustrative=illustrative)


def _by_parts(targets: Sequence[Target], view: View) -> dict[UUID, FigureFact]:
    """Targets that parts tell of: the recent past first, further back where that is not enough."""
    expected = {target.pk: collecting(target, view) for target in targets}
    rules = {target.pk: target.indicator.adding for target in targets if target.indicator}
    wanted = [pk for pk, count in expected.items() if count and rules[pk] != Adding.NONE]
    if not wanted:
        return {}
    found: dict[UUID, FigureFact] = {}
    for reach in REACHES:
        found |= _choose(_rows(_PARTS, view, wanted, _around(view.as_of, -reach)), rules, expected)
        wanted = [pk for pk in wanted if pk not in found or not found[pk].figure.complete]
        if not wanted:
            break
    return found


def _choose(
    rows: Sequence[tuple[Any, ...]], rules: Mapping[UUID, str], parts: Mapping[UUID, int]
) -> dict[UUID, FigureFact]:
    """Of each target's periods, newest first: the latest complete one, else the latest."""
    newest: dict[UUID, FigureFact] = {}
    complete: dict[UUID, FigureFact] = {}
    for target, day, count, *values, illustrative in rows:
        fact = FigureFact(
            _added(rules[target], day, values, complete=count >= parts[target]),
            reported=count,
            expected=parts[target],
            illustrative=illustrative,
        )
        newest.setdefault(target, fact)
        if fact.figure.complete:
            complete.setdefault(target, replace(fact, reported=newest[target].reported))
    return newest | complete


def _added(rule: str, day: date, values: Sequence[Decimal | None], *, complete: bool) -> Figure:
    total, mean, most, least, numerator, denominator = values
    if rule == Adding.RATIO_OF_SUMS:
        return Figure(day, None, numerator, denominator, complete)
    value = {Adding.SUM: total, Adding.AVERAGE: mean, Adding.MAX: most, Adding.MIN: least}[Adding(rule)]
    return Figure(day, None if value is None else round_half_up(value, PLACES), complete=complete)


def all_figures(target: Target, view: View) -> list[FigureFact]:
    """Every figure of one target in force, oldest first, those from before its plan too: whole ones, and
    periods whose parts are all in.
    """
    if target.indicator is None:
        return []
    found = [_whole(row) for row in _rows(_WHOLE, view, [target.pk], every=True)]
    rule = target.indicator.adding
    expected = collecting(target, view)
    if expected and rule != Adding.NONE:
        days = {fact.figure.dated for fact in found}
        for _target, day, count, *values, illustrative in _rows(_PARTS, view, [target.pk], every=True):
            if count >= expected and day not in days:
                figure = _added(rule, day, values, complete=True)
                found.append(FigureFact(figure, None, count, count, illustrative))
    factor = target.indicator.factor
    return sorted((_told_in(fact, factor) for fact in found), key=lambda fact: fact.figure.dated)


def latest_statements(targets: Collection[UUID], view: View) -> dict[UUID, StatementFact]:
    """The latest statement of each target that stands; one query."""
    rows = Statement.objects.standing(view.known_at).filter(target__in=targets, dated__lte=view.as_of)
    if not view.with_illustrative:
        rows = rows.filter(illustrative=False)
    latest = rows.order_by("target_id", "-dated", "-recorded_at", "-id").distinct("target_id")
    return {
        row.target_id: StatementFact(Stated(TargetStatus(row.status), row.dated), row.pk, row.illustrative)
        for row in latest
    }
