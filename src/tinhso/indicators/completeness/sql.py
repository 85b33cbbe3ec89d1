"""What was asked against what was told, counted by the database: statements do not grow with agencies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Asked:
    """An indicator asked for in a period by the definition in force on its last day.

    `name` is the calendar period that `period` is called after; `closes` the first moment after the due day,
    None without a term; `audience` names who is asked.
    """

    indicator: UUID
    period: str
    name: str
    ends: date
    closes: datetime | None
    audience: int


@dataclass(frozen=True)
class Member:
    """An agency of an audience, with the days between which it exists."""

    audience: int
    agency: UUID
    valid_from: date | None
    valid_to: date | None


_CELLS: Final = """
WITH asked AS (
  SELECT * FROM unnest(%(indicators)s::uuid[], %(periods)s::text[], %(names)s::text[], %(ends)s::date[],
    %(closes)s::timestamptz[], %(audiences)s::int[]) AS a(indicator_id, period, name, ends, closes, audience)
), member AS (
  SELECT * FROM unnest(%(groups)s::int[], %(agencies)s::uuid[], %(begins)s::date[], %(finishes)s::date[])
    AS m(audience, agency_id, valid_from, valid_to)
), version AS (
  SELECT o.indicator_id, o.agency_id, o.period, min(o.recorded_at) AS first,
    (array_agg(o.state ORDER BY o.recorded_at DESC, o.id DESC))[1] AS state,
    (array_agg(o.reason ORDER BY o.recorded_at DESC, o.id DESC))[1] AS reason
  FROM indicators_observation o
  WHERE o.agency_id = ANY(%(tellers)s::uuid[]) AND o.period = ANY(%(spans)s::text[])
    AND o.indicator_id = ANY(%(measured)s::uuid[]) AND NOT o.is_target AND o.recorded_at <= %(now)s
    AND (%(illustrative)s OR NOT o.illustrative)
  GROUP BY o.indicator_id, o.agency_id, o.period, o.place_id
), told AS (
  SELECT indicator_id, agency_id, period, min(first) AS first, bool_or(state = 'returned') AS returned,
    bool_or(state IN ('submitted', 'approved', 'confirmed')) AS received,
    max(reason) FILTER (WHERE state = 'returned') AS reason
  FROM version GROUP BY indicator_id, agency_id, period
), cell AS (
  SELECT a.indicator_id, m.agency_id, a.period, a.name, a.ends, a.closes, told.first, told.reason,
    CASE
      WHEN told.returned THEN 'returned'
      WHEN told.received AND a.closes IS NULL THEN 'untimed'
      WHEN told.received AND told.first < a.closes THEN 'on_time'
      WHEN told.received THEN 'late'
      WHEN a.ends > %(today)s THEN 'running'
      WHEN a.closes <= %(now)s THEN 'overdue'
      ELSE 'open'
    END AS standing
  FROM asked a JOIN member m ON m.audience = a.audience
    AND (m.valid_from IS NULL OR m.valid_from <= a.ends) AND (m.valid_to IS NULL OR m.valid_to >= a.ends)
  LEFT JOIN told ON told.indicator_id = a.indicator_id AND told.agency_id = m.agency_id
    AND told.period = a.period
)
"""
_COUNTED: Final = f"""{_CELLS}
SELECT agency_id, indicator_id, name, standing, count(*) FROM cell
GROUP BY GROUPING SETS ((agency_id, name, standing), (indicator_id, name, standing))
"""  # noqa: S608 - constant text
_LISTED: Final = f"""{_CELLS}
SELECT indicator_id, agency_id, period, name, ends, closes, first, reason, standing FROM cell
WHERE standing = ANY(%(standings)s) ORDER BY closes NULLS LAST, name, agency_id, indicator_id LIMIT %(most)s
"""  # noqa: S608 - constant text


def _named(
    asked: Sequence[Asked], members: Sequence[Member], now: datetime, today: date, *, illustrative: bool
) -> dict[str, Any]:
    return {
        "indicators": [one.indicator for one in asked],
        "periods": [one.period for one in asked],
        "names": [one.name for one in asked],
        "ends": [one.ends for one in asked],
        "closes": [one.closes for one in asked],
        "audiences": [one.audience for one in asked],
        "groups": [one.audience for one in members],
        "agencies": [one.agency for one in members],
        "tellers": list({one.agency for one in members}),
        "spans": list({one.period for one in asked}),
        "measured": list({one.indicator for one in asked}),
        "begins": [one.valid_from for one in members],
        "finishes": [one.valid_to for one in members],
        "now": now,
        "today": today,
        "illustrative": illustrative,
    }


def counted(
    asked: Sequence[Asked], members: Sequence[Member], now: datetime, today: date, *, illustrative: bool
) -> list[tuple[UUID | None, UUID | None, str, str, int]]:
    """Agency or indicator, name of the period, standing, how many; one statement."""
    if not (asked and members):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, _named(asked, members, now, today, illustrative=illustrative))
        return list(cursor.fetchall())


def listed(
    asked: Sequence[Asked],
    members: Sequence[Member],
    now: datetime,
    today: date,
    *,
    standings: Sequence[str],
    most: int,
    illustrative: bool,
) -> list[tuple[UUID, UUID, str, str, date, datetime | None, datetime | None, str | None, str]]:
    """The cells themselves, what is due first leading; one statement."""
    if not (asked and members):
        return []
    named = _named(asked, members, now, today, illustrative=illustrative)
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, {**named, "standings": list(standings), "most": most})
        return list(cursor.fetchall())
