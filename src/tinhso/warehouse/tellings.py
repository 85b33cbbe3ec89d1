"""What was told of indicators, counted from the facts: at which level, in which kind of period, how often."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection

from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.places.models import Level


@dataclass(frozen=True)
class Telling:
    """Figures of one indicator told of units of one level in periods of one kind.

    `first` and `last` of the periods by their end; `is_reporting`: they close on the day of the reporting
    regime. `illustrative`: they are a demonstration's, else published ones.
    """

    level: Level
    kind: PeriodKind
    is_reporting: bool
    illustrative: bool
    first: Period
    last: Period
    count: int


_TOLD: Final = """
SELECT c.indicator_id, p.level, c.illustrative, min(c.period COLLATE "C"), max(c.period COLLATE "C"), count(*)
FROM indicators_currentfigure c
JOIN indicators_indicator i ON i.id = c.indicator_id AND i.kind = c.kind
JOIN places_place p ON p.id = c.place_id
WHERE NOT c.is_target AND c.indicator_id = ANY (%s)
GROUP BY c.indicator_id, p.level, c.illustrative, translate(c.period, '0123456789', '')
"""
"""Codes of one kind differ in their digits only, and so they sort as their periods do."""


def tellings(keys: Collection[UUID]) -> dict[UUID, list[Telling]]:
    """What was told of those indicators, in one statement. Targets do not count."""
    found: dict[UUID, list[Telling]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [list(keys)])
        for key, level, illustrative, first, last, count in cursor.fetchall():
            begins, ends = Period.parse(first), Period.parse(last)
            one = Telling(Level(level), ends.kind, ends.is_reporting, bool(illustrative), begins, ends, count)
            found.setdefault(key, []).append(one)
    return found


_ANY: Final = """
SELECT i.id FROM indicators_indicator i WHERE EXISTS (
  SELECT FROM indicators_currentfigure c
  WHERE c.indicator_id = i.id AND c.kind = i.kind AND NOT c.is_target AND (%s OR NOT c.illustrative))
"""


def told_at_all(*, illustrative: bool = False) -> set[UUID]:
    """The indicators of which anything is told: one short look into an index each, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_ANY, [illustrative])
        return {key for (key,) in cursor.fetchall()}
