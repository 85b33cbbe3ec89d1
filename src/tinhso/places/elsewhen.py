"""Refusals for many units that were none on their day, each with the units to use instead, at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from tinhso.places import queries
from tinhso.places.descent import Span, Step, correspond
from tinhso.places.errors import NotValidThen
from tinhso.places.lineages import LineageEdge, edges_around
from tinhso.places.models import Level, Place

Asked = tuple[Place, date]


def not_valid_then(asked: Collection[Asked]) -> dict[tuple[UUID, date], NotValidThen]:
    """What `unit_valid_for` would raise for each place and day: four statements, however many there are.

    None of the places is a unit on its day.
    """
    if not asked:
        return {}
    rows = {row.pk: row for row, _day in asked}
    inside = _communes(row for row in rows.values() if row.level == Level.DISTRICT and row.ended_on)
    walk = _Walk.of([*rows.values(), *(row for communes in inside.values() for row in communes)], asked)
    found: dict[tuple[UUID, date], set[UUID]] = {}
    days: dict[date, set[UUID]] = defaultdict(set)
    for row, day in asked:
        days[day].add(row.pk)
    for day, keys in days.items():
        ends = walk.ends(keys, day)
        through = {key for key in keys - ends.keys() if (turn := rows[key].ended_on) and day >= turn}
        communes = walk.ends({row.pk for key in through for row in inside.get(key, ())}, day)
        for key in through & inside.keys():
            ends[key] = set().union(*(communes.get(row.pk, set()) for row in inside[key]))
        found |= {(key, day): ends.get(key, set()) for key in keys}
    units = queries.places().in_bulk({end for ends in found.values() for end in ends})
    return {
        (row.pk, day): NotValidThen(row, day, sorted((units[end] for end in found[row.pk, day]), key=_order))
        for row, day in asked
    }


def _order(place: Place) -> tuple[str, str]:
    return place.sort_key, place.code


def _communes(districts: Iterable[Place]) -> dict[UUID, list[Place]]:
    """The communes inside each district on its last day; one statement."""
    by_path = {row.path: row for row in districts}
    found: dict[UUID, list[Place]] = defaultdict(list)
    for commune in queries.places().inside_paths(by_path).at_level(Level.COMMUNE):
        for path in _above(commune.path):
            district = by_path.get(path)
            if district and district.valid_to and commune.is_valid_on(district.valid_to):
                found[district.pk].append(commune)
    return found


def _above(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


class _Walk:
    """The lineage around some units, to be walked to any day without asking again."""

    def __init__(self, edges: Iterable[LineageEdge], spans: Mapping[UUID, Span]) -> None:
        self._spans = spans
        self._leaving: dict[tuple[UUID, bool], list[Step]] = defaultdict(list)
        for edge in edges:
            old, new = edge.predecessor, edge.successor
            self._leaving[old, True].append(Step(old, new, edge.share, is_default=True))
            self._leaving[new, False].append(Step(new, old, edge.share, is_default=True))

    @classmethod
    def of(cls, rows: Collection[Place], asked: Iterable[Asked]) -> _Walk:
        """Two statements."""
        turns = [day for _row, day in asked]
        turns += [day for row in rows for day in (row.valid_from, row.valid_to) if day]
        edges = edges_around({row.pk for row in rows}, min(turns), date.max)
        keys = {key for edge in edges for key in (edge.predecessor, edge.successor)}
        columns = ("pk", "valid_from", "valid_to")
        known = queries.places().filter(pk__in=keys).values_list(*columns)
        own = {row.pk: Span(row.valid_from, row.valid_to) for row in rows}
        return cls(edges, own | {key: Span(first, last) for key, first, last in known})

    def ends(self, keys: Collection[UUID], day: date) -> dict[UUID, set[UUID]]:
        """Where each unit's land lies on `day`; units that lead nowhere are left out."""
        spans = {key: self._spans[key] for key in keys}
        ways = correspond(spans, day, self._fetch, self._known)
        return {key: set(ends) for key, ends in ways.items() if ends}

    def _fetch(self, rows: Collection[UUID], forward: bool) -> Iterator[Step]:
        for row in rows:
            yield from self._leaving.get((row, forward), ())

    def _known(self, rows: Collection[UUID]) -> Mapping[UUID, Span]:
        return {row: self._spans[row] for row in rows}
