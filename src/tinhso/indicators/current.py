"""The figures in force, kept in the transaction that confirms and rebuildable from the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from django.db import connection, transaction

from tinhso.base.events.outbox import emit
from tinhso.indicators.events import FiguresRebuilt
from tinhso.indicators.models import Indicator, Observation

_SERIES = ("indicator_id", "place_id", "agency_id", "period", "kind", "is_target", "illustrative")
_COLUMNS = ", ".join(_SERIES)


def _same(one: str, other: str) -> str:
    equal = [f"{one}.{name} = {other}.{name}" for name in _SERIES if name != "agency_id"]
    return " AND ".join([*equal, f"{one}.agency_id IS NOT DISTINCT FROM {other}.agency_id"])


_OF_A_SOURCE = ", ".join(f"o.{name}" for name in (*_SERIES, "code"))

_LATEST = f"""
SELECT DISTINCT ON ({_OF_A_SOURCE}) o.*
FROM {{source}}
WHERE o.state IN ('confirmed', 'withdrawn') AND {{where}}
  AND NOT EXISTS (
    SELECT 1 FROM indicators_observation direct
    WHERE direct.supersedes_id = o.id AND direct.state IN ('confirmed', 'withdrawn'))
ORDER BY {_OF_A_SOURCE}, o.recorded_at DESC, o.id DESC
"""  # noqa: S608 - constant text

_INSERT = f"""
INSERT INTO indicators_currentfigure ({_COLUMNS}, dated, observation_id)
SELECT DISTINCT ON ({_COLUMNS}) {_COLUMNS}, dated, id FROM latest WHERE state = 'confirmed'
ORDER BY {_COLUMNS}, recorded_at DESC, id DESC
"""  # noqa: S608 - constant text

_KEEP = f"""
WITH touched AS (
  SELECT DISTINCT {", ".join(f"t.{name}" for name in _SERIES)}
  FROM indicators_observation t
  WHERE t.id = ANY(%s) OR t.id IN (
    SELECT s.supersedes_id FROM indicators_observation s WHERE s.id = ANY(%s))
), gone AS (
  DELETE FROM indicators_currentfigure c USING touched t WHERE {_same("c", "t")} RETURNING c.id
)
SELECT count(*) FROM gone
"""  # noqa: S608 - constant text

_REFILL = f"""
WITH touched AS (
  SELECT DISTINCT {", ".join(f"t.{name}" for name in _SERIES)}
  FROM indicators_observation t
  WHERE t.id = ANY(%s) OR t.id IN (
    SELECT s.supersedes_id FROM indicators_observation s WHERE s.id = ANY(%s))
), latest AS ({
    _LATEST.format(
        source=f"touched t JOIN indicators_observation o ON {_same('o', 't')}",
        where="TRUE",
    )
})
{_INSERT}
"""  # noqa: S608 - constant text

_REBUILD = f"""
WITH latest AS ({_LATEST.format(source="indicators_observation o", where="o.indicator_id = %s")})
{_INSERT}
"""

_AMISS = f"""
WITH latest AS ({_LATEST.format(source="indicators_observation o", where="o.indicator_id = %s")}),
told AS (
  SELECT DISTINCT ON ({_COLUMNS}) {_COLUMNS}, dated, id FROM latest WHERE state = 'confirmed'
  ORDER BY {_COLUMNS}, recorded_at DESC, id DESC
), kept AS (SELECT * FROM indicators_currentfigure WHERE indicator_id = %s)
SELECT count(*) FROM told FULL JOIN kept ON kept.observation_id = told.id
WHERE told.id IS NULL OR kept.id IS NULL OR kept.dated <> told.dated OR NOT ({_same("kept", "told")})
"""  # noqa: S608 - constant text


def keep_current(rows: Iterable[Observation | UUID]) -> None:
    """Bring the series of those new facts up to date, set-wise, in the transaction that wrote them."""
    ids = [row.pk if isinstance(row, Observation) else row for row in rows]
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [ids, ids])
        cursor.execute(_REFILL, [ids, ids])


def _rebuild_one(indicator: UUID) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_currentfigure WHERE indicator_id = %s", [indicator])
        cursor.execute(_REBUILD, [indicator])
        return int(cursor.rowcount)


def rebuild_current(progress: Callable[[int, int], None] | None = None, only: Sequence[UUID] = ()) -> int:
    """Make the table anew from the facts, indicator by indicator (dựng lại số liệu hiện hành).

    `progress(done, of)` is told after each. Returns how many figures are in force.
    """
    indicators = Indicator.objects.order_by("code").values_list("pk", flat=True)
    chosen = list(indicators.filter(pk__in=only) if only else indicators)
    with transaction.atomic():
        total = 0
        for done, indicator in enumerate(chosen, start=1):
            total += _rebuild_one(indicator)
            if progress:
                progress(done, len(chosen))
        emit(FiguresRebuilt(indicators=tuple(only)))
    return total


def amiss(most: int | None = None, progress: Callable[[int, int], None] | None = None) -> tuple[int, int]:
    """How many figures are kept otherwise than the facts say, and of how many indicators that was asked.

    All of them, or `most` taken by chance. Changes nothing.
    """
    found = Indicator.objects.order_by("?" if most else "code").values_list("pk", flat=True)
    chosen = list(found[:most] if most else found)
    wrong = 0
    for done, indicator in enumerate(chosen, start=1):
        with connection.cursor() as cursor:
            cursor.execute(_AMISS, [indicator, indicator])
            row: tuple[int] = cursor.fetchone()
        wrong += row[0]
        if progress:
            progress(done, len(chosen))
    return wrong, len(chosen)
