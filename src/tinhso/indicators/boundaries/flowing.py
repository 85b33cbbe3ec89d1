"""Reads: the figures of an indicator under the boundaries of a date, at a place or at the units inside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from django.conf import settings

from tinhso.base.calendar.periods import Period
from tinhso.indicators.aggregation import Part
from tinhso.indicators.boundaries.flowed import Contribution, Flowed
from tinhso.indicators.boundaries.pieces import Edge, Flows, flow, gather
from tinhso.indicators.boundaries.readings import How, Reading, read
from tinhso.indicators.boundaries.rows import figures_in, figures_of, periods_of
from tinhso.indicators.models import Adding, Indicator, Kind, Observation
from tinhso.indicators.telling import part_of, together
from tinhso.places import queries as places
from tinhso.places.lineages import edges_around
from tinhso.places.models import Level, Place

__all__ = [
    "Contribution",
    "Flowed",
    "Ground",
    "data_begins",
    "figures_in",
    "figures_of",
    "ground",
    "observations",
    "periods_of",
]

_ORDER: Final = tuple(Level)
_SUMMED: Final = frozenset({Kind.COUNT, Kind.MONEY, Kind.RATIO, Kind.PERCENT})
"""Kinds with values that rules can add; the others stand only for units that did not change."""


def data_begins() -> date:
    """The first day that the tables of places speak of (`TINHSO_PLACES_FROM`)."""
    first: date = settings.PLACES_FROM
    return first


@dataclass(frozen=True)
class _Target:
    """One way to a place's figure: the units of one level that make it up."""

    place: Place
    units: frozenset[UUID]
    is_own: bool


@dataclass
class _Told:
    """The figures of one period by the row they are told of, and what each row says."""

    period: Period
    figures: dict[UUID, list[Observation]]
    parts: dict[UUID, Part]


def _part(figures: Sequence[Observation]) -> Part | None:
    """What a unit says: its one figure; else those of its agencies together, where the rule allows it."""
    indicator = figures[0].indicator
    told = [(one.agency_id, part_of(one.kind, one, indicator.factor)) for one in figures]
    return together(indicator.adding, [(agency, part) for agency, part in told if part is not None])


def _rule(indicator: Indicator) -> Adding:
    return Adding(indicator.adding) if indicator.kind in _SUMMED else Adding.NONE


def _told(rows: Iterable[Observation]) -> list[_Told]:
    """By period, oldest first. Of two sources the later recorded speaks; published before illustrative."""
    chosen: dict[tuple[str, UUID, UUID | None], Observation] = {}
    for row in sorted(rows, key=lambda row: (not row.illustrative, row.recorded_at, row.pk)):
        chosen[row.period, row.place_id, row.agency_id] = row
    periods: dict[str, _Told] = {}
    for row in chosen.values():
        told = periods.setdefault(row.period, _Told(Period.parse(row.period), {}, {}))
        if row.place.is_valid_on(told.period.end):
            told.figures.setdefault(row.place_id, []).append(row)
    for told in periods.values():
        parts = {unit: _part(figures) for unit, figures in told.figures.items()}
        told.parts = {unit: part for unit, part in parts.items() if part is not None}
    return sorted(periods.values(), key=lambda told: (told.period.end, told.period.start))


def _targets(asked: Sequence[Place], below: Sequence[Place]) -> list[list[_Target]]:
    """For each place asked: itself, then the units inside it, level by level."""
    inside: dict[str, dict[str, set[UUID]]] = {}
    paths = {place.path for place in asked}
    for unit in below:
        codes = unit.path.split("/")
        for path in ("/".join(codes[:length]) for length in range(1, len(codes))):
            if path in paths:
                inside.setdefault(path, {}).setdefault(unit.level, set()).add(unit.pk)
    return [
        [
            _Target(place, frozenset({place.pk}), is_own=True),
            *(
                _Target(place, frozenset(inside[place.path][level]), is_own=False)
                for level in _ORDER
                if level in inside.get(place.path, ())
            ),
        ]
        for place in asked
    ]


