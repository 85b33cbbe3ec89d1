"""Who stands above an agency, level by level, as the tree of agencies is today (cấp trên của một đơn vị)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from tinhso.base import clock

MOST: Final = 8
"""So many levels are climbed at most: trees of agencies are not deeper, and a circle in one must end."""

LADDER: Final = f"""
walk(agency, climb, at) AS (
  SELECT f.agency, 0, f.agency FROM asked_agencies f WHERE f.agency IS NOT NULL
  UNION
  SELECT w.agency, w.climb + moved.up, moved.on_to
  FROM walk w JOIN people_agency a ON a.id = w.at
  CROSS JOIN LATERAL (
    SELECT a.parent_id AS on_to, 1 AS up
    WHERE a.parent_id IS NOT NULL AND w.climb < {MOST}
      AND (a.valid_from IS NULL OR a.valid_from <= %s) AND (a.valid_to IS NULL OR a.valid_to >= %s)
    UNION ALL
    SELECT e.successor_id, 0 FROM people_succession e
    WHERE e.predecessor_id = a.id AND e."on" <= %s AND a.valid_to < %s
  ) moved
), ladder(agency, climb, decider) AS (
  SELECT w.agency, w.climb, a.id FROM walk w JOIN people_agency a ON a.id = w.at
  WHERE (a.valid_from IS NULL OR a.valid_from <= %s) AND (a.valid_to IS NULL OR a.valid_to >= %s)
)
"""  # noqa: S608 - constant text
"""Two parts of a WITH RECURSIVE that begins with `asked_agencies(agency)`; `ladder` has the answer.

It takes the day six times. Climb 0 is the agency itself or those that carry it on, 1 the agency above.
"""

DAYS: Final = 6
"""How many times `LADDER` takes the day."""

_ASKED: Final = f"""
WITH RECURSIVE asked_agencies(agency) AS (SELECT unnest(%s::uuid[])), {LADDER}
SELECT agency, climb, decider FROM ladder
"""  # noqa: S608 - constant text

Ladder = Mapping[tuple[UUID, int], frozenset[UUID]]
"""By agency and number of levels climbed: the agencies there; nothing where the tree has nobody."""


def ladder(agencies: Iterable[UUID | None], on: date | None = None) -> Ladder:
    """Those agencies (level 0) and whoever stands above each, on a day (today by default); one statement.

    Where one ended, those that carry it on stand in its place, at its level and above it.
    """
    wanted = list({agency for agency in agencies if agency is not None})
    if not wanted:
        return {}
    found: dict[tuple[UUID, int], set[UUID]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [wanted, *[on or clock.today()] * DAYS])
        for agency, climb, decider in cursor.fetchall():
            found[agency, climb].add(decider)
    return {key: frozenset(deciders) for key, deciders in found.items()}
