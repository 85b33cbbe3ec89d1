"""What people sent in, made anew from the facts, and compared with them."""

from __future__ import annotations

from typing import Final

from django.db import connection, transaction

_COLUMNS: Final = (
    "last_id, sent, sender, sent_at, state, level, indicator_id, place_id, agency_id, period, period_end, "
    "illustrative"
)
_TOLD: Final = """
WITH RECURSIVE back(last, at) AS (
  SELECT o.id, o.id FROM indicators_observation o
  WHERE NOT EXISTS (SELECT 1 FROM indicators_observation later WHERE later.supersedes_id = o.id)
  UNION ALL
  SELECT b.last, o.supersedes_id FROM back b JOIN indicators_observation o ON o.id = b.at
  WHERE o.state <> 'submitted' AND o.supersedes_id IS NOT NULL
), told AS (
  SELECT last.id AS last_id, sent.id AS sent, sent.actor AS sender, sent.recorded_at AS sent_at, last.state,
    last.level, last.indicator_id, last.place_id, last.agency_id, last.period, last.period_end,
    last.illustrative
  FROM back b
  JOIN indicators_observation sent ON sent.id = b.at AND sent.state = 'submitted'
  JOIN indicators_observation last ON last.id = b.last
)
"""
_REBUILD: Final = f"{_TOLD} INSERT INTO indicators_submission ({_COLUMNS}) SELECT {_COLUMNS} FROM told"  # noqa: S608 - constant text
_AMISS: Final = f"""
{_TOLD}
SELECT count(*) FROM told t FULL JOIN indicators_submission s ON s.last_id = t.last_id
WHERE t.last_id IS NULL OR s.last_id IS NULL
  OR (t.sent, t.sender, t.sent_at, t.state, t.level) IS DISTINCT FROM
     (s.sent, s.sender, s.sent_at, s.state, s.level)
"""  # noqa: S608 - constant text


def rebuild() -> int:
    """Make the table anew from the facts (dựng lại số liệu đã gửi). How many figures were sent in."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_submission")
        cursor.execute(_REBUILD)
        return int(cursor.rowcount)


def amiss() -> int:
    """How many figures are kept otherwise than the facts say. Changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_AMISS)
        row: tuple[int] = cursor.fetchone()
    return row[0]