@dataclass(frozen=True)
class Ground:
    """The places asked about, the ways to each of them, the edges and rows around: for any indicator."""

    boundaries: date
    targets: Sequence[Sequence[_Target]]
    edges: Sequence[Edge]
    rows: Mapping[UUID, Place]
    _flows: dict[date, Flows] = field(default_factory=dict)

    @property
    def asked(self) -> list[Place]:
        """The places asked about, in order."""
        return [ways[0].place for ways in self.targets]

    def flowed(self, indicator: Indicator, figures: Iterable[Observation]) -> Iterator[Flowed]:
        """Every place asked with something to tell of that indicator, the newest period first."""
        rule = _rule(indicator)
        for told in reversed(_told(figures)):
            flows = self._flows_of(told.period.end)
            for ways in self.targets:
                found = self._best(rule, ways, flows, told)
                if found:
                    yield self._one(indicator, ways[0].place, found, told)

    def _flows_of(self, day: date) -> Flows:
        if day not in self._flows:
            origins = [unit for unit, row in self.rows.items() if row.is_valid_on(day)]
            self._flows[day] = Flows.of(flow(origins, self.edges, day, self.boundaries))
        return self._flows[day]

    def _best(self, rule: Adding, ways: Sequence[_Target], flows: Flows, told: _Told) -> Reading | None:
        """The first comparable way to a place's figure, else the first that tells anything."""
        first: Reading | None = None
        for target in ways:
            if not target.is_own and rule == Adding.NONE:
                continue
            found = read(rule, gather(target.units, flows), told.parts)
            if found.how != How.NOT_COMPARABLE:
                return found
            if found.counted and first is None:
                first = found
        return first

    def _one(self, indicator: Indicator, place: Place, reading: Reading, told: _Told) -> Flowed:
        members = (
            Contribution(
                self.rows[member.unit],
                tuple(told.figures.get(member.unit, ())),
                told.parts.get(member.unit),
                member.inside,
                member.grouped,
                member.bases,
            )
            for member in reading.gathered.members
        )
        grouped = reading.gathered.group - reading.gathered.target
        group = (self.rows[unit] for unit in grouped)
        return Flowed(
            indicator, place, told.period, self.boundaries, reading, _in_order(group),
            tuple(sorted(members, key=lambda member: (member.unit.sort_key, member.unit.code))),
        )  # fmt: skip


def _in_order(rows: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(rows, key=lambda row: (row.sort_key, row.code)))


def _asked(place: Place, boundaries: date, level: Level | None, *, children: bool) -> list[Place]:
    if level:
        return list(places.descendants(place, boundaries, level).order_by("sort_key", "code"))
    if children:
        return list(places.children(place).valid_on(boundaries).order_by("sort_key", "code"))
    return [place]


def _edges(units: Collection[UUID], days: Collection[date]) -> list[Edge]:
    found = edges_around(units, min(days), max(days))
    return [
        Edge(edge.predecessor, edge.successor, _fraction(edge.share), edge.basis, edge.on) for edge in found
    ]


def _fraction(share: Decimal | None) -> Fraction | None:
    return None if share is None else Fraction(share)


def _rows(units: Iterable[UUID], edges: Iterable[Edge]) -> dict[UUID, Place]:
    keys = {*units, *(key for edge in edges for key in (edge.old, edge.new))}
    return places.places().in_bulk(keys)


def _everywhere(figures: Iterable[Observation], boundaries: date, days: Collection[date]) -> list[Place]:
    """The units of the date that the figures may lie in, and their provinces."""
    units = {figure.place_id for figure in figures}
    around = [row for row in _rows(units, _edges(units, days)).values() if row.is_valid_on(boundaries)]
    codes = {row.path.split("/")[1] for row in around if "/" in row.path}
    above = places.by_codes(codes, boundaries).values()
    found = _in_order({row.pk: row for row in (*around, *above)}.values())
    return sorted(found, key=lambda row: _ORDER.index(Level(row.level)))


def ground(
    place: Place | None,
    rows: Iterable[Observation],
    boundaries: date,
    *,
    children: bool = False,
    level: Level | None = None,
) -> Ground:
    """What the figures `rows`, of any indicators, are read over; five statements, however many there are."""
    figures = list(rows)
    days = {boundaries, *(row.period_end for row in figures)}
    if place is None:
        asked = _everywhere(figures, boundaries, days)
    else:
        asked = _asked(place, boundaries, level, children=children)
    levels = {row.place.level for row in figures}
    inside = places.places().inside_paths({row.path for row in asked}).valid_on(boundaries)
    targets = _targets(asked, list(inside.filter(level__in=levels)))
    seeds = frozenset[UUID]().union(*(target.units for ways in targets for target in ways))
    edges = _edges(seeds, days)
    return Ground(boundaries, targets, edges, _rows(seeds, edges))


def observations(
    indicator: Indicator,
    place: Place | None,
    rows: Iterable[Observation],
    boundaries: date,
    *,
    children: bool = False,
    level: Level | None = None,
) -> list[Flowed]:
    """The figures `rows` of one indicator under the boundaries of a date (theo địa giới), newest first.

    `place` is a unit of that date, None: wherever the figures lie; `children` asks for the units directly
    inside it, `level` for all inside it at that level. A place's own level speaks first, then what the units
    inside it make together. The number of statements is the same whatever the number of units and periods.
    """
    figures = list(rows)
    if not _told(figures):
        return []
    return list(ground(place, figures, boundaries, children=children, level=level).flowed(indicator, figures))
