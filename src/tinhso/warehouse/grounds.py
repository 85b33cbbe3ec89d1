"""The ways for a question's places, read once and kept in the process as long as places and lineage stay.

`places.lineages.mark` says when they changed, and why that is right. What is read a moment later than its
mark may be newer than it; then the next question finds another mark and reads again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction
from threading import Lock
from typing import Final

from tinhso.indicators.boundaries.pieces import Edge
from tinhso.places import actions as places_actions
from tinhso.places import lineages
from tinhso.places import queries as places
from tinhso.places.models import Place
from tinhso.warehouse.questions import Places
from tinhso.warehouse.ways import ALWAYS, EVER, Unit, Ways, ways

_MOST: Final = 24
"""Questions about places whose ways are kept: each a few megabytes for the communes of a country."""


@dataclass(frozen=True)
class Ground:
    """The places asked about, in Vietnamese order, and the ways of all figures into them."""

    places: tuple[Place, ...]
    ways: Ways
    mark: Hashable


@dataclass(frozen=True)
class _Country:
    units: tuple[Unit, ...]
    edges: tuple[Edge, ...]


_lock: Final = Lock()
_grounds: Final[OrderedDict[tuple[Hashable, Places], Ground]] = OrderedDict()
_countries: Final[dict[Hashable, _Country]] = {}


def ground_of(asked: Places) -> Ground:
    """For that question; at once when it was asked before. Raises NotFound for a unit unknown that day."""
    now = lineages.mark(places_actions.STREAM)
    with _lock:
        found = _grounds.get((now, asked))
        if found:
            _grounds.move_to_end((now, asked))
            return found
    rows = tuple(_rows(asked))
    country = _country(now)
    laid = ways(country.units, country.edges, asked.boundaries, [row.pk for row in rows], asked.told_at)
    ground = Ground(rows, laid, now)
    with _lock:
        for old in [key for key in _grounds if key[0] != now]:
            del _grounds[old]
        _grounds[now, asked] = ground
        while len(_grounds) > _MOST:
            _grounds.popitem(last=False)
    return ground


def _rows(asked: Places) -> list[Place]:
    if not asked.within:
        found = places.places().valid_on(asked.boundaries)
        return list((found.at_level(asked.level) if asked.level else found).order_by("sort_key", "code"))
    unit = places.by_code(asked.within, asked.boundaries)
    if asked.level is None or asked.level == unit.level:
        return [unit]
    return list(places.descendants(unit, asked.boundaries, asked.level).order_by("sort_key", "code"))


def _country(now: Hashable) -> _Country:
    found = _countries.get(now)
    if found is None:
        found = _read()
        _countries.clear()
        _countries[now] = found
    return found


def _read() -> _Country:
    rows = places.places().order_by().values_list("id", "level", "path", "valid_from", "valid_to")
    units = tuple(
        Unit(pk, level, path, first or EVER, last or ALWAYS)
        for pk, level, path, first, last in rows.iterator()
    )
    edges = tuple(
        Edge(
            one.predecessor,
            one.successor,
            None if one.share is None else Fraction(one.share),
            one.basis,
            one.on,
        )
        for one in lineages.every_edge()
    )
    return _Country(units, edges)
