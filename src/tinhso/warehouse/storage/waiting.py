"""What waits to be published: the months that changed, and what changed in each as far as it is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from tinhso.base import clock
from tinhso.warehouse.models import Change, Partition
from tinhso.warehouse.storage import keys

TOUCHED: Final = """
SELECT x.indicator_id, x.place_id, x.period, x.period_start, x.period_end FROM indicators_observation x
WHERE x.id = ANY(%(figures)s::uuid[]) OR x.batch_id = ANY(%(batches)s::uuid[])
UNION
SELECT b.indicator_id, b.place_id, b.period, b.period_start, b.period_end FROM indicators_observation x
JOIN indicators_observation b ON b.id = x.supersedes_id
WHERE x.id = ANY(%(figures)s::uuid[]) OR x.batch_id = ANY(%(batches)s::uuid[])
"""
"""The series that facts and batches speak of, and those of the facts they replace."""

_MONTHS_OF: Final = {
    "figure": f"SELECT DISTINCT date_trunc('month', t.period_end)::date FROM ({TOUCHED}) t",  # noqa: S608 - our own names
    "indicator": """SELECT DISTINCT date_trunc('month', o.period_end)::date FROM indicators_currentfigure c
      JOIN indicators_observation o ON o.id = c.observation_id WHERE c.indicator_id = %(key)s""",
    "place": """SELECT DISTINCT date_trunc('month', o.period_end)::date FROM indicators_currentfigure c
      JOIN indicators_observation o ON o.id = c.observation_id WHERE c.place_id = %(key)s""",
}

_BUMP: Final = """
INSERT INTO warehouse_partition AS p
  (month, wanted, published, changed_at, file, checksum, rows, size)
SELECT month, 1, 0, %(now)s, '', '', 0, 0 FROM unnest(%(months)s::date[]) AS m(month)
ON CONFLICT (month) DO UPDATE SET wanted = p.wanted + 1, changed_at = excluded.changed_at
RETURNING id, month, wanted
"""


@dataclass(frozen=True)
class What:
    """What changed: one fact, a batch, an indicator's or a place's figures; nothing named: everything."""

    figure: UUID | None = None
    batch: UUID | None = None
    indicator: UUID | None = None
    place: UUID | None = None

    @property
    def is_everything(self) -> bool:
        """Whether the month is read anew as a whole."""
        return not any((self.figure, self.batch, self.indicator, self.place))


@dataclass(frozen=True)
class Waiting:
    """A month that waits: up to which of its versions, and what changed in it."""

    month: date
    wanted: int
    whole: bool = False
    figures: frozenset[UUID] = frozenset()
    batches: frozenset[UUID] = frozenset()
    indicators: frozenset[UUID] = frozenset()
    places: frozenset[UUID] = field(default=frozenset())


EVERYTHING: Final = What()


def bump(changed: Mapping[date, Iterable[What]]) -> None:
    """Want these months published anew, in the caller's transaction."""
    months = sorted(month for month in changed)
    if not months:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BUMP, {"now": clock.now(), "months": months})
        rows = [
            Change(partition_id=key, version=wanted, **vars(what))
            for key, month, wanted in cursor.fetchall()
            for what in changed[month]
        ]
        Change.objects.bulk_create(rows, batch_size=1000)


def months_of(what: What) -> list[date]:
    """The months with figures that it speaks of."""
    key = what.indicator or what.place
    name = "indicator" if what.indicator else "place" if what.place else "figure"
    values = {
        "key": key,
        "figures": [what.figure] if what.figure else [],
        "batches": [what.batch] if what.batch else [],
    }
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS_OF[name], values)
        return [month for (month,) in cursor.fetchall()]


def want(changes: Iterable[What]) -> bool:
    """Want the months of these figures published anew, in the caller's transaction; whether there are any."""
    by_month: dict[date, list[What]] = {}
    for what in changes:
        for month in months_of(what):
            by_month.setdefault(month, []).append(what)
    bump(by_month)
    return bool(by_month)


def want_told_otherwise() -> bool:
    """Want the figures of indicators laid down anew, and of places that began or ended on other days."""
    with transaction.atomic():
        indicators, places = keys.told_otherwise()
        return want([*(What(indicator=key) for key in indicators), *(What(place=key) for key in places)])


def bump_all() -> None:
    """Want every month published anew as a whole."""
    bump({month: [EVERYTHING] for month in Partition.objects.values_list("month", flat=True)})


def is_waiting() -> bool:
    """Whether anything does."""
    return Partition.objects.filter(wanted__gt=F("published")).exists()


def waiting() -> list[Waiting]:
    """All that waits, oldest month first."""
    rows = list(Partition.objects.filter(wanted__gt=F("published")).order_by("month"))
    changes: dict[int, list[Change]] = {}
    for change in Change.objects.filter(partition__in=rows):
        changes.setdefault(change.partition_id, []).append(change)
    return [_of(row, [one for one in changes.get(row.pk, []) if one.version <= row.wanted]) for row in rows]


def _of(row: Partition, changes: Collection[Change]) -> Waiting:
    whats = [What(one.figure, one.batch, one.indicator, one.place) for one in changes]
    return Waiting(
        row.month,
        row.wanted,
        not whats or any(one.is_everything for one in whats),
        frozenset(_given(one.figure for one in whats)),
        frozenset(_given(one.batch for one in whats)),
        frozenset(_given(one.indicator for one in whats)),
        frozenset(_given(one.place for one in whats)),
    )


def _given(keys: Iterable[Any]) -> Iterator[UUID]:
    return (key for key in keys if key is not None)
