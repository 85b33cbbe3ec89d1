"""What was told of indicators: at which level, in which kind of period, how often.

The warehouse's manifest says so without looking at a figure; of what it does not hold the facts are counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from tinhso.base.calendar.periods import ND_09_2019, Period, PeriodKind
from tinhso.places.models import Level
from tinhso.warehouse.storage.manifest import Told
from tinhso.warehouse.storage.reading import Snapshot, snapshot
from tinhso.warehouse.storage.spoken import KINDS

FACTS: Final = "postgresql"
"""The engine that reads the facts themselves."""


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
    """What was told of those indicators, in one statement at most. Targets do not count."""
    found = _published(keys)
    lacking = [key for key in keys if key not in found]
    return found | _counted(lacking) if lacking else found


def _counted(keys: Collection[UUID]) -> dict[UUID, list[Telling]]:
    found: dict[UUID, list[Telling]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [list(keys)])
        for key, level, illustrative, first, last, count in cursor.fetchall():
            begins, ends = Period.parse(first), Period.parse(last)
            one = Telling(Level(level), ends.kind, ends.is_reporting, bool(illustrative), begins, ends, count)
            found.setdefault(key, []).append(one)
    return found


_Folded = dict[UUID, list[Telling]]
_folded: list[tuple[Snapshot, _Folded]] = []
"""The last publication and what was made of its statistics."""


def _published(keys: Collection[UUID]) -> _Folded:
    """Of those indicators that the publication in force knows enough of."""
    content = None if settings.WAREHOUSE_ENGINE == FACTS else snapshot()
    if content is None:
        return {}
    if not _folded or _folded[0][0] is not content:
        _folded[:] = [(content, {})]
    known = _folded[0][1]
    for key in keys:
        if key not in known:
            rows = [told for _month, told in content.statistics(key)]
            known[key] = [] if any(KINDS[told.kind] is PeriodKind.SPAN for told in rows) else _fold(rows)
    return {key: known[key] for key in keys if known[key]}


def _fold(rows: Iterable[Told]) -> list[Telling]:
    """Month by month into one a level, kind, calendar and manner."""
    found: dict[tuple[str, int, bool, bool], Telling] = {}
    for told in rows:
        for illustrative, count in ((False, told.published), (True, told.together - told.published)):
            if count <= 0:
                continue
            at = (told.level, told.kind, told.cut_off, illustrative)
            one = _telling(told, count, illustrative=illustrative)
            found[at] = _both(found[at], one) if at in found else one
    return list(found.values())


def _telling(told: Told, count: int, *, illustrative: bool) -> Telling:
    kind, rule = KINDS[told.kind], ND_09_2019 if told.cut_off else None
    first, last = (Period.of(kind, day, rule) for day in (told.first, told.last))
    return Telling(Level(told.level), kind, told.cut_off, illustrative, first, last, count)


def _both(one: Telling, other: Telling) -> Telling:
    return replace(
        one,
        first=min(one.first, other.first, key=lambda period: period.end),
        last=max(one.last, other.last, key=lambda period: period.end),
        count=one.count + other.count,
    )


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
