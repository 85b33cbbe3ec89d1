"""Reads over the lineage as a whole: the edges around many units in one statement."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection

_AROUND = """
WITH RECURSIVE touched(id) AS (
  SELECT unnest(%(units)s::uuid[])
  UNION
  SELECT other.id FROM touched t CROSS JOIN LATERAL (
    SELECT l.successor_id FROM places_lineage l
    WHERE l.predecessor_id = t.id AND l."on" > %(after)s AND l."on" <= %(until)s
    UNION ALL
    SELECT l.predecessor_id FROM places_lineage l
    WHERE l.successor_id = t.id AND l."on" > %(after)s AND l."on" <= %(until)s
  ) AS other(id)
)
SELECT l.predecessor_id, l.successor_id, l.share, l.basis, l."on"
FROM touched t JOIN places_lineage l ON l.predecessor_id = t.id
WHERE l."on" > %(after)s AND l."on" <= %(until)s
"""

_MARK = """
SELECT (SELECT hash FROM base_streamhead WHERE stream = %s),
  (SELECT id FROM places_place ORDER BY id DESC LIMIT 1),
  (SELECT id FROM places_lineage ORDER BY id DESC LIMIT 1)
"""


@dataclass(frozen=True)
class LineageEdge:
    """`share` is the part of the predecessor that went to the successor on that day; None: unknown."""

    predecessor: UUID
    successor: UUID
    share: Decimal | None
    basis: str
    on: date


def edges_around(units: Iterable[UUID], one: date, other: date) -> list[LineageEdge]:
    """Every edge between the two dates that is linked with one of `units`, over any number of edges.

    Whoever follows a figure needs its unit's other parts too. One statement, however many units.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, {"units": list(units), "after": min(one, other), "until": max(one, other)})
        return [LineageEdge(*row) for row in cursor.fetchall()]


def every_edge() -> list[LineageEdge]:
    """The whole lineage. One statement."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT predecessor_id, successor_id, share, basis, "on" FROM places_lineage')
        return [LineageEdge(*row) for row in cursor.fetchall()]


def mark(stream: str) -> Hashable:
    """What stays the same as long as places and lineage do; `stream` is where their actions are recorded.

    Every change goes through an action, which appends to that stream in the same transaction and under its
    lock: its head moves in the order of commits, and its hash tells a head that was rolled back from the one
    that took its place. Rows added by hand carry keys of their own: the greatest are part of the mark.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [stream])
        return (connection.settings_dict["NAME"], *(cursor.fetchone() or ()))
