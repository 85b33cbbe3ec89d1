"""What waits for whom: each level's own queue, what waits below it, and what somebody sent in."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import BigIntegerField, Min, Q, QuerySet
from django.db.models.expressions import RawSQL

from tinhso.base import clock
from tinhso.base.audit.context import Actor
from tinhso.indicators import policies
from tinhso.indicators.approval import holders
from tinhso.indicators.approval.levels import Deciding
from tinhso.indicators.models import WAITING, State, Submission
from tinhso.people.ladders import DAYS, LADDER
from tinhso.people.principals import Principal

NOBODY: Final = "'00000000-0000-0000-0000-000000000000'::uuid"
"""Stands for the agency of figures that have none, so that all can be joined."""

_ASKED: Final = f"""
WITH RECURSIVE waits AS (
  SELECT s.id, s.indicator_id, s.period_end, COALESCE(s.level, 0) AS passed,
    COALESCE(s.agency_id, '00000000-0000-0000-0000-000000000000') AS agency
  FROM indicators_submission s WHERE s.state IN ('submitted', 'approved')
), laid AS (
  SELECT k.indicator_id, k.period_end, COALESCE(d.approvals, i.approvals) AS steps
  FROM (SELECT DISTINCT indicator_id, period_end FROM waits) k
  JOIN indicators_indicator i ON i.id = k.indicator_id
  LEFT JOIN LATERAL (
    SELECT d.approvals FROM indicators_definition d WHERE d.indicator_id = k.indicator_id
    ORDER BY COALESCE(d.valid_from <= k.period_end, TRUE) DESC,
      CASE WHEN d.valid_from <= k.period_end THEN d.valid_from END DESC NULLS LAST,
      d.valid_from NULLS FIRST
    LIMIT 1
  ) d ON TRUE
), kinds AS (
  SELECT DISTINCT w.agency, l.steps, w.passed FROM waits w JOIN laid l USING (indicator_id, period_end)
), asked_agencies(agency) AS (
  SELECT DISTINCT agency FROM kinds WHERE jsonb_array_length(steps) > passed
), {LADDER}, levels AS (
  SELECT k.agency, k.steps, k.passed, e.n - 1 AS number,
    CASE WHEN e.step = 'parent' THEN count(*) FILTER (WHERE e.step = 'parent')
      OVER (PARTITION BY k.agency, k.steps, k.passed ORDER BY e.n) ELSE 0 END AS climb
  FROM kinds k CROSS JOIN LATERAL jsonb_array_elements_text(k.steps) WITH ORDINALITY AS e(step, n)
), live AS (
  SELECT v.agency, v.steps, v.passed, v.number, bool_or(l.decider = ANY(%s::uuid[])) AS held
  FROM levels v JOIN ladder l ON l.agency = v.agency AND l.climb = v.climb
  WHERE v.number >= v.passed GROUP BY v.agency, v.steps, v.passed, v.number
), turns AS (
  SELECT agency, steps, passed, (array_agg(held ORDER BY number))[1] AS held, bool_or(held) AS held_later
  FROM live GROUP BY agency, steps, passed
), asked AS (
  SELECT w.id, t.held, t.held_later FROM waits w JOIN laid l USING (indicator_id, period_end)
  LEFT JOIN turns t ON t.agency = w.agency AND t.passed = w.passed AND t.steps = l.steps
)
"""  # noqa: S608 - constant text
"""`asked`: each figure that waits; `held` is NULL at the standing office's turn, else if it is theirs."""

_MINE: Final = f"{_ASKED} SELECT id FROM asked WHERE (held IS NULL AND %s) OR held"  # noqa: S608 - constant text
_BELOW: Final = f"{_ASKED} SELECT id FROM asked WHERE NOT held AND (%s OR held_later)"  # noqa: S608 - constant text


def _chosen(statement: str, who: Deciding) -> Q:
    day: date = clock.today()
    values = (*[day] * DAYS, list(who.agencies), who.office)
    chosen = RawSQL(statement, values, output_field=BigIntegerField())  # noqa: S611 - constant text
    return Q(pk__in=chosen, state__in=WAITING)  # said twice: what was decided long ago is not looked at


def _shown(by: Actor) -> Q:
    """Illustrative rows for the demo's accounts only."""
    return Q() if not isinstance(by, Principal) or by.illustrative else Q(illustrative=False)


def _free(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those that no paper of a room above carries."""
    for holder in holders.known():
        rows = rows.exclude(last__in=holder.held())
    return rows


def turns_of(by: Actor) -> QuerySet[Submission]:
    """The figures whose next decision is `by`'s, those that papers of rooms above carry included."""
    who = policies.deciding(by)
    if not who:
        return Submission.objects.none()
    return Submission.objects.filter(_shown(by), _chosen(_MINE, who))


def waiting_for(by: Actor) -> QuerySet[Submission]:
    """The figures whose next decision is `by`'s (chờ tôi duyệt)."""
    return _free(turns_of(by))


def waiting_below(by: Actor) -> QuerySet[Submission]:
    """The figures that wait at a level below one of `by`'s (còn chờ cấp dưới)."""
    who = policies.deciding(by)
    if not who:
        return Submission.objects.none()
    return _free(Submission.objects.filter(_shown(by), _chosen(_BELOW, who)))


def came_back_to(by: Actor) -> QuerySet[Submission]:
    """The figures that `by` sent and that were returned; nobody's where `by` writes no figures."""
    if not policies.may_enter(by):
        return Submission.objects.none()
    return _free(sent_by(by).filter(state=State.RETURNED))


def sent_by(by: Actor) -> QuerySet[Submission]:
    """What `by` sent in (số liệu tôi đã gửi), the newest first, whatever became of it."""
    if by.actor_id is None:
        return Submission.objects.none()
    return Submission.objects.filter(sender=by.actor_id).order_by("-sent_at", "-pk")


def one_of_each(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """The first of those figures for each indicator and period: what is one piece of work."""
    firsts = rows.order_by().values("indicator", "period").annotate(first=Min("pk")).values("first")
    return Submission.objects.filter(pk__in=firsts)
